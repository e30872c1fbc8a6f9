package io.sallyport.history;

import io.sallyport.explain.Explanation;
import io.sallyport.explain.PassSnapshot;
import io.sallyport.finding.Finding;
import io.sallyport.history.HistoryEntry.Happening;
import io.sallyport.history.HistoryEntry.Kind;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What is, and what has happened of late, for whoever asks over HTTP. Whoever tells it something
/// waits for nobody; those that follow it wait by themselves.
public final class EventHistory {
  /// How many entries are kept.
  public static final int KEPT = 1000;

  private final InstantSource clock;
  private final String epoch;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition told = lock.newCondition();
  private final Deque<HistoryEntry> entries = new ArrayDeque<>();
  private HistorySnapshot snapshot = HistorySnapshot.EMPTY;
  private volatile SettingsInUse settings = SettingsInUse.NONE;
  private long last;
  private boolean changed;
  private RouteChanges changes = RouteChanges.NONE;
  private String lastFailure = "";

  /// What is new to one that has seen all before.
  public record NewEntries(long last, List<HistoryEntry> entries) {}

  public EventHistory(InstantSource clock) {
    this.clock = clock;
    epoch = Long.toString(clock.millis(), Character.MAX_RADIX);
  }

  /// Tells this history from that of another run.
  public String epoch() {
    return epoch;
  }

  /// A loop begins, under these settings.
  public void uses(SettingsInUse now) {
    settings = now;
  }

  /// Under which settings what is told now was decided.
  public SettingsInUse settings() {
    return settings;
  }

  /// A pass has seen and decided this.
  public void passed(PassSnapshot seen) {
    lock.lock();
    try {
      PassSnapshot pass = HealthCheckStarts.carriedOn(snapshot.pass(), seen);
      changed = snapshot.pass().filter(pass::sameAs).isEmpty();
      HistorySnapshot now = snapshot.passed(pass, last + 1);
      if (changed || !now.proxies().equals(snapshot.proxies())) {
        last++;
      }
      snapshot = now;
      told.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// What the pass that has not ended yet changes in what is served.
  public void changed(RouteChanges by) {
    lock.lock();
    try {
      changes = by;
    } finally {
      lock.unlock();
    }
  }

  /// A pass has come to its end. One that was merely due and changed nothing, or failed as the one
  /// before it did, is no entry: while events are missing there is one every few seconds.
  ///
  /// @param why its reasons, in words; empty where it was due
  /// @param failure why it could not be made; empty when it could
  public void passEnded(String why, Duration took, String failure) {
    lock.lock();
    try {
      changed |= !changes.none();
      boolean news = failure.isEmpty() ? changed || !why.isEmpty() : !failure.equals(lastFailure);
      if (news) {
        String reason = why.isEmpty() ? "due" : why;
        String outcome = !failure.isEmpty() ? "failed" : changed ? "changed" : "unchanged";
        String text = failure.isEmpty() ? reason : reason + ": " + failure;
        add(new Happening(Kind.PASS, "", text, outcome, took, changes));
      }
      lastFailure = failure;
      changed = false;
      changes = RouteChanges.NONE;
    } finally {
      lock.unlock();
    }
  }

  /// A rollout has ended.
  public void reported(RolloutReport report) {
    lock.lock();
    try {
      ProxyRecord before = snapshot.proxies().get(report.proxy());
      if (before == null || !before.containerId().equals(report.containerId())) {
        return;
      }
      ProxyRecord after = before.reported(report, clock.instant());
      if (report.news() && !after.rollout().failsAs(before.rollout())) {
        add(
            new Happening(
                Kind.ROLLOUT,
                report.proxy(),
                report.problem().isEmpty()
                    ? "version " + report.version()
                    : "version " + report.version() + ": " + report.problem(),
                report.word(),
                report.took()));
      }
      if (!after.equals(before)) {
        snapshot = snapshot.reported(report.proxy(), after, ++last);
        told.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /// The engine reported something that matters.
  ///
  /// @param subject the container or network, by name
  public void event(String subject, String what) {
    tell(new Happening(Kind.EVENT, subject, what, ""));
  }

  /// The engine, or its event stream, is there again or has gone.
  public void engine(String what, String outcome) {
    tell(new Happening(Kind.ENGINE, "", what, outcome));
  }

  /// Findings have appeared or gone.
  public void findings(Iterable<Finding> appeared, Iterable<Finding> gone) {
    lock.lock();
    try {
      appeared.forEach(each -> add(happening(Kind.FINDING, each)));
      gone.forEach(each -> add(happening(Kind.FINDING_GONE, each)));
      snapshot = snapshot.found(last);
    } finally {
      lock.unlock();
    }
  }

  /// Servers have begun or ceased to fail, or fail otherwise.
  public void noticed() {
    lock.lock();
    try {
      snapshot = snapshot.noticed(++last);
      told.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private static Happening happening(Kind kind, Finding finding) {
    return new Happening(
        kind,
        finding.subject().name(),
        finding.text(),
        Explanation.lower(finding.code().severity()));
  }

  private void tell(Happening happening) {
    lock.lock();
    try {
      add(happening);
    } finally {
      lock.unlock();
    }
  }

  private void add(Happening happening) {
    entries.addLast(HistoryEntry.of(++last, clock.instant(), happening));
    if (entries.size() > KEPT) {
      entries.removeFirst();
    }
    told.signalAll();
  }

  public HistorySnapshot snapshot() {
    lock.lock();
    try {
      return snapshot;
    } finally {
      lock.unlock();
    }
  }

  /// The entries that are kept, oldest first.
  List<HistoryEntry> entries() {
    return since(0).entries();
  }

  /// What came after a number; nothing where nothing came.
  public NewEntries since(long number) {
    lock.lock();
    try {
      return new NewEntries(last, entries.stream().filter(entry -> entry.id() > number).toList());
    } finally {
      lock.unlock();
    }
  }

  /// As [#since], but waits for something until the limit.
  public NewEntries next(long number, Duration limit) throws InterruptedException {
    lock.lock();
    try {
      long left = limit.toNanos();
      while (last == number && left > 0) {
        left = told.awaitNanos(left);
      }
      return since(number);
    } finally {
      lock.unlock();
    }
  }

  public long last() {
    lock.lock();
    try {
      return last;
    } finally {
      lock.unlock();
    }
  }
}
