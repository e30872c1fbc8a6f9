package io.sallyport.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.source.ContainerBuilder;
import io.sallyport.source.EngineException;
import io.sallyport.source.FakeEngine;
import io.sallyport.source.FakeEvents;
import io.sallyport.source.StopPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DrainTrackerTest {
  private final FakeEngine engine = new FakeEngine();
  private final Trigger trigger = new Trigger();
  private final AtomicReference<Instant> time = new AtomicReference<>(Instant.EPOCH);
  private final DrainTracker drains = new DrainTracker(engine, trigger, time::get);
  private final String shop = engine.run(shop("shop"));

  @ParameterizedTest
  @ValueSource(ints = {15, 3, 2, 9})
  void whoGetsASignalToEndLeaves(int signal) {
    signal(shop, signal);
    assertThat(drains.now()).containsExactly(shop);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 12, 28})
  void otherSignalsAreNoReason(int signal) {
    signal(shop, signal);
    await().until(() -> signal == 1 || engine.transcript().contains("stopPolicy shop"));
    assertThat(drains.now()).isEmpty();
  }

  @Test
  void itsOwnStopSignalIsAReason() throws Exception {
    engine.stopsBy(shop, new StopPolicy(28, Duration.ofSeconds(30)));

    signal(shop, 28);

    assertThat(trigger.take(Duration.ofSeconds(10))).containsExactly(Trigger.Reason.EVENT);
    assertThat(drains.now()).containsExactly(shop);
  }

  @Test
  void whoOutlivesItsStopTimeoutIsBack() {
    engine.stopsBy(shop, new StopPolicy(15, Duration.ofSeconds(60)));
    signal(shop, 15);
    await().until(() -> drains.nextEnd().orElseThrow().equals(Instant.ofEpochSecond(62)));

    time.set(Instant.ofEpochSecond(61));
    assertThat(drains.now()).containsExactly(shop);
    time.set(Instant.ofEpochSecond(62));
    assertThat(drains.now()).isEmpty();
    assertThat(drains.nextEnd()).isEmpty();
  }

  @Test
  void withoutAnAnswerTheUsualTimeoutHolds() {
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
    assertThat(drains.now()).isEmpty();
  }

  @Test
  void anEndIsBelievedBeforeListsShowIt() {
    hear("die", shop);
    assertThat(drains.now()).containsExactly(shop);
    time.set(Instant.ofEpochSecond(2));
    assertThat(drains.now()).isEmpty();
  }

  @Test
  void comesInTheOrderOfSignals() {
    String other = engine.run(shop("a"));
    signal(shop, 15);
    time.set(Instant.ofEpochSecond(1));
    signal(other, 15);
    signal(shop, 9);
    assertThat(drains.now()).containsExactly(shop, other);
  }

  @Test
  void nothingIsKnownWithoutEvents() {
    signal(shop, 15);
    drains.forget();
    assertThat(drains.now()).isEmpty();
  }

  @Test
  void onlyApplicationsMatter() {
    String proxy = engine.run(ContainerBuilder.named("edge").label("interlock.ext.name", "nginx"));
    signal(proxy, 15);
    assertThat(drains.now()).isEmpty();
  }

  private void signal(String id, int number) {
    drains.heard(
        FakeEvents.container("kill", engine.container(id), "signal", Integer.toString(number)));
  }

  private void hear(String action, String id) {
    drains.heard(FakeEvents.container(action, engine.container(id)));
  }

  private static ContainerBuilder shop(String name) {
    return ContainerBuilder.named(name).label("interlock.hostname", "shop.example.com");
  }
}
