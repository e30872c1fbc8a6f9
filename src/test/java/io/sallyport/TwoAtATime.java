package io.sallyport;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// The cases of a parameterized test, begun before they are asked for: most of each is waiting for
/// containers. Cases share nothing.
///
/// @param <C> what tells one case from another
public final class TwoAtATime<C> implements AutoCloseable {
  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private final Map<C, Future<?>> cases = new LinkedHashMap<>();

  /// What is done for a case.
  @FunctionalInterface
  public interface Work<C> {
    void run(C each) throws Exception;
  }

  /// Begins with the first ones.
  public TwoAtATime(Collection<C> all, Work<C> work) {
    for (C each : all) {
      cases.put(
          each,
          threads.submit(() -> {
            work.run(each);
            return each;
          }));
    }
  }

  /// Waits for the end of a case, and fails as it does.
  public void finish(C each) throws Throwable {
    try {
      Objects.requireNonNull(cases.get(each)).get();
    } catch (ExecutionException failed) {
      throw Objects.requireNonNull(failed.getCause());
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    threads.close();
  }
}
