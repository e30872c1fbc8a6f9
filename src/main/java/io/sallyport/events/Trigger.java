package io.sallyport.events;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
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
    STREAM_LOST,
    PROXY,
    SWARM
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition asked = lock.newCondition();
  private final Set<Reason> reasons = EnumSet.noneOf(Reason.class);
  private final Set<String> containers = new HashSet<>();
  private boolean anything;
  private int events;
  private String firstEvent = "";
  private Optional<Instant> firstHeard = Optional.empty();
  private Cause cause = Cause.DUE;

  /// Anything may have changed.
  public void ask(Reason reason) {
    ask(reason, "");
  }

  /// This container may have changed; anything, where there is none.
  public void ask(Reason reason, String containerId) {
    lock.lock();
    try {
      reasons.add(reason);
      anything = anything || containerId.isEmpty();
      containers.add(containerId);
      asked.signal();
    } finally {
      lock.unlock();
    }
  }

  /// As [#ask], for an event.
  ///
  /// @param what it was, for people
  /// @param containerId that it was about; empty where it was about none
  void heard(String what, Instant when, String containerId) {
    lock.lock();
    try {
      if (events == 0) {
        firstEvent = what;
        firstHeard = Optional.of(when);
      }
      events++;
    } finally {
      lock.unlock();
    }
    ask(Reason.EVENT, containerId);
  }

  /// Takes all reasons, waiting for the first; empty when none came within the limit.
  public Set<Reason> take(Duration limit) throws InterruptedException {
    if (Thread.interrupted()) { // Noticed by no wait where there is nothing to wait for.
      throw new InterruptedException();
    }
    lock.lock();
    try {
      long left = limit.toNanos();
      while (reasons.isEmpty() && left > 0) {
        left = asked.awaitNanos(left);
      }
      Set<Reason> taken = EnumSet.copyOf(reasons);
      cause = taken.isEmpty() ? Cause.DUE : cause(taken);
      reasons.clear();
      containers.clear();
      anything = false;
      events = 0;
      firstHeard = Optional.empty();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /// What was last taken, in words.
  public Cause cause() {
    lock.lock();
    try {
      return cause;
    } finally {
      lock.unlock();
    }
  }

  private Cause cause(Set<Reason> taken) {
    Reason first = taken.contains(Reason.EVENT) ? Reason.EVENT : taken.iterator().next();
    String words =
        switch (first) {
          case START -> "startup";
          case EVENT ->
              switch (events) {
                case 0 -> "an event";
                case 1 -> firstEvent;
                case 2 -> firstEvent + " and 1 more event";
                default -> firstEvent + " and " + (events - 1) + " more events";
              };
          case STREAM_LIVE -> "reconnecting the event stream";
          case STREAM_UNSURE -> "possibly missed events";
          case PROXY -> "probing a proxy";
          case SWARM -> "a change of services or tasks";
          case STREAM_LOST -> "losing the event stream";
        };
    return new Cause(
        first.name().toLowerCase(Locale.ROOT), words, firstHeard, anything ? Set.of() : containers);
  }
}
