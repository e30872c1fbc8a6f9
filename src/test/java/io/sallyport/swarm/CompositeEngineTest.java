package io.sallyport.swarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.sallyport.source.Container;
import io.sallyport.source.ContainerBuilder;
import io.sallyport.source.EngineEvent;
import io.sallyport.source.EngineException;
import io.sallyport.source.FakeEngine;
import io.sallyport.source.FakeManager;
import io.sallyport.source.Network;
import io.sallyport.source.Observation;
import io.sallyport.source.Source;
import io.sallyport.source.Source.Subscription;
import io.sallyport.source.StopPolicy;
import io.sallyport.source.Swarm;
import io.sallyport.source.SwarmNode;
import io.sallyport.source.SwarmRole;
import io.sallyport.source.SwarmTask;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Several engines are one, and what is lost or wrong at one of them changes nothing of the others.
class CompositeEngineTest {
  private final FakeEngine one = new FakeEngine();
  private final FakeSwarm swarm = new FakeSwarm(one);
  private final FakeManager manager = one.manager();
  private final Source source = swarm.engine().source();

  @AfterEach
  void close() {
    swarm.close();
    one.close();
  }

  @Test
  void containersCarryTheirNodeAndNetworksAreOne() {
    FakeEngine two = swarm.join(2);
    one.network("own");
    two.network("own-too");
    String here = one.run(ContainerBuilder.named("here").on("web", "10.0.9.1"));
    String there = two.run(ContainerBuilder.named("there").on("web", "10.0.9.2"));

    Observation seen = source.observe();

    assertThat(seen.container(here).map(Container::node)).contains("host-1");
    assertThat(seen.container(there).map(Container::node)).contains("host-2");
    assertThat(seen.nodes().seen()).containsExactly("host-1", "host-2");
    assertThat(seen.nodes().complete()).isTrue();
    assertThat(seen.networks())
        .extracting(Network::name, Network::node)
        .contains(tuple("web", ""), tuple("own", "host-1"), tuple("own-too", "host-2"));
    assertThat(seen.networks()).filteredOn(each -> each.name().equals("web")).hasSize(1);
  }

  @Test
  void aSwarmOfOneNodeIsAnEngine() {
    one.run(ContainerBuilder.named("here"));

    assertThat(source.observe()).isEqualTo(one.observe());
  }

  @Test
  void callsGoToTheContainersNode() {
    FakeEngine two = swarm.join(2);
    String there = two.run(ContainerBuilder.named("there"));
    StopPolicy slow = new StopPolicy(3, Duration.ofMinutes(1));
    two.stopsBy(there, slow);
    source.observe();
    two.clearTranscript();

    swarm.engine().access().exec(there, List.of("id"), Duration.ofSeconds(1));
    assertThat(source.stopPolicy(there)).isEqualTo(slow);

    assertThat(two.transcript()).containsExactly("exec there: id", "stopPolicy there");
    assertThat(one.transcript()).doesNotContain("exec there: id");
  }

  @Test
  void anEventAsksItsNodeAlone() {
    FakeEngine two = swarm.join(2);
    FakeEngine three = swarm.join(3);
    List<EngineEvent> heard = new CopyOnWriteArrayList<>();
    try (Subscription stream = source.subscribe(heard::add, any -> {})) {
      Observation before = source.observe();
      three.clearTranscript();
      one.clearTranscript();
      String there = two.run(ContainerBuilder.named("there").on("web", "10.0.9.2"));
      await().until(() -> heard.stream().anyMatch(each -> each.containerId().equals(there)));

      Observation after = source.observe(before, Set.of(there));

      assertThat(after.container(there)).isPresent();
      assertThat(three.transcript()).isEmpty();
      assertThat(one.transcript()).isEmpty();
      assertThat(stream.pulse()).isEqualTo(Subscription.Pulse.LIVE);
    }
  }

  @Test
  void whatRanOnALostNodeStays() {
    FakeEngine two = swarm.join(2);
    String there = two.run(ContainerBuilder.named("there"));
    source.observe();

    FakeSwarm.lose(two);
    awaitLost("host-2");
    Observation seen = source.observe();

    assertThat(seen.container(there).map(Container::running)).contains(true);
    assertThat(seen.leavingTasks()).isEmpty();
    assertThat(seen.whole()).isSameAs(seen);
    FakeSwarm.findAgain(two);
    two.remove(there);
    await().untilAsserted(() -> assertThat(source.observe().container(there)).isEmpty());
    assertThat(source.observe().nodes().complete()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"unknown", "disconnected", "ready"})
  void aLostNodeIsNotDownBeforeTheManagerSaysSo(String state) {
    FakeEngine two = swarm.join(2);
    two.run(ContainerBuilder.named("there"));
    source.observe();
    FakeSwarm.lose(two);
    awaitLost("host-2");

    swarm.say(2, state);
    asked();

    assertThat(source.observe().leavingTasks()).isEmpty();
  }

  @Test
  void aNodeThatIsDownAndLostHasNobodyToServe() {
    FakeEngine two = swarm.join(2);
    String there = two.run(ContainerBuilder.named("there"));
    source.observe();
    swarm.say(2, "down");
    asked();
    assertThat(source.observe().leavingTasks()).as("its agent answers").isEmpty();

    FakeSwarm.lose(two);
    awaitLost("host-2");

    assertThat(source.observe().leavingTasks()).containsExactly(there);
  }

