package io.sallyport.reconcile;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The one slot for reasons to look: what is asked for while a pass runs is collected and answered
/// by the next one. Asking never waits.
public final class Trigger {

  /// Why a pass is asked for; one that is due by the clock has no reason.
  public enum Reason {
    START,
    EVENT,
    STREAM_LIVE,
    STREAM_UNSURE,
    STREAM_LOST
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition asked = lock.newCondition();
  private final Set<Reason> reasons = EnumSet.noneOf(Reason.class);

  public void ask(Reason reason) {
    lock.lock();
    try {
      reasons.add(reason);
      asked.signal();
    } finally {
      lock.unlock();
    }
  }

  /// Takes all reasons, waiting for the first; empty when none came within the limit.
  public Set<Reason> take(Duration limit) throws InterruptedException {
    lock.lock();
    try {
      long left = limit.toNanos();
      while (reasons.isEmpty() && left > 0) {
        left = asked.awaitNanos(left);
      }
      Set<Reason> taken = EnumSet.copyOf(reasons);
      reasons.clear();
      return taken;
    } finally {
      lock.unlock();
    }
  }
}
