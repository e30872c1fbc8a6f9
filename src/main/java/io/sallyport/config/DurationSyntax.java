package io.sallyport.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations as Go writes them, which is how Interlock's users do: `3s`, `500ms`, `1m30s`, `1.5h`
/// (<https://pkg.go.dev/time#ParseDuration>), without a sign.
public final class DurationSyntax {
  private static final Pattern PART =
      Pattern.compile("(\\d{1,12}(?:\\.\\d{1,9})?)(ms|us|µs|ns|[hms])");
  private static final Pattern WHOLE = Pattern.compile("(?:" + PART.pattern() + "){1,6}");

  private DurationSyntax() {}

  /// Empty when the text is not a duration, or one of more than 100 years.
  public static Optional<Duration> parse(String text) {
    if (text.equals("0")) {
      return Optional.of(Duration.ZERO);
    }
    if (!WHOLE.matcher(text).matches()) {
      return Optional.empty();
    }
    BigDecimal nanos = BigDecimal.ZERO;
    for (Matcher part = PART.matcher(text); part.find(); ) {
      nanos = nanos.add(new BigDecimal(part.group(1)).multiply(nanosIn(part.group(2))));
    }
    boolean sane = nanos.compareTo(BigDecimal.valueOf(Duration.ofDays(36_525).toNanos())) <= 0;
    return sane ? Optional.of(Duration.ofNanos(nanos.longValue())) : Optional.empty();
  }

  private static BigDecimal nanosIn(String unit) {
    Duration one =
        switch (unit) {
          case "h" -> Duration.ofHours(1);
          case "m" -> Duration.ofMinutes(1);
          case "s" -> Duration.ofSeconds(1);
          case "ms" -> Duration.ofMillis(1);
          case "us", "µs" -> Duration.ofNanos(1_000);
          default -> Duration.ofNanos(1);
        };
    return BigDecimal.valueOf(one.toNanos());
  }

  /// The shortest single part that is exact, down to milliseconds: `5m`, `90s`, `500ms`. Go, nginx
  /// and [#parse] all read it.
  public static String format(Duration duration) {
    long millis = duration.toMillis();
    if (millis % 1_000 != 0) {
      return millis + "ms";
    }
    long seconds = millis / 1_000;
    if (seconds == 0 || seconds % 60 != 0) {
      return seconds + "s";
    }
    return seconds % 3_600 == 0 ? seconds / 3_600 + "h" : seconds / 60 + "m";
  }
}
