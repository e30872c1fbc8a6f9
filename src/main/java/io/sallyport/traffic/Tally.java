package io.sallyport.traffic;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/// Attempts of one kind that one server failed of late.
///
/// Nothing tells that requests succeed again, so what counts is how long none has failed: by the
/// pace at which they failed before, at most a minute.
final class Tally {
  private static final Duration SHORTEST_QUIET = Duration.ofSeconds(10);
  private static final Duration LONGEST_QUIET = Duration.ofMinutes(1);
  private static final int GAPS = 4;

  private final Deque<Noted> recent = new ArrayDeque<>();
  private final Instant since;
  private Instant last;
  private boolean shown;

  private record Noted(Instant at, long times) {}

  Tally(Instant since) {
    this.since = since;
    last = since;
  }

  /// @param hidden whether another server answered all of these requests
  void add(long times, boolean hidden, Instant at) {
    recent.addLast(new Noted(at, times));
    last = last.isBefore(at) ? at : last;
    shown = shown || !hidden;
  }

  Instant since() {
    return since;
  }

  Instant last() {
    return last;
  }

  /// Whether a client got the failure.
  boolean shown() {
    return shown;
  }

  long within(Duration time, Instant now) {
    Instant begin = now.minus(time);
    return recent.stream().filter(each -> each.at().isAfter(begin)).mapToLong(Noted::times).sum();
  }

  boolean over(Instant now) {
    recent.removeIf(each -> each.at().isBefore(now.minus(LONGEST_QUIET)));
    return Duration.between(last, now).compareTo(quiet()) > 0;
  }

  /// A few failures in a moment say nothing about the next request.
  private Duration quiet() {
    Duration whole = Duration.between(recent.isEmpty() ? last : recent.getFirst().at(), last);
    if (whole.compareTo(SHORTEST_QUIET) < 0) {
      return LONGEST_QUIET;
    }
    long gaps = Math.max(1, recent.stream().mapToLong(Noted::times).sum() - 1);
    Duration some = whole.multipliedBy(GAPS).dividedBy(gaps);
    return some.compareTo(SHORTEST_QUIET) < 0
        ? SHORTEST_QUIET
        : some.compareTo(LONGEST_QUIET) > 0 ? LONGEST_QUIET : some;
  }
}
