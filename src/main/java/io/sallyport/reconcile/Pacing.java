package io.sallyport.reconcile;

import java.time.Duration;
import java.time.Instant;

/// Keeps two reloads of one proxy apart. The first one after a quiet time never waits; any later
/// one waits for at most the interval, whatever else happens meanwhile.
final class Pacing {
  private final Duration interval;
  private Instant last = Instant.MIN;

  Pacing(Duration interval) {
    this.interval = interval;
  }

  /// How long a reload has to wait; zero when it may go now. A clock that jumped back does not make
  /// it longer than the interval.
  Duration wait(Instant now) {
    if (last.equals(Instant.MIN) || now.isBefore(last)) {
      return Duration.ZERO;
    }
    Duration left = Duration.between(now, last.plus(interval));
    return left.isNegative() ? Duration.ZERO : left;
  }

  void reloaded(Instant now) {
    last = now;
  }
}
