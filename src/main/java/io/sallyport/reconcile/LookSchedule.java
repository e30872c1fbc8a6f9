package io.sallyport.reconcile;

import io.github.resilience4j.core.IntervalFunction;
import io.sallyport.config.Setting;
import io.sallyport.config.Settings;
import io.sallyport.events.Cause;
import io.sallyport.events.RecentChanges;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// When the next look is due that nothing asks for, and at what. For the loop's thread alone.
///
/// After a reason come three more looks, since an engine announces some changes before its lists
/// show them. Then a full look is due every `ResyncInterval` while events can be relied on, else
/// every `PollInterval`; after a failed look, after growing waits.
final class LookSchedule {
  /// `die`, `pause` and `unpause` come up to 100 ms before lists show them, and nothing is said
  /// after them (measured on 20.10).
  private static final List<Duration> LOOKS_AGAIN =
      List.of(Duration.ofMillis(100), Duration.ofMillis(400), Duration.ofSeconds(2));

  /// The last of them, and some more.
  private static final Duration LATE = Duration.ofSeconds(4);

  private static final Duration FIRST_RETRY = Duration.ofMillis(250);
  private static final double GROWTH = 2;
  private static final double JITTER = 0.2;

  private final Settings settings;
  private final InstantSource clock;
  private final RecentChanges changes = new RecentChanges(LATE);
  private final IntervalFunction retries;
  private int looksAgain = LOOKS_AGAIN.size();
  private Cause cause = Cause.DUE;
  private int failures;
  private Instant due;

  /// The first look is due after `PollInterval`.
  LookSchedule(Settings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
    Duration poll = settings.get(Setting.POLL_INTERVAL);
    retries = IntervalFunction.ofExponentialRandomBackoff(FIRST_RETRY, GROWTH, JITTER, poll);
    due = clock.instant().plus(poll);
  }

  boolean isDue() {
    return !clock.instant().isBefore(due);
  }

  Duration untilDue() {
    return Duration.between(clock.instant(), due);
  }

  /// A look that something asks for.
  Cause because(Cause reason) {
    looksAgain = 0;
    cause = reason;
    return cause;
  }

  /// A look since files have changed on disk.
  Cause becauseOfFiles() {
    cause = Cause.FILES;
    return cause;
  }

  /// A look that is due: one more for the same change, which may show itself later only, or one at
  /// everything.
  Cause becauseDue() {
    cause = looksAgain > 0 && looksAgain < LOOKS_AGAIN.size() ? cause.again() : Cause.DUE;
    return cause;
  }

  /// What to look at: single containers are enough where it is known that nothing else has changed.
  ///
  /// @param reliable whether each change is heard of as an event
  Optional<Set<String>> scope(boolean reliable) {
    Instant now = clock.instant();
    if (cause.equals(Cause.DUE) || cause.equals(Cause.FILES)) {
      return Optional.empty();
    } else if (reliable && !cause.containers().isEmpty()) {
      changes.add(cause.containers(), now);
    } else {
      changes.addEverything(now);
    }
    return changes.scope(now);
  }

  /// A pass has been made.
  ///
  /// @param reliable whether each change from now on will be heard of as an event
  void passed(boolean reliable) {
    failures = 0;
    if (looksAgain < LOOKS_AGAIN.size()) {
      in(LOOKS_AGAIN.get(looksAgain++));
    } else {
      in(settings.get(reliable ? Setting.RESYNC_INTERVAL : Setting.POLL_INTERVAL));
    }
  }

  /// A pass has failed: the next one looks at everything.
  void failed() {
    failures++;
    changes.addEverything(clock.instant());
    in(Duration.ofMillis(retries.apply(failures)));
  }

  /// No later than this.
  void atLatest(Optional<Instant> end) {
    due = end.filter(due::isAfter).orElse(due);
  }

  private void in(Duration pause) {
    due = clock.instant().plus(pause);
  }
}
