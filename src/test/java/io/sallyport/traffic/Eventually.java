package io.sallyport.traffic;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.awaitility.core.ThrowingRunnable;

/// Waits for conditions, on machines that may be busy.
final class Eventually {
  private static final Duration PAUSE = Duration.ofMillis(25);

  private Eventually() {}

  /// Asks until what it gets passes the assertion; gives that.
  static <T> T is(Supplier<T> question, Consumer<T> assertion) {
    AtomicReference<T> last = new AtomicReference<>();
    holds(() -> {
      T answer = question.get();
      assertion.accept(answer);
      last.set(answer);
    });
    return Objects.requireNonNull(last.get());
  }

  static void holds(ThrowingRunnable assertion) {
    await().pollDelay(Duration.ZERO).pollInterval(PAUSE).untilAsserted(assertion);
  }
}
