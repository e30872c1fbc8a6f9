package io.sallyport.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.source.Container;
import io.sallyport.source.ContainerBuilder;
import io.sallyport.source.Listed;
import io.sallyport.source.Nodes;
import io.sallyport.source.Observation;
import io.sallyport.source.Observation.EngineIdentity;
import io.sallyport.source.Swarm;
import io.sallyport.source.SwarmService;
import io.sallyport.source.SwarmTask;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Whose names lead to keys.
class ProxyListTest {
  private static final String NAME = "site_proxy.1.t1";
  private static final Container TASK =
      ContainerBuilder.named(NAME).node("one").task("t1", "s1").build();

  @Test
  void onOneEngineANameIsItsContainersOwn() {
    Container plain = ContainerBuilder.named("edge").build();
    assertThat(isOwn(plain, Nodes.NONE, "")).isTrue();
  }

  @Test
  void onSeveralOnlyATasksThatTheManagerKnows() {
    assertThat(isOwn(TASK, several(), TASK.id())).isTrue();
    assertThat(isOwn(TASK, several(), "")).as("not told yet").isFalse();
    assertThat(isOwn(TASK, several(), "f".repeat(64))).as("another is the task").isFalse();
  }

  @Test
  void onSeveralAPlainContainerMayHaveTakenTheName() {
    assertThat(isOwn(ContainerBuilder.named(NAME).node("two").build(), several(), TASK.id()))
        .isFalse();
  }

  @Test
  void aTaskOfAnotherServiceMayHaveBeenRenamed() {
    Container renamed = ContainerBuilder.named("edge").node("one").task("t1", "s1").build();
    assertThat(isOwn(renamed, several(), renamed.id())).isFalse();
  }

  private static boolean isOwn(Container proxy, Nodes nodes, String known) {
    SwarmService service = new SwarmService("s1", "site_proxy", new TreeMap<>());
    SwarmTask task = new SwarmTask("t1", "s1", "node-1", 1, "running", "running", known);
    Observation seen =
        new Observation(new EngineIdentity("20.10.24", "1.41"), nodes, List.of(proxy), List.of())
            .with(
                Swarm.of(
                    new Listed<>(List.of(service), List.of()),
                    new Listed<>(List.of(task), List.of()),
                    new Listed<>(List.of(), List.of())));
    return ProxyList.isOwnName(seen.containers().getFirst(), seen);
  }

  private static Nodes several() {
    return new Nodes(
        new TreeSet<>(List.of("one", "two")),
        new TreeMap<>(),
        new TreeMap<>(),
        new TreeSet<>(),
        true);
  }
}
