package io.sallyport.api.http;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Bounds how long clients may take to read. The JDK's server has one bound for whole responses,
/// which a stream, that ends when its reader goes, must not have; so each write has its own here.
///
/// A thread that is interrupted while it writes to a channel loses the connection, and ends:
/// https://docs.oracle.com/en/java/javase/25/docs/api/java.base/java/nio/channels/InterruptibleChannel.html
public final class WriteDeadline implements AutoCloseable {
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().name("slow-clients").daemon().factory());

  /// Makes its thread.
  public WriteDeadline() {
    timer.setRemoveOnCancelPolicy(true);
  }

  /// Something that writes to a client.
  @FunctionalInterface
  public interface Writing {
    /// Writes.
    void run() throws IOException;
  }

  /// Writes, and interrupts the write at the limit.
  ///
  /// @throws IOException when the client took longer, or has gone
  public void within(Duration limit, Writing writing) throws IOException {
    Thread writer = Thread.currentThread();
    ScheduledFuture<?> end =
        timer.schedule(writer::interrupt, limit.toNanos(), TimeUnit.NANOSECONDS);
    try {
      writing.run();
    } finally {
      end.cancel(false);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
