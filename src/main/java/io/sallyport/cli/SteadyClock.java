package io.sallyport.cli;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/// The machine's time when Sallyport started, and what has passed since: it never jumps. A wall
/// clock that is set back by an hour would stop polling for an hour.
final class SteadyClock implements InstantSource {
  private final Instant start;
  private final LongSupplier nanos;
  private final long startNanos;

  /// @param wall asked once
  /// @param nanos as [System#nanoTime]
  SteadyClock(InstantSource wall, LongSupplier nanos) {
    this.nanos = nanos;
    start = wall.instant();
    startNanos = nanos.getAsLong();
  }

  /// Begins now.
  static SteadyClock start() {
    return new SteadyClock(Clock.systemUTC(), System::nanoTime);
  }

  @Override
  public Instant instant() {
    return start.plusNanos(nanos.getAsLong() - startNanos);
  }
}