  @Test
  void aNodeThatHangsDelaysOneLook() {
    FakeEngine two = swarm.join(2);
    String there = two.run(ContainerBuilder.named("there"));
    source.observe();
    two.hangNext("observe");
    two.failAlways("subscribe", new EngineException("hangs"));

    long begun = System.nanoTime();
    Observation seen = source.observe();
    assertThat(System.nanoTime() - begun).isLessThan(Member.LOOK.plusSeconds(1).toNanos());
    assertThat(seen.container(there)).isPresent();
    assertThat(seen.nodes().lost()).containsKey("host-2");

    begun = System.nanoTime();
    source.observe();
    assertThat(System.nanoTime() - begun).isLessThan(Duration.ofMillis(500).toNanos());
    two.release();
  }

  @Test
  void nodesComeAndGo() {
    FakeEngine two = swarm.join(2);
    String there = two.run(ContainerBuilder.named("there"));
    source.observe();
    FakeEngine three = swarm.join(3);
    String later = three.run(ContainerBuilder.named("later"));
    asked();
    await().untilAsserted(() -> assertThat(source.observe().container(later)).isPresent());

    manager.removeNode("node-2");
    asked();

    assertThat(source.observe().container(there)).isEmpty();
    assertThat(source.observe().container(later)).isPresent();
    await().until(() -> two.liveStreams() == 0);
  }

  @Test
  void aNodeWithoutAnAgentDelaysOnlyTheStart() {
    swarm.say(2, "ready");
    String here = one.run(ContainerBuilder.named("here"));

    Observation seen = source.observe();

    assertThat(seen.container(here)).isPresent();
    assertThat(seen.nodes().unmet()).containsExactly(Map.entry("host-2", "node-2"));
    assertThat(seen.whole()).isSameAs(seen);
  }

  @Test
  void tasksOfANodeWithoutAnAgentAreWhatTheManagerTells() {
    swarm.say(2, "ready");
    String web = one.overlay("web");
    manager.service("shop", "shop", "interlock.hostname", "shop.example.com");
    manager.task(
        new SwarmTask("task-1", "shop", "node-2", 3, "running", "running", "c".repeat(64))
            .at(new TreeMap<>(Map.of(web, "10.0.9.7", "unknown", "10.0.8.7"))));
    manager.task(new SwarmTask("task-2", "shop", "node-2", 4, "running", "starting", "d"));

    Observation seen = source.observe().with(Swarm.read(manager));

    assertThat(seen.containers())
        .singleElement()
        .satisfies(told -> {
          assertThat(told.name()).isEqualTo("shop.3.task-1");
          assertThat(told.node()).isEqualTo("host-2");
          assertThat(told.running()).isTrue();
          assertThat(told.label("interlock.hostname")).contains("shop.example.com");
          assertThat(told.networks()).containsOnlyKeys("web");
        });
    FakeEngine two = swarm.join(2);
    await()
        .untilAsserted(
            () -> assertThat(source.observe().with(Swarm.read(manager)).nodes().unmet()).isEmpty());
    assertThat(source.observe().with(Swarm.read(manager)).containers()).isEmpty();
    assertThat(two.liveStreams()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"role", "nodes", "tasks"})
  void nothingIsSeenBeforeTheManagerHasTold(String call) {
    manager.failAlways(call, new EngineException("500: The swarm does not have a leader"));

    assertThatThrownBy(source::observe).hasMessageContaining("does not have a leader");

    manager.heal(call);
    assertThat(source.observe().containers()).isEmpty();
  }

  @Test
  void anotherSwarmsWordDoesNotCount() {
    FakeEngine two = swarm.join(2);
    String there = two.run(ContainerBuilder.named("there"));
    source.observe();

    manager.cluster("cluster-2");
    assertThatThrownBy(this::place).hasMessageContaining("was in Swarm cluster-1");
    manager.removeNode("node-1");
    assertThatThrownBy(this::asked).hasMessageContaining("was in Swarm cluster-1");

    assertThat(source.observe().container(there)).isPresent();
  }

  @Test
  void onAWorkerThereIsNothingToServe() {
    FakeEngine two = swarm.join(2);
    two.run(ContainerBuilder.named("there"));
    one.run(ContainerBuilder.named("here"));
    assertThat(source.observe().containers()).hasSize(2);

    manager.role(SwarmRole.WORKER);
    place();
    Observation demoted = source.observe();
    assertThat(demoted.containers()).isEmpty();
    assertThat(demoted.swarm().role()).isEqualTo(SwarmRole.AGENT);
    await().until(() -> two.liveStreams() == 0);

    manager.role(SwarmRole.MANAGER);
    place();
    assertThat(source.observe().containers()).hasSize(2);
  }

  @Test
  void machinesOfOneNameAreToldApart() {
    swarm.join(2);
    manager.node(new SwarmNode("node-2", "host-1", "10.99.0.2", "ready", "active", false, false));

    assertThat(source.observe().nodes().seen()).containsExactly("host-1-node-1", "host-1-node-2");
  }

  @Test
  void noOtherNodeSpeaksForAContainerOfThisOne() {
    FakeEngine two = swarm.join(2);
    String id = one.run(ContainerBuilder.named("edge").on("web", "10.0.9.1"));
    two.run(ContainerBuilder.named("edge").on("web", "10.0.9.66"));

    Container seen = source.observe().container(id).orElseThrow();

    assertThat(seen.node()).isEqualTo("host-1");
    assertThat(seen.attachment("web").orElseThrow().address()).isEqualTo("10.0.9.1");
  }

  private void place() {
    source.swarmSource().orElseThrow().place();
  }

  /// As the watch of services does.
  private void asked() {
    source.swarmSource().orElseThrow().services();
  }

  private void awaitLost(String name) {
    await().until(() -> source.observe().nodes().lost().containsKey(name));
  }
}
