package io.sallyport.docker.http;

import java.time.Duration;

/// A point in time by which something must have ended, by the clock that only goes forward.
///
/// @param limit what there was at the beginning
public record Deadline(Duration limit, long nanoTime) {
  /// So long from now on.
  public static Deadline in(Duration limit) {
    return new Deadline(limit, System.nanoTime() + limit.toNanos());
  }

  /// What is left; nothing or less when it has passed.
  public Duration left() {
    return Duration.ofNanos(nanoTime - System.nanoTime());
  }

  /// The limit for messages: `10 s`, `300 ms`.
  @Override
  public String toString() {
    return limit.toMillis() % 1000 == 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
  }
}
