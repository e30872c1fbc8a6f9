package io.sallyport.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.config.Setting;
import io.sallyport.finding.Finding;
import io.sallyport.finding.Finding.Code;
import io.sallyport.source.ContainerBuilder;
import io.sallyport.source.EngineException;
import io.sallyport.source.FakeManager;
import io.sallyport.source.NotAllowedException;
import io.sallyport.source.SwarmRole;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The loop under a Swarm manager: what it tells counts, what it fails to tell changes nothing.
class SwarmLoopTest extends LoopBench {
  private static final String FIRST = "10.0.9.1:80";
  private static final String SECOND = "10.0.9.2:80";

  private final FakeManager manager = engine.manager();

  @BeforeEach
  void swarm() {
    settings =
        settings
            .with(Setting.TASK_POLL_INTERVAL, Duration.ofMillis(200))
            .with(Setting.RESYNC_INTERVAL, Duration.ofHours(1));
    manager.node("node-1", "host-1", "10.99.0.1");
  }

  @Test
  void aServicesLabelsRouteItsTasks() {
    String edge = proxy("edge");
    manager.service("shop", "shop", "interlock.hostname", "shop.example.com");
    start();
    task("one", "10.0.9.1");

    awaitServed(edge, FIRST);
    assertThat(nginx.running(edge)).contains("server_name shop.example.com;");
  }

  @Test
  void aLabelIsAddedChangedAndRemovedWithoutAnyEventOfAContainer() {
    String edge = proxy("edge");
    manager.service("shop", "shop");
    start();
    task("one", "10.0.9.1");
    manager.task("task-one", "shop", "running", engineId("one"));

    manager.service("shop", "shop", "interlock.hostname", "shop.example.com");
    awaitServed(edge, FIRST);
    manager.service("shop", "shop", "interlock.hostname", "new.example.com");
    awaitServed(edge, "server_name new.example.com;");
    manager.service("shop", "shop");
    awaitNotServed(edge, FIRST);
  }

  @Test
  void aTaskThatIsToBeStoppedLeavesUnlessItIsTheLast() {
    String edge = proxy("edge");
    serving();
    start();
    awaitServed(edge, FIRST);
    awaitServed(edge, SECOND);

    manager.task("task-one", "shop", "shutdown", engineId("one"));
    awaitNotServed(edge, FIRST);
    manager.task("task-two", "shop", "remove", engineId("two"));
    // The last one stays, whichever it is.
    await().until(() -> manager.asked().size() > 20);
    assertThat(List.of(FIRST, SECOND)).anyMatch(each -> nginx.running(edge).contains(each));
  }

  /// A manager forgets a task before its container gets the signal.
  @Test
  void aTaskThatWasToBeStoppedIsNotServedAgainOnceItIsForgotten() {
    String edge = proxy("edge");
    serving();
    LoopUnderTest loop = start();
    awaitServed(edge, FIRST);
    manager.task("task-one", "shop", "remove", engineId("one"));
    awaitNotServed(edge, FIRST);

    manager.forgetTask("task-one");
    afterSomePolls();
    String other = application("blog", "10.0.9.9"); // One more pass.
    awaitServed(edge, "10.0.9.9:80");

    assertThat(nginx.running(edge)).doesNotContain(FIRST).contains(SECOND);
    assertThat(findings(loop, Code.LEAVING)).hasSize(1);
    assertThat(other).isNotEmpty();
  }

