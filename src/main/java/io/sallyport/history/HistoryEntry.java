package io.sallyport.history;

import io.sallyport.explain.Explanation;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// One thing that happened, as it is sent.
///
/// @param id grows with time
/// @param at as in RFC 3339
/// @param subject the container, network or proxy that it is about; empty for Sallyport itself
/// @param text what happened
/// @param outcome how it ended, in one word; empty for what just happens
/// @param millis how long it took; 0 for what has no duration
/// @param changes what a pass changed in what is served
public record HistoryEntry(
    long id,
    String at,
    Kind kind,
    String subject,
    String text,
    String outcome,
    long millis,
    RouteChanges changes) {
  private static final int LONGEST = 1000;

  /// What kinds there are.
  public enum Kind {
    /// The engine reported something that matters.
    EVENT,
    /// A look at everything.
    PASS,
    /// A proxy was given a configuration.
    ROLLOUT,
    /// Something is wrong from now on.
    FINDING,
    /// It is wrong no more.
    FINDING_GONE,
    /// The engine began or ceased to answer, or to tell what happens.
    ENGINE;

    @Override
    public String toString() {
      return Explanation.lower(this);
    }
  }

  public HistoryEntry {
    text = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
  }

  static HistoryEntry of(long id, Instant at, Happening what) {
    return new HistoryEntry(
        id,
        at.truncatedTo(ChronoUnit.MILLIS).toString(),
        what.kind(),
        what.subject(),
        what.text(),
        what.outcome(),
        what.took().toMillis(),
        what.changes());
  }

  /// What is told of it.
  record Happening(
      Kind kind, String subject, String text, String outcome, Duration took, RouteChanges changes) {
    Happening(Kind kind, String subject, String text, String outcome, Duration took) {
      this(kind, subject, text, outcome, took, RouteChanges.NONE);
    }

    Happening(Kind kind, String subject, String text, String outcome) {
      this(kind, subject, text, outcome, Duration.ZERO);
    }
  }
}
