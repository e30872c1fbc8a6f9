package io.sallyport.rollout;

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

  @Test
  void inABurstTheFirstOfAClumpWaitsALittleForTheOthers() {
    burst();

    assertThat(pacing.wait(NOON.plusMillis(1300))).isEqualTo(Duration.ofMillis(100));
    assertThat(pacing.wait(NOON.plusMillis(1340))).isEqualTo(Duration.ofMillis(60));
    assertThat(pacing.wait(NOON.plusMillis(1400))).isZero();
  }

  @Test
  void inABurstNothingWaitsForLongerThanTheInterval() {
    burst();

    assertThat(pacing.wait(NOON.plusMillis(510))).isEqualTo(Duration.ofMillis(490));
    assertThat(pacing.wait(NOON.plusMillis(990))).isEqualTo(Duration.ofMillis(10));
    assertThat(pacing.wait(NOON.plusMillis(1000))).isZero();
  }

  @Test
  void aBurstGoesOnWhileClumpsCome() {
    burst();
    assertThat(pacing.wait(NOON.plusMillis(1300))).isEqualTo(Duration.ofMillis(100));
    pacing.joined();
    pacing.reloaded(NOON.plusMillis(1400));

    assertThat(pacing.wait(NOON.plusMillis(3000))).isEqualTo(Duration.ofMillis(100));
  }

  /// One container that comes and goes is no clump.
  @Test
  void aBurstIsOverWhenNothingJoinedTheFirst() {
    burst();
    assertThat(pacing.wait(NOON.plusMillis(1300))).isEqualTo(Duration.ofMillis(100));
    pacing.reloaded(NOON.plusMillis(1400));

    assertThat(pacing.wait(NOON.plusMillis(2100))).isZero();
  }

  @Test
  void aBurstIsOverAfterAQuietTime() {
    burst();

    assertThat(pacing.wait(NOON.plusMillis(2500))).isZero();
  }

  @Test
  void theFirstOfAClumpGoesAtOnceWhereNothingHasWaited() {
    pacing.reloaded(NOON);
    assertThat(pacing.wait(NOON.plusMillis(750))).isZero();
    pacing.reloaded(NOON.plusMillis(750));

    assertThat(pacing.wait(NOON.plusMillis(1500))).isZero();
  }

  /// Reloads at noon and, since something had to wait, half a second later.
  private void burst() {
    pacing.reloaded(NOON);
    assertThat(pacing.wait(NOON.plusMillis(50))).isEqualTo(Duration.ofMillis(450));
    pacing.reloaded(NOON.plus(INTERVAL));
  }
}
