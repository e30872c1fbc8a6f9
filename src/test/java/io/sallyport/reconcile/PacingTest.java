package io.sallyport.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PacingTest {
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
  private static final Duration INTERVAL = Duration.ofMillis(500);

  private final Pacing pacing = new Pacing(INTERVAL);

  @Test
  void theFirstReloadGoesAtOnce() {
    assertThat(pacing.wait(NOON)).isZero();
  }

  @Test
  void theNextOneWaitsForWhatIsLeftOfTheInterval() {
    pacing.reloaded(NOON);

    assertThat(pacing.wait(NOON)).isEqualTo(INTERVAL);
    assertThat(pacing.wait(NOON.plusMillis(200))).isEqualTo(Duration.ofMillis(300));
    assertThat(pacing.wait(NOON.plus(INTERVAL))).isZero();
    assertThat(pacing.wait(NOON.plusSeconds(60))).isZero();
  }

  @Test
  void aClockThatJumpedBackDoesNotHoldReloadsUp() {
    pacing.reloaded(NOON);

    assertThat(pacing.wait(NOON.minusSeconds(3600))).isZero();
  }
}
