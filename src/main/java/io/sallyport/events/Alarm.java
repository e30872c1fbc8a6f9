package io.sallyport.events;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Ends a thread's wait before its time.
final class Alarm {
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition rung = lock.newCondition();
  private boolean ringing;

  Alarm(InstantSource clock) {
    this.clock = clock;
  }

  void ring() {
    lock.lock();
    try {
      ringing = true;
      rung.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Waits until then, or for the next ring; one that came before ends it at once.
  void await(Instant until) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      Instant now = clock.instant();
      long left = until.isAfter(now) ? Duration.between(now, until).toNanos() : 0;
      while (!ringing && left > 0) {
        left = rung.awaitNanos(left);
      }
      ringing = false;
    } finally {
      lock.unlock();
    }
  }
}
