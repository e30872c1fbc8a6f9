package io.sallyport.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.source.Container;
import io.sallyport.source.Container.Health;
import io.sallyport.source.ContainerBuilder;
import io.sallyport.source.FakeEngine;
import io.sallyport.source.Observation;
import io.sallyport.source.Source;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DampingTest {
  private final FakeEngine engine = new FakeEngine();
  private Instant now = Instant.parse("2026-11-30T00:00:00Z");
  private final DrainTracker drains =
      new DrainTracker(engine, new Trigger(), () -> now, DampingTest::isWorkload);
  private final Source.Subscription events = engine.subscribe(drains::heard, cut -> {});
  private final Damping damping = new Damping(drains, () -> now, DampingTest::isWorkload);
  private final String shop =
      engine.run(
          ContainerBuilder.named("shop")
              .label("app.site", "shop.example.com")
              .exposing(80)
              .on("bridge", "10.0.0.2")
              .health(Health.HEALTHY));

  @AfterEach
  void close() throws IOException {
    events.close();
    engine.close();
  }

  @Test
  void aLookWithNobodyHeldIsTheSame() {
    Observation seen = engine.observe();
    assertThat(damping.steady(seen)).isSameAs(seen);
    assertThat(damping.nextEnd()).isEmpty();
  }

  @Test
  void threeEndsAreFreeAndLaterOnesCostGrowingTimes() {
    assertThat(shown()).isEqualTo(Health.HEALTHY);
    for (int i = 0; i < 3; i++) {
      flap();
      assertThat(shown()).isEqualTo(Health.HEALTHY);
    }
    for (int seconds : new int[] {5, 10, 20, 40, 80, 160, 300, 300}) {
      flap();
      assertThat(shown()).isEqualTo(Health.UNHEALTHY);
      assertThat(damping.nextEnd()).contains(now.plusSeconds(seconds));
      assertThat(damping.findings()).hasSize(1);
      now = now.plusSeconds(seconds).minusMillis(1);
      assertThat(shown()).isEqualTo(Health.UNHEALTHY);
      if (seconds < 160) { // Later, the first ends are forgotten.
        continue;
      }
      break;
    }
  }

  @Test
  void whoStaysWellIsLetGoAndForgiven() {
    shown();
    for (int i = 0; i < 4; i++) {
      flap();
    }
    assertThat(shown()).isEqualTo(Health.UNHEALTHY);
    now = now.plusSeconds(5);
    assertThat(shown()).isEqualTo(Health.HEALTHY);
    assertThat(damping.findings()).as("it may fail again").hasSize(1);
    now = now.plus(Duration.ofMinutes(10));
    flap();
    assertThat(shown()).isEqualTo(Health.HEALTHY);
    assertThat(damping.findings()).isEmpty();
  }

  /// So that the only server of a host costs no reload each time that it crashes.
  @Test
  void whoDoesNotRunIsShownWhereItWasUnlessItsAddressIsTaken() {
    shown();
    for (int i = 0; i < 4; i++) {
      flap();
    }
    engine.die(shop);
    Observation steady = damping.steady(engine.observe());
    assertThat(steady.container(shop))
        .hasValueSatisfying(container -> {
          assertThat(container.running()).isTrue();
          assertThat(container.health()).isEqualTo(Health.UNHEALTHY);
        });
    engine.run(ContainerBuilder.named("other").on("bridge", "10.0.0.2"));
    assertThat(damping.steady(engine.observe()).container(shop))
        .hasValueSatisfying(container -> assertThat(container.running()).isFalse());
  }

  /// `docker run --rm` over and over, by a script.
  @Test
  void whoEndsAndIsMadeAnewIsTheSame() {
    String last = shop;
    shown();
    for (int i = 0; i < 4; i++) {
      engine.die(last);
      last = madeAnew(last);
    }
    assertThat(damping.findings()).hasSize(1);
    engine.die(last);
    damping.steady(engine.observe());
    assertThat(damping.findings().getFirst().message())
        .contains("it exited by itself, last with code 1, or its health check failed");
  }

  /// An operator restarts, pauses and makes anew what he works on, and waits for nothing.
  @Test
  void whoeverIsToldToEndIsNotHeld() {
    String last = shop;
    shown();
    for (int i = 0; i < 5; i++) {
      tellToEnd(last);
      engine.die(last);
      damping.steady(engine.observe());
      engine.start(last);
      assertThat(damping.steady(engine.observe()).container(last).orElseThrow().health())
          .isEqualTo(Health.HEALTHY);
      engine.pause(last);
      damping.steady(engine.observe());
      engine.unpause(last);
      damping.steady(engine.observe());
      tellToEnd(last);
      last = madeAnew(last);
    }
    assertThat(damping.findings()).isEmpty();
  }

  /// An engine's events come on a thread of their own.
  private void tellToEnd(String id) {
    engine.signal(id, 15);
    await().until(() -> drains.signalled(id));
  }

  private String madeAnew(String last) {
    engine.remove(last);
    damping.steady(engine.observe());
    String next =
        engine.run(
            ContainerBuilder.named("shop")
                .label("app.site", "shop.example.com")
                .on("bridge", "10.0.0.2")
                .health(Health.HEALTHY));
    damping.steady(engine.observe());
    return next;
  }

  private void flap() {
    engine.health(shop, Health.UNHEALTHY);
    damping.steady(engine.observe());
    engine.health(shop, Health.HEALTHY);
    damping.steady(engine.observe());
  }

  private Health shown() {
    return damping.steady(engine.observe()).container(shop).orElseThrow().health();
  }

  private static boolean isWorkload(Container container) {
    return container.labels().containsKey("app.site");
  }
}
