package io.sallyport.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.source.Container;
import io.sallyport.source.ContainerBuilder;
import io.sallyport.source.EngineEvent;
import io.sallyport.source.EngineException;
import io.sallyport.source.FakeEngine;
import io.sallyport.source.FakeEvents;
import io.sallyport.source.Observation;
import io.sallyport.source.StopPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DrainTrackerTest {
  private final FakeEngine engine = new FakeEngine();
  private final Trigger trigger = new Trigger();
  private final AtomicReference<Instant> time = new AtomicReference<>(Instant.EPOCH);
  private final DrainTracker drains =
      new DrainTracker(engine, trigger, time::get, DrainTrackerTest::isWorkload);
  private final String shop = engine.run(shop("shop"));

  @ParameterizedTest
  @ValueSource(ints = {15, 3, 2, 9})
  void whoGetsASignalToEndLeaves(int signal) {
    signal(shop, signal);
    assertThat(leaving()).containsExactly(shop);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 12, 28})
  void otherSignalsAreNoReason(int signal) {
    signal(shop, signal);
    await().until(() -> signal == 1 || engine.transcript().contains("stopPolicy shop"));
    assertThat(leaving()).isEmpty();
  }

  @Test
  void itsOwnStopSignalIsAReason() throws Exception {
    engine.stopsBy(shop, new StopPolicy(28, Duration.ofSeconds(30)));

    signal(shop, 28);

    assertThat(trigger.take(Duration.ofSeconds(10))).containsExactly(Trigger.Reason.EVENT);
    assertThat(leaving()).containsExactly(shop);
  }

  @Test
  void whoOutlivesItsStopTimeoutIsBack() {
    engine.stopsBy(shop, new StopPolicy(15, Duration.ofSeconds(60)));
    leaving();
    signal(shop, 15);
    await().until(() -> drains.nextEnd().orElseThrow().equals(Instant.ofEpochSecond(62)));

    time.set(Instant.ofEpochSecond(61));
    assertThat(leaving()).containsExactly(shop);
    time.set(Instant.ofEpochSecond(62));
    assertThat(leaving()).isEmpty();
    assertThat(drains.nextEnd()).isEmpty();
  }

  @Test
  void withoutAnAnswerTheUsualTimeoutHolds() {
    leaving();
    engine.failNext("stopPolicy", new EngineException("500: no"));
    signal(shop, 15);
    await().until(() -> engine.transcript().contains("stopPolicy shop -> failed: 500: no"));

    assertThat(drains.nextEnd()).hasValue(Instant.ofEpochSecond(12));
  }

  @Test
  void asksOnceInAContainersLife() {
    signal(shop, 15);
    await().until(() -> engine.transcript().contains("stopPolicy shop"));
    for (int i = 0; i < 100; i++) {
      signal(shop, 10);
    }
    assertThat(engine.transcript()).containsOnlyOnce("stopPolicy shop");
  }

  @Test
  void whoStartsAgainIsBack() {
    signal(shop, 15);
    hear("die", shop);
    hear("start", shop);
    assertThat(leaving()).isEmpty();
  }

  @Test
  void anEndIsBelievedBeforeListsShowIt() {
    hear("die", shop);
    assertThat(leaving()).containsExactly(shop);
    time.set(Instant.ofEpochSecond(2));
    assertThat(leaving()).isEmpty();
  }

  @Test
  void comesInTheOrderOfSignals() {
    String other = engine.run(shop("a"));
    signal(shop, 15);
    time.set(Instant.ofEpochSecond(1));
    signal(other, 15);
    signal(shop, 9);
    assertThat(leaving()).containsExactly(shop, other);
  }

  @Test
  void nothingIsKnownWithoutEvents() {
    signal(shop, 15);
    drains.forget();
    assertThat(leaving()).isEmpty();
  }

  @Test
  void onlyApplicationsMatter() {
    String proxy = engine.run(ContainerBuilder.named("edge").label("app.proxy", "yes"));
    leaving();
    signal(proxy, 15);
    assertThat(leaving()).isEmpty();
    assertThat(engine.transcript()).doesNotContain("stopPolicy edge");
  }

  /// As of another dialect, or of a task whose labels are its service's.
  @Test
  void whatAnEventSaysOfLabelsIsNotRead() {
    String proxy = engine.run(ContainerBuilder.named("edge"));
    leaving();
    drains.heard(withLabels(shop, new TreeMap<>(Map.of("name", "shop", "signal", "15"))));
    drains.heard(
        withLabels(
            proxy,
            new TreeMap<>(Map.of("interlock.hostname", "edge.example.com", "signal", "15"))));
    assertThat(leaving()).containsExactly(shop);
  }

  @Test
  void whoIsToldToEndBeforeALookHasShownItLeavesOnceOneDoes() {
    Observation before = engine.observe();
    String late = engine.run(shop("late"));
    String other = engine.run(ContainerBuilder.named("job"));
    signal(late, 15);
    signal(other, 15);
    assertThat(drains.leaving(before)).isEmpty();
    assertThat(drains.nextEnd()).isEmpty();
    assertThat(leaving()).containsExactly(late);
    assertThat(drains.nextEnd()).hasValue(Instant.ofEpochSecond(12));
  }

  @Test
  void whoIsNotShownAnyMoreIsNotLeaving() {
    leaving();
    signal(shop, 15);
    engine.forget(shop);
    assertThat(leaving()).isEmpty();
    assertThat(drains.nextEnd()).isEmpty();
  }

  private static EngineEvent withLabels(String id, SortedMap<String, String> attributes) {
    return new EngineEvent("container", "kill", "", id, "", 0, attributes);
  }

  private List<String> leaving() {
    return drains.leaving(engine.observe());
  }

  private static boolean isWorkload(Container container) {
    return container.labels().containsKey("app.site");
  }

  private void signal(String id, int number) {
    drains.heard(
        FakeEvents.container("kill", engine.container(id), "signal", Integer.toString(number)));
  }

  private void hear(String action, String id) {
    drains.heard(FakeEvents.container(action, engine.container(id)));
  }

  private static ContainerBuilder shop(String name) {
    return ContainerBuilder.named(name).label("app.site", "shop.example.com");
  }
}
