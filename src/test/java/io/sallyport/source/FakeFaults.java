package io.sallyport.source;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// What goes wrong in a [FakeEngine], by the name of the call.
final class FakeFaults {
  private final Map<String, Deque<EngineException>> next = new HashMap<>();
  private final Map<String, Deque<EngineException>> lost = new HashMap<>();
  private final Map<String, Deque<Runnable>> meanwhile = new HashMap<>();
  private final Map<String, EngineException> always = new HashMap<>();
  private final Map<String, Deque<CountDownLatch>> hanging = new HashMap<>();
  private CountDownLatch released = new CountDownLatch(1);
  private Duration limit = Duration.ofSeconds(10);

  synchronized void failNext(String call, EngineException failure) {
    next.computeIfAbsent(call, any -> new ArrayDeque<>()).add(failure);
  }

  synchronized void loseNext(String call, EngineException failure) {
    lost.computeIfAbsent(call, any -> new ArrayDeque<>()).add(failure);
  }

  synchronized void afterNext(String call, Runnable happens) {
    meanwhile.computeIfAbsent(call, any -> new ArrayDeque<>()).add(happens);
  }

  synchronized void failAlways(String call, EngineException failure) {
    always.put(call, failure);
  }

  synchronized void heal(String call) {
    always.remove(call);
  }

  synchronized void hangNext(String call) {
    hanging.computeIfAbsent(call, any -> new ArrayDeque<>()).add(released);
  }

  synchronized void release() {
    released.countDown();
    released = new CountDownLatch(1);
    hanging.clear();
  }

  synchronized void limit(Duration newLimit) {
    limit = newLimit;
  }

  void before(String call, Optional<Duration> ownLimit) {
    taken(hanging, call).ifPresent(latch -> hang(call, latch, ownLimit.orElse(limit)));
    taken(next, call).ifPresent(FakeFaults::raise);
    standing(call).ifPresent(FakeFaults::raise);
  }

  void after(String call) {
    taken(meanwhile, call).ifPresent(Runnable::run);
    taken(lost, call).ifPresent(FakeFaults::raise);
  }

  private static void hang(String call, CountDownLatch latch, Duration limit) {
    try {
      if (!latch.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new EngineException("%s: no answer within %d ms".formatted(call, limit.toMillis()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EngineException(call + ": interrupted", e);
    }
  }

  private static void raise(EngineException failure) {
    throw failure;
  }

  private synchronized <T> Optional<T> taken(Map<String, Deque<T>> from, String call) {
    return Optional.ofNullable(from.get(call)).map(Deque::poll);
  }

  private synchronized Optional<EngineException> standing(String call) {
    return Optional.ofNullable(always.get(call));
  }
}
