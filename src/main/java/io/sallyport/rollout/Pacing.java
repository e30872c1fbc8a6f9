package io.sallyport.rollout;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Keeps two reloads of one proxy apart. The first one after a quiet time never waits; any later
/// one waits for at most the interval, whatever else happens meanwhile.
///
/// In a burst, changes come in batches, as an engine starts several containers side by side. If the
/// first of a batch went at once, all others would wait for a whole interval. So it waits for them,
/// a fifth of an interval.
final class Pacing {
  private static final int FIFTH = 5;
  private static final int BURST_ENDS_AFTER = 4;

  private final Duration interval;
  private Instant last = Instant.MIN;
  private boolean burst;
  private boolean crowded;
  private Optional<Instant> gathered = Optional.empty();

  Pacing(Duration interval) {
    this.interval = interval;
  }

  /// How long a reload has to wait; zero when it may go now. A clock that jumped back does not make
  /// it longer than the interval.
  Duration wait(Instant now) {
    if (last.equals(Instant.MIN) || now.isBefore(last)) {
      return Duration.ZERO;
    }
    Instant next = last.plus(interval);
    crowded |= now.isBefore(next);
    Duration left = Duration.between(now, burst ? gathering(now, next) : next);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /// A burst is over when there was nothing to do for some intervals.
  private Instant gathering(Instant now, Instant next) {
    if (gathered.isEmpty()) {
      boolean quiet = !now.isBefore(last.plus(interval.multipliedBy(BURST_ENDS_AFTER)));
      gathered = Optional.of(quiet ? now : now.plus(interval.dividedBy(FIFTH)));
    }
    return gathered.get().isAfter(next) ? gathered.get() : next;
  }

  /// What waits has been joined by something else.
  void joined() {
    crowded = true;
  }

  void reloaded(Instant now) {
    last = now;
    burst = crowded;
    crowded = false;
    gathered = Optional.empty();
  }
}
