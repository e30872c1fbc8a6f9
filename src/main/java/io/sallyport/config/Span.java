package io.sallyport.config;

import io.sallyport.config.Grammar.Reading.Corrected;
import io.sallyport.config.Grammar.Reading.Refused;
import io.sallyport.config.Grammar.Reading.Taken;
import io.sallyport.config.Grammar.Reading.Unset;
import java.time.Duration;
import java.util.stream.Stream;

/// A duration within bounds, in Go's syntax and in quotes. A bare number is refused: Interlock's
/// keys are in seconds and milliseconds, so nobody could tell which one it means here.
///
/// @param beyond what becomes of a duration that is out of bounds
record Span(Duration least, Duration most, Beyond beyond) implements Grammar<Duration> {
  /// Interlock's own settings are put within bounds, as it did; ours are refused.
  enum Beyond {
    REFUSED,
    NEAREST
  }

  @Override
  public String name() {
    return "duration, " + bounds();
  }

  private String bounds() {
    return DurationSyntax.format(least) + " to " + DurationSyntax.format(most);
  }

  @Override
  public Class<Duration> type() {
    return Duration.class;
  }

  @Override
  public Reading<Duration> read(Object toml) {
    return switch (toml) {
      case String text when text.isEmpty() -> new Unset<>();
      case String text ->
          DurationSyntax.parse(text)
              .map(this::bounded)
              .orElseGet(() -> new Refused<>("must be a duration, not `" + text + "`", like(text)));
      case Object other -> Grammar.wrongType("a duration in quotes", other, like(other.toString()));
    };
  }

  private Reading<Duration> bounded(Duration value) {
    if (value.compareTo(least) >= 0 && value.compareTo(most) <= 0) {
      return new Taken<>(value);
    }
    if (beyond == Beyond.NEAREST) {
      Duration nearest = value.compareTo(least) < 0 ? least : most;
      String written = DurationSyntax.format(nearest);
      return new Corrected<>(
          nearest,
          "must be from %s to %s, so %s counts as %s"
              .formatted(
                  DurationSyntax.format(least),
                  DurationSyntax.format(most),
                  DurationSyntax.format(value),
                  written),
          "write \"" + written + "\"");
    }
    return new Refused<>("must be from " + bounds() + ", not " + DurationSyntax.format(value), "");
  }

  /// A bare number gets the unit with which it is within bounds.
  private String like(String text) {
    return Stream.of(text + "s", text + "ms", DurationSyntax.format(most))
        .filter(
            guess -> DurationSyntax.parse(guess).map(this::bounded).orElse(null) instanceof Taken)
        .findFirst()
        .map(guess -> "write it with a unit, such as \"" + guess + "\"")
        .orElse("");
  }

  @Override
  public String write(Duration value) {
    return '"' + DurationSyntax.format(value) + '"';
  }
}
