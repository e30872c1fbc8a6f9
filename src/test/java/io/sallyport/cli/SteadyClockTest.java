package io.sallyport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SteadyClockTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  @Test
  void goesOnWhateverTheWallClockDoes() {
    AtomicReference<Instant> wall = new AtomicReference<>(NOON);
    AtomicLong nanos = new AtomicLong(-5);
    SteadyClock clock = new SteadyClock(wall::get, nanos::get);
    assertThat(clock.instant()).isEqualTo(NOON);

    wall.set(NOON.minus(Duration.ofHours(1)));
    nanos.addAndGet(Duration.ofSeconds(3).toNanos());
    assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(3));

    wall.set(NOON.plus(Duration.ofDays(1)));
    assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(3));
  }
}
