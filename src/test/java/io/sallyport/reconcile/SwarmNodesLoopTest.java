package io.sallyport.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.config.Setting;
import io.sallyport.finding.Finding;
import io.sallyport.finding.Finding.Code;
import io.sallyport.history.Readiness;
import io.sallyport.proxy.Drivers;
import io.sallyport.proxy.nginx.FakeNginx;
import io.sallyport.proxy.nginx.NginxDriver;
import io.sallyport.source.ContainerBuilder;
import io.sallyport.source.EngineException;
import io.sallyport.source.FakeEngine;
import io.sallyport.source.FakeManager;
import io.sallyport.source.SwarmRole;
import io.sallyport.swarm.FakeSwarm;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The loop over two nodes of a Swarm: proxies and tasks on each, and what becomes of them when a
/// node, or the manager, is lost.
class SwarmNodesLoopTest extends LoopBench {
  private static final String HERE = "10.0.9.1:80";
  private static final String THERE = "10.0.9.2:80";

  private final FakeSwarm swarm = new FakeSwarm(engine);
  private final FakeManager manager = engine.manager();
  private final FakeEngine two = swarm.join(2);
  private final FakeNginx far = new FakeNginx(two);
  private String there = "";

  @BeforeEach
  void twoNodes() {
    settings =
        settings
            .with(Setting.TASK_POLL_INTERVAL, Duration.ofMillis(200))
            .with(Setting.RESYNC_INTERVAL, Duration.ofHours(1));
    manager.service("shop", "shop", "interlock.hostname", "shop.example.com");
    swarm.task(engine, 1, "one", "10.0.9.1");
    there = swarm.task(two, 2, "two", "10.0.9.2");
  }

  @AfterEach
  void endSwarm() {
    swarm.close();
  }

  @Test
  void tasksOfAllNodesAreServedByProxiesOnEach() {
    String near = proxyOn(engine, "near", "10.0.9.8");
    String away = proxyOn(two, "away", "10.0.9.9");
    loop();

    awaitServed(near, THERE);
    await().untilAsserted(() -> assertThat(far.running(away)).contains(HERE, THERE));
    assertThat(far.running(away)).isEqualTo(nginx.running(near));

    swarm.task(two, 2, "three", "10.0.9.3");
    awaitServed(near, "10.0.9.3:80");
    two.die(there);
    awaitNotServed(near, THERE);
    await().untilAsserted(() -> assertThat(far.running(away)).doesNotContain(THERE));
  }

  @Test
  void whatRanOnALostNodeIsServedUntilItIsDownAndAnotherServes() {
    String near = proxyOn(engine, "near", "10.0.9.8");
    LoopUnderTest loop = loop();
    awaitServed(near, THERE);

    FakeSwarm.lose(two);
    // The node, and the container that stays.
    await().until(() -> findings(loop, Code.NODE_LOST).size() == 2);
    swarm.task(engine, 1, "three", "10.0.9.3");
    awaitServed(near, "10.0.9.3:80"); // Nothing waits for the lost node.
    assertThat(nginx.running(near)).contains(THERE);
    swarm.say(2, "unknown");
    afterSomePolls();
    assertThat(nginx.running(near)).contains(THERE);

    swarm.say(2, "down");
    awaitNotServed(near, THERE);
    assertThat(nginx.running(near)).contains(HERE);

    swarm.say(2, "ready");
    FakeSwarm.findAgain(two);
    awaitServed(near, THERE);
  }

  @Test
  void theLastServerStaysThoughItsNodeIsDown() {
    manager.service("far", "far", "interlock.hostname", "far.example.com");
    two.run(
        ContainerBuilder.named("far.1").task("far-1", "far").exposing(80).on("web", "10.0.9.7"));
    String near = proxyOn(engine, "near", "10.0.9.8");
    loop();
    awaitServed(near, "10.0.9.7:80");

    FakeSwarm.lose(two);
    swarm.say(2, "down");

    awaitNotServed(near, THERE);
    assertThat(nginx.running(near)).contains("10.0.9.7:80");
  }

  @Test
  void aProxyOnALostNodeIsCurrentOnceItIsBack() {
    String away = proxyOn(two, "away", "10.0.9.9");
    LoopUnderTest loop = loop();
    await().untilAsserted(() -> assertThat(far.running(away)).contains(HERE));
    FakeSwarm.lose(two);
    await().until(() -> !findings(loop, Code.NODE_LOST).isEmpty());

    swarm.task(engine, 1, "three", "10.0.9.3");
    FakeSwarm.findAgain(two);

    await().untilAsserted(() -> assertThat(far.running(away)).contains("10.0.9.3:80"));
  }

  @Test
  void aManagerThatFailsChangesNothingAndEventsOfNodesGoOn() {
    String near = proxyOn(engine, "near", "10.0.9.8");
    LoopUnderTest loop = loop();
    awaitServed(near, THERE);
    for (String call : List.of("role", "services", "tasks", "tasksOf", "nodes")) {
      manager.failAlways(call, new EngineException("500: The swarm does not have a leader"));
    }
    await().until(() -> findings(loop, Code.MANAGER_SILENT).size() == 1);
    assertThat(nginx.running(near)).contains(HERE, THERE);

    two.die(there);
    awaitNotServed(near, THERE);
  }

  @Test
  void anotherSwarmChangesNothing() {
    String near = proxyOn(engine, "near", "10.0.9.8");
    LoopUnderTest loop = loop();
    awaitServed(near, THERE);

    manager.cluster("cluster-2");
    manager.removeNode("node-1"); // First: an engine has another identifier in each Swarm.
    manager.removeNode("node-2");
    manager.removeService("shop");

    await()
        .untilAsserted(() ->
            assertThat(findings(loop, Code.MANAGER_SILENT))
                .singleElement()
                .extracting(Finding::message)
                .asString()
                .contains("was in Swarm cluster-1"));
    assertThat(nginx.running(near)).contains(HERE, THERE);
  }

  @Test
  void onAWorkerNothingIsRoutedAndThatIsWell() {
    manager.role(SwarmRole.WORKER);
    String near = proxyOn(engine, "near", "10.0.9.8");
    LoopUnderTest loop = loop();

    await().until(() -> loop.status().health(Instant.now()).readiness() == Readiness.READY);
    assertThat(loop.status().allFindings())
        .extracting(Finding::code)
        .containsExactly(Code.AGENT_ONLY);
    assertThat(nginx.running(near)).doesNotContain("shop.example.com");

    manager.role(SwarmRole.MANAGER); // Asked for every five seconds.
    awaitServed(near, THERE);
    assertThat(findings(loop, Code.AGENT_ONLY)).isEmpty();
  }

  private LoopUnderTest loop() {
    return start(
        new ReconcileLoop(
            swarm.engine().source(),
            swarm.engine().access(),
            settings,
            new Templates(settings, Drivers.of(new NginxDriver())),
            InstantSource.system()));
  }

  private static String proxyOn(FakeEngine node, String name, String address) {
    return node.run(
        ContainerBuilder.named(name)
            .label("interlock.ext.name", "nginx")
            .on(FakeSwarm.NETWORK, address));
  }

  private void afterSomePolls() {
    long before = manager.asked().stream().filter("tasks"::equals).count();
    await().until(() -> manager.asked().stream().filter("tasks"::equals).count() > before + 2);
  }

  private static List<Finding> findings(LoopUnderTest loop, Code code) {
    return loop.status().findings().stream().filter(each -> each.code() == code).toList();
  }
}
