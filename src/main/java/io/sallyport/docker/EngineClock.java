package io.sallyport.docker;

import java.util.OptionalLong;
import java.util.function.LongSupplier;

/// An engine's own clock as far as its answers tell it: perhaps behind it, never ahead of it while
/// nobody sets it back. Nanoseconds since 1970.
final class EngineClock {
  private final LongSupplier nanos;
  private boolean known;
  private long ahead;

  /// @param nanos as [System#nanoTime]
  EngineClock(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /// The engine has said just now that it was this late when it spoke, or later.
  synchronized void isPast(long time) {
    long difference = time - nanos.getAsLong();
    ahead = known ? Math.max(ahead, difference) : difference;
    known = true;
  }

  /// Empty before it has said anything.
  synchronized OptionalLong now() {
    return known ? OptionalLong.of(nanos.getAsLong() + ahead) : OptionalLong.empty();
  }
}
