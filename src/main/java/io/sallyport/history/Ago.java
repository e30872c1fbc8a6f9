package io.sallyport.history;

import java.time.Duration;

/// Durations for people: `40 seconds`, `1 minute`, `5 hours`, `3 days`.
final class Ago {
  private Ago() {}

  static String words(Duration passed) {
    long seconds = Math.max(0, passed.toSeconds());
    if (seconds < 60) {
      return count(seconds, "second");
    } else if (seconds < 3_600) {
      return count(seconds / 60, "minute");
    }
    return seconds < 86_400 ? count(seconds / 3_600, "hour") : count(seconds / 86_400, "day");
  }

  private static String count(long number, String unit) {
    return number + " " + unit + (number == 1 ? "" : "s");
  }
}
