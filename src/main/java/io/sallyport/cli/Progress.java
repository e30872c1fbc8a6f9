package io.sallyport.cli;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Shows what a long wait is for: on a terminal in its [StatusLine], elsewhere in the log after
/// five seconds, and again each time the wait has doubled. Short waits show nothing.
final class Progress implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Progress.class);
  private static final Duration UNNOTICED = Duration.ofMillis(300);
  private static final Duration TURN = Duration.ofMillis(200);
  private static final Duration FIRST_IN_LOG = Duration.ofSeconds(5);

  private final Supplier<Optional<String>> doing;
  private final Optional<StatusLine> line;
  private final long begun = System.nanoTime();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread teller;
  private Duration nextInLog;

  private Progress(
      Supplier<Optional<String>> doing, Optional<StatusLine> line, Duration firstInLog) {
    this.doing = doing;
    this.line = line;
    nextInLog = firstInLog;
    teller = Thread.ofVirtual().name("progress").start(this::tell);
  }

  /// Starts at once, and ends when it is closed or the wait is over.
  ///
  /// @param doing what the wait is for now, as text; empty once it is over
  static Progress of(Supplier<Optional<String>> doing) {
    return of(doing, FIRST_IN_LOG);
  }

  /// @param firstInLog when a line of the log is due, where there is no [StatusLine]
  static Progress of(Supplier<Optional<String>> doing, Duration firstInLog) {
    return new Progress(
        doing,
        System.err instanceof StatusLine terminal ? Optional.of(terminal) : Optional.empty(),
        firstInLog);
  }

  private void tell() {
    try {
      boolean over = closed.await(UNNOTICED.toMillis(), TimeUnit.MILLISECONDS);
      while (!over) {
        Optional<String> now = doing.get();
        now.ifPresent(this::tell);
        over = now.isEmpty() || closed.await(TURN.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      line.ifPresent(terminal -> terminal.show(""));
    }
  }

  private void tell(String what) {
    Duration past = Duration.ofNanos(System.nanoTime() - begun);
    if (line.isPresent()) {
      line.get().show("… %s, %d s".formatted(what, past.toSeconds()));
    } else if (past.compareTo(nextInLog) >= 0) {
      LOG.info("Still {}, for {} s now", what, past.toSeconds());
      nextInLog = past.multipliedBy(2);
    }
  }

  /// Returns once its line has been removed from the terminal.
  @Override
  public void close() {
    closed.countDown();
    try {
      teller.join();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
