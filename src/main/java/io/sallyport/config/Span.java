package io.sallyport.config;

import io.sallyport.config.Grammar.Reading.Refused;
import io.sallyport.config.Grammar.Reading.Taken;
import io.sallyport.config.Grammar.Reading.Unset;
import java.time.Duration;

/// A duration within bounds, in Go's syntax and in quotes. A bare number is refused: Interlock's
/// keys are in seconds and milliseconds, so nobody could tell which one it means here.
record Span(Duration least, Duration most) implements Grammar<Duration> {

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
    return new Refused<>("must be from " + bounds() + ", not " + DurationSyntax.format(value), "");
  }

  private String like(String text) {
    String example = text.matches("\\d{1,9}") ? text + "s" : DurationSyntax.format(least);
    return "write it with a unit, such as \"" + example + "\"";
  }

  @Override
  public String write(Duration value) {
    return '"' + DurationSyntax.format(value) + '"';
  }
}
