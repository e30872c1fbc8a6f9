package io.sallyport.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.config.Setting;
import io.sallyport.finding.Finding;
import io.sallyport.source.ContainerBuilder;
import io.sallyport.source.EngineException;
import io.sallyport.source.FakeEvents;
import io.sallyport.source.Nodes;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The loop under a classic Swarm manager that loses nodes and says nothing of it but in `/info`.
class ClassicSwarmTest extends LoopBench {
  private static final Nodes WHOLE = nodes(Set.of("one", "two"), Map.of());
  private static final Nodes WITHOUT_TWO = nodes(Set.of("one"), Map.of("two", "Unhealthy"));
  private static final Nodes RESTARTED = nodes(Set.of("one"), Map.of("10.0.0.2:2375", "Pending"));
  private static final Nodes REMOVED = nodes(Set.of("one"), Map.of());

  @BeforeEach
  void swarm() {
    engine.identity("swarm/1.2.9", "1.40");
    engine.nodes(WHOLE);
    settings = settings.with(Setting.RESYNC_INTERVAL, Duration.ofHours(1));
  }

  @Test
  void aLostNodesServersStayWhileOthersComeAndGo() {
    String edge = proxyOn("one", "edge");
    applicationOn("two", "shop", "192.168.0.2");
    String blog = applicationOn("one", "blog", "192.168.0.1");
    LoopUnderTest loop = start();
    awaitServed(edge, "192.168.0.2:8000");
    awaitServed(edge, "192.168.0.1:8000");

    lose(WITHOUT_TWO);
    engine.stop(blog);

    awaitNotServed(edge, "192.168.0.1:8000");
    assertThat(nginx.running(edge)).contains("192.168.0.2:8000");
    assertThat(loop.loop().status().findings())
        .extracting(Finding::toString)
        .containsExactly(
            "warning: container shop: the Swarm manager has no view of its node `two` (Unhealthy),"
                + " so what is known of it is from before, and stays; see `docker info` of the"
                + " manager and the engine of that node");
  }

  @Test
  void whatChangedOnALostNodeIsFoundWithoutItsEvents() {
    String edge = proxyOn("one", "edge");
    String shop = applicationOn("two", "shop", "192.168.0.2");
    LoopUnderTest loop = start();
    awaitServed(edge, "192.168.0.2:8000");
    lose(WITHOUT_TWO);
    await().until(() -> !loop.loop().status().findings().isEmpty());

    engine.swallowEvents(true);
    engine.stop(shop);
    applicationOn("two", "late", "192.168.0.3");
    engine.nodes(WHOLE);

    awaitServed(edge, "192.168.0.3:8000");
    awaitNotServed(edge, "192.168.0.2:8000");
    await().until(() -> loop.loop().status().findings().isEmpty());
  }

  @Test
  void aManagerThatWasStartedAnewHasNotMetTheLostNode() {
    String edge = proxyOn("one", "edge");
    applicationOn("two", "shop", "192.168.0.2");
    LoopUnderTest loop = start();
    awaitServed(edge, "192.168.0.2:8000");

    engine.nodes(RESTARTED);
    applicationOn("one", "blog", "192.168.0.1");

    awaitServed(edge, "192.168.0.1:8000");
    assertThat(nginx.running(edge)).contains("192.168.0.2:8000");
    assertThat(loop.loop().status().findings())
        .extracting(Finding::message)
        .contains(
            "the Swarm manager has no view of node `10.0.0.2:2375` (Pending), and nothing is known"
                + " of it");
  }

  @Test
  void aNodeThatWasTakenOutOfTheClusterIsGone() {
    String edge = proxyOn("one", "edge");
    applicationOn("two", "shop", "192.168.0.2");
    start();
    awaitServed(edge, "192.168.0.2:8000");
    lose(WITHOUT_TWO);

    engine.nodes(REMOVED);

    awaitNotServed(edge, "192.168.0.2:8000");
  }

  @Test
  void aContainerThatTheManagerMovedIsNotServedTwice() {
    String edge = proxyOn("one", "edge");
    engine.run(swarmShop("two", "shop", "192.168.0.2").label("com.docker.swarm.id", "s1"));
    start();
    awaitServed(edge, "192.168.0.2:8000");

    lose(WITHOUT_TWO);
    engine.run(
        swarmShop("one", "moved", "192.168.0.1")
            .label("interlock.hostname", "shop.example.com")
            .label("com.docker.swarm.id", "s1"));

    awaitServed(edge, "192.168.0.1:8000");
    awaitNotServed(edge, "192.168.0.2:8000");
  }

  @Test
  void aProxyOnALostNodeIsLeftAloneAndRightAgainAfterwards() {
    String here = proxyOn("one", "here");
    String there = proxyOn("two", "there");
    LoopUnderTest loop = start();
    await().until(() -> loop.loop().status().ready());
    lose(WITHOUT_TWO);
    await().until(() -> !loop.loop().status().findings().isEmpty());
    engine.clearTranscript();

    applicationOn("one", "blog", "192.168.0.1");
    awaitServed(here, "192.168.0.1:8000");
    assertThat(engine.transcript())
        .noneMatch(line -> line.startsWith("copy there") || line.startsWith("exec there"));

    engine.nodes(WHOLE);
    awaitServed(there, "192.168.0.1:8000");
  }

  @Test
  void nothingIsChangedBeforeAllNodesWereSeenOnce() {
    String edge = proxyOn("one", "edge");
    applicationOn("two", "shop", "192.168.0.2");
    engine.nodes(WITHOUT_TWO);
    LoopUnderTest loop = start();

    await().until(() -> count("observe") >= 3);
    assertThat(engine.transcript()).noneMatch(line -> line.startsWith("copy"));
    assertThat(loop.loop().status().engineProblem())
        .isEqualTo("the Swarm manager has no view of two (Unhealthy); what runs there is unknown");

    engine.nodes(WHOLE);
    awaitServed(edge, "192.168.0.2:8000");
  }

  @Test
  void waitsForAPrimaryManagerToBeElected() {
    String edge = proxyOn("one", "edge");
    start();
    awaitServed(edge, "default_server");
    int reloads = nginx.reloads(edge);

    EngineException leaderless = new EngineException("500: No elected primary cluster manager");
    engine.failAlways("observe", leaderless);
    engine.failAlways("subscribe", leaderless);
    engine.cutStreams("the primary manager is gone");
    applicationOn("two", "shop", "192.168.0.2");
    await().until(() -> count("observe -> failed: 500: No elected primary cluster manager") >= 2);
    assertThat(nginx.reloads(edge)).isEqualTo(reloads);

    engine.heal("observe");
    engine.heal("subscribe");
    awaitServed(edge, "192.168.0.2:8000");
  }

  /// As measured: the list is short, and the stream says so or not.
  private void lose(Nodes left) {
    engine.nodes(left);
    engine.emit(FakeEvents.swarm("engine_disconnect"));
  }

  private String proxyOn(String node, String name) {
    return engine.run(ContainerBuilder.named(name).node(node).label("interlock.ext.name", "nginx"));
  }

  private String applicationOn(String node, String name, String address) {
    return engine.run(swarmShop(node, name, address));
  }

  private static ContainerBuilder swarmShop(String node, String name, String address) {
    return shop(name).node(node).publishing(address, 8000, 80);
  }

  private static Nodes nodes(Set<String> seen, Map<String, String> lost) {
    return new Nodes(new TreeSet<>(seen), new TreeMap<>(lost));
  }
}
