package io.sallyport.rollout;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Between the loop and a lane: holds the newest work only, since what is newer is wanted instead
/// of what was not begun yet.
final class WorkSlot {
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition offered = lock.newCondition();
  private @Nullable ProxyWork pending;
  private boolean finishing;

  WorkSlot(InstantSource clock) {
    this.clock = clock;
  }

  /// Replaces whatever was waiting. Never waits itself.
  void offer(ProxyWork work) {
    lock.lock();
    try {
      pending = pending == null ? work : work.inPlaceOf(pending);
      offered.signal();
    } finally {
      lock.unlock();
    }
  }

  /// Gives no work any more: who asks for some is interrupted.
  void finish() {
    lock.lock();
    try {
      finishing = true;
      offered.signal();
    } finally {
      lock.unlock();
    }
  }

  /// The next work, as soon as there is some.
  ProxyWork next() throws InterruptedException {
    lock.lock();
    try {
      checkFinishing();
      while (pending == null) {
        offered.await();
        checkFinishing();
      }
      return take(pending);
    } finally {
      lock.unlock();
    }
  }

  /// The next work, if some comes within the limit.
  Optional<ProxyWork> within(Duration limit) throws InterruptedException {
    lock.lock();
    try {
      long left = limit.toNanos();
      checkFinishing();
      while (pending == null && left > 0) {
        left = offered.awaitNanos(left);
        checkFinishing();
      }
      return pending == null ? Optional.empty() : Optional.of(take(pending));
    } finally {
      lock.unlock();
    }
  }

  /// The newest work once the limit has passed, or as soon as some comes.
  ProxyWork newest(ProxyWork work, Duration limit) throws InterruptedException {
    lock.lock();
    try {
      long left = limit.toNanos();
      while (pending == null && left > 0 && !finishing) {
        left = offered.awaitNanos(left);
      }
      checkFinishing();
      return pending == null ? work : take(pending).inPlaceOf(work);
    } finally {
      lock.unlock();
    }
  }

  /// As [#newest], but the same work offered again, as each pass does, does not cut the wait short.
  ProxyWork otherThan(ProxyWork failed, Duration limit) throws InterruptedException {
    Instant end = clock.instant().plus(limit);
    ProxyWork work = failed;
    Duration left = limit;
    while (work.sameAs(failed) && left.isPositive()) {
      work = newest(work, left);
      left = Duration.between(clock.instant(), end);
    }
    return work;
  }

  private void checkFinishing() throws InterruptedException {
    if (finishing) {
      throw new InterruptedException("the lane is to finish");
    }
  }

  private ProxyWork take(ProxyWork work) {
    pending = null;
    return work;
  }
}
