package io.sallyport.swarm;

import io.sallyport.source.EngineException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// A call to another node under way, which nobody waits for beyond its time.
///
/// @param end as [System#nanoTime]
record BoundedWork<T>(FutureTask<T> task, Duration limit, long end) {

  static <T> BoundedWork<T> begin(Duration limit, Supplier<T> work) {
    FutureTask<T> task = new FutureTask<>(work::get);
    Thread.ofVirtual().name("node-call").start(task);
    return new BoundedWork<>(task, limit, System.nanoTime() + limit.toNanos());
  }

  /// Waits for it.
  ///
  /// @throws EngineException where it failed, or was not done in time
  T get() {
    try {
      return task.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      throw new EngineException("no answer within %d ms".formatted(limit.toMillis()), late);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new EngineException("interrupted", stopped);
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof EngineException known
          ? known
          : new EngineException("unforeseen failure: " + failed.getCause(), failed);
    } finally {
      task.cancel(true);
    }
  }
}