  /// A manager forgets a service at once; its containers live some seconds more.
  @Test
  void aRemovedServiceIsServedUntilItsContainersHaveEnded() {
    String edge = proxy("edge");
    serving();
    start();
    awaitServed(edge, SECOND);

    manager.removeService("shop");
    afterSomeAnswers("services");
    assertThat(nginx.running(edge)).contains(FIRST, SECOND);
    engine.stop(engineId("one"));
    engine.stop(engineId("two"));
    awaitNotServed(edge, "10.0.9.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"503", "500: The swarm does not have a leader", "the answer is not JSON"})
  void aManagerThatFailsChangesNothing(String says) {
    String edge = proxy("edge");
    serving();
    LoopUnderTest loop = start();
    awaitServed(edge, FIRST);
    awaitServed(edge, SECOND);

    for (String call : List.of("role", "services", "tasks", "tasksOf", "nodes")) {
      manager.failAlways(call, new EngineException(says));
    }
    await().until(() -> findings(loop, Code.MANAGER_SILENT).size() == 1);
    // Containers' own changes go on.
    engine.die(engineId("one"));
    awaitNotServed(edge, FIRST);
    assertThat(nginx.running(edge)).contains(SECOND, "server_name shop.example.com;");
    task("three", "10.0.9.3");
    awaitServed(edge, "10.0.9.3:80");

    for (String call : List.of("role", "services", "tasks", "tasksOf", "nodes")) {
      manager.heal(call);
    }
    await().until(() -> findings(loop, Code.MANAGER_SILENT).isEmpty());
  }

  @Test
  void aManagerThatHangsDelaysNoPass() {
    String edge = proxy("edge");
    serving();
    start();
    awaitServed(edge, SECOND);
    for (String call : List.of("services", "tasks", "tasksOf", "nodes")) {
      for (int i = 0; i < 3; i++) {
        manager.hangNext(call);
      }
    }
    afterOneCall();

    task("three", "10.0.9.3");

    awaitServed(edge, "10.0.9.3:80");
    manager.release();
  }

  @Test
  void whatIsToldCountsThoughAnotherAnswerFails() {
    String edge = proxy("edge");
    serving();
    start();
    awaitServed(edge, FIRST);
    manager.failAlways("tasks", new EngineException("500"));
    manager.failAlways("tasksOf", new EngineException("500"));

    manager.service("shop", "shop", "interlock.hostname", "new.example.com");

    awaitServed(edge, "server_name new.example.com;");
    assertThat(nginx.running(edge)).contains(FIRST, SECOND);
  }

  /// A leader without a quorum goes on for a while with what it knew.
  @Test
  void oldAnswersReviveNothingAndForgetNothing() {
    String edge = proxy("edge");
    serving();
    start();
    awaitServed(edge, FIRST);
    engine.die(engineId("one"));
    awaitNotServed(edge, FIRST);

    afterSomePolls(); // The manager goes on to say that the task is to run.
    assertThat(nginx.running(edge)).doesNotContain(FIRST).contains(SECOND);
    manager.forgetServices();
    manager.forgetTask("task-two");
    afterSomePolls();
    assertThat(nginx.running(edge)).contains(SECOND);
  }

  @Test
  void nothingIsChangedBeforeTheManagerHasToldItsServicesOnce() {
    String edge = proxy("edge");
    serving();
    LoopUnderTest before = start();
    awaitServed(edge, FIRST);
    stopped(before);

    manager.failAlways("services", new EngineException("500: no leader"));
    start();
    await().until(() -> manager.asked().stream().filter("role"::equals).count() > 3);
    assertThat(nginx.running(edge)).contains(FIRST, SECOND);

    manager.service("shop", "shop", "interlock.hostname", "new.example.com");
    manager.heal("services");
    awaitServed(edge, "server_name new.example.com;");
  }

  @Test
  void anEngineThatShowsNoSwarmIsAskedNothing() {
    String edge = proxy("edge");
    start();
    application("shop", "10.0.9.9");

    awaitServed(edge, "10.0.9.9:80");
    assertThat(manager.asked()).isEmpty();
  }

  @Test
  void aWorkersContainersAreRoutedByTheirOwnLabels() {
    String edge = proxy("edge");
    manager.role(SwarmRole.WORKER);
    engine.run(shop("own").task("t1", "own").on("bridge", "10.0.9.1"));
    LoopUnderTest loop = start();

    awaitServed(edge, FIRST);
    assertThat(findings(loop, Code.NOT_A_MANAGER)).hasSize(1);
    assertThat(manager.asked()).containsOnly("role");
  }

  @Test
  void whatAFilterKeepsBackLeavesContainersWithTheirOwnLabels() {
    String edge = proxy("edge");
    engine.run(shop("own").task("t1", "own").on("bridge", "10.0.9.1"));
    manager.failAlways("services", new NotAllowedException("403", new EngineException("403")));
    LoopUnderTest loop = start();

    awaitServed(edge, FIRST);
    await().until(() -> findings(loop, Code.MANAGER_SILENT).size() == 1);
  }

  @Test
  void aLostStreamOfEventsCostsOnlyTime() {
    String edge = proxy("edge");
    serving();
    start();
    awaitServed(edge, FIRST);
    manager.failAlways("swarmEvents", new EngineException("refused"));
    manager.cutStreams();

    manager.service("shop", "shop", "interlock.hostname", "new.example.com");

    awaitServed(edge, "server_name new.example.com;");
  }

  private void serving() {
    manager.service("shop", "shop", "interlock.hostname", "shop.example.com");
    task("one", "10.0.9.1");
    task("two", "10.0.9.2");
    manager.task("task-one", "shop", "running", engineId("one"));
    manager.task("task-two", "shop", "running", engineId("two"));
  }

  private void task(String name, String address) {
    engine.run(
        ContainerBuilder.named("shop." + name)
            .task("task-" + name, "shop")
            .exposing(80)
            .on("bridge", address));
  }

  private String engineId(String name) {
    return engine.observe().containers().stream()
        .filter(each -> each.name().equals("shop." + name))
        .findFirst()
        .orElseThrow()
        .id();
  }

  private void afterOneCall() {
    int before = manager.asked().size();
    await().until(() -> manager.asked().size() > before);
  }

  private void afterSomePolls() {
    afterSomeAnswers("tasks");
  }

  private void afterSomeAnswers(String call) {
    long before = manager.asked().stream().filter(call::equals).count();
    await().until(() -> manager.asked().stream().filter(call::equals).count() > before + 2);
  }

  private static void stopped(LoopUnderTest loop) {
    try {
      loop.stop();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Finding> findings(LoopUnderTest loop, Code code) {
    return loop.status().findings().stream().filter(each -> each.code() == code).toList();
  }
}
