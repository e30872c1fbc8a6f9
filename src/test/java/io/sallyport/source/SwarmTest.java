package io.sallyport.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.source.Observation.EngineIdentity;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Containers as tasks of services.
class SwarmTest {
  private static final String KEY = "interlock.port";

  @Test
  void theServicesLabelWinsOverTheContainers() {
    Container placed = placed(swarm(Map.of(KEY, "80"), task("running", "")), container("8080"));

    assertThat(placed.label(KEY)).hasValue("80");
    assertThat(placed.task().orElseThrow().overruled()).containsExactly(Map.entry(KEY, "8080"));
  }

  @Test
  void aLabelThatTheServiceDoesNotHaveStays() {
    Container placed =
        placed(swarm(Map.of("interlock.hostname", "shop"), task("running", "")), container("8080"));

    assertThat(placed.label(KEY)).hasValue("8080");
    assertThat(placed.label("interlock.hostname")).hasValue("shop");
    assertThat(placed.task().orElseThrow().overruled()).isEmpty();
  }

  @Test
  void aLabelThatTheServiceHasNoMoreIsTheContainersAgain() {
    Observation seen = seen(swarm(Map.of(KEY, "80"), task("running", "")), container("8080"));

    Observation later = seen.with(swarm(Map.of(), task("running", "")));

    assertThat(later.containers().getFirst().label(KEY)).hasValue("8080");
  }

  @Test
  void labelsOfOthersAreNotTheServicesToSet() {
    String project = "com.docker.compose.project";
    Container placed = placed(swarm(Map.of(project, "x"), task("running", "")), container("80"));

    assertThat(placed.label(project)).isEmpty();
  }

  @Test
  void aContainerThatOnlyCarriesATasksLabelsIsNone() {
    Container real = container("8080");
    Swarm swarm = swarm(Map.of(KEY, "80"), task("running", "f".repeat(64)));

    assertThat(placed(swarm, real).label(KEY)).hasValue("8080");
    assertThat(placed(swarm, real).task()).isEmpty();
  }

  @Test
  void aTaskLeavesUnlessItIsToRunOrNotKnown() {
    Container container = container("80");
    assertThat(leaving(swarm(Map.of(), task("running", "")), container)).isFalse();
    assertThat(leaving(swarm(Map.of(), task("shutdown", "")), container)).isTrue();
    assertThat(leaving(swarm(Map.of(), task("remove", "")), container)).isTrue();
    assertThat(leaving(swarm(Map.of(), List.of()), container)).isFalse();
  }

  @Test
  void whatRunningContainersNeedIsKept() {
    Swarm before = swarm(Map.of(KEY, "80"), task("remove", ""));
    Swarm nothing = Swarm.empty(SwarmRole.MANAGER, "");

    assertThat(nothing.keeping(before, Set.of("shop"), Set.of("task-1")).services())
        .isEqualTo(before.services());
    assertThat(nothing.keeping(before, Set.of("shop"), Set.of("task-1")).tasks())
        .isEqualTo(before.tasks());
    assertThat(nothing.keeping(before, Set.of(), Set.of())).isEqualTo(nothing);
  }

  @Test
  void theSameFactsLeaveTheSameObjects() {
    Observation seen = seen(swarm(Map.of(KEY, "80"), task("running", "")), container("8080"));

    Observation again = seen.with(List.copyOf(seen.containers()));

    assertThat(again.containers().getFirst()).isSameAs(seen.containers().getFirst());
    assertThat(seen.with(swarm(Map.of(KEY, "80"), task("running", "")))).isSameAs(seen);
  }

  private static boolean leaving(Swarm swarm, Container container) {
    return placed(swarm, container).task().orElseThrow().leaving();
  }

  private static Container container(String port) {
    return ContainerBuilder.named("shop.1.task-1").task("task-1", "shop").label(KEY, port).build();
  }

  private static Container placed(Swarm swarm, Container container) {
    return seen(swarm, container).containers().getFirst();
  }

  private static Observation seen(Swarm swarm, Container container) {
    return new Observation(
            new EngineIdentity("20.10.24", "1.41"), Nodes.NONE, List.of(container), List.of())
        .with(swarm);
  }

  private static List<SwarmTask> task(String desired, String containerId) {
    return List.of(new SwarmTask("task-1", "shop", "node-1", 1, desired, "running", containerId));
  }

  private static Swarm swarm(Map<String, String> labels, List<SwarmTask> tasks) {
    SwarmService shop = new SwarmService("shop", "site_shop", new TreeMap<>(labels));
    return Swarm.of(
        new Listed<>(List.of(shop), List.of()),
        new Listed<>(tasks, List.of()),
        new Listed<>(List.of(), List.of()));
  }
}
