package io.sallyport.traffic;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.awaitility.core.ThrowingRunnable;

/// Waits for conditions, on machines that may be busy.
final class Eventually {
  /// Far below `ResyncInterval` in tests: what happens within it happened because of an event.
  static final Duration LIMIT = Duration.ofSeconds(20);

  private static final Duration PAUSE = Duration.ofMillis(25);

  private Eventually() {}

  static void holds(ThrowingRunnable assertion) {
    await().pollDelay(Duration.ZERO).pollInterval(PAUSE).atMost(LIMIT).untilAsserted(assertion);
  }
}
