package io.sallyport.config;

import io.sallyport.config.Grammar.Reading.Refused;
import io.sallyport.config.Grammar.Reading.Taken;
import io.sallyport.config.Grammar.Reading.Unset;

/// A whole number within bounds. 0 means "not set", as in Interlock.
record Whole(String unit, int least, int most) implements Grammar<Integer> {
  static final Whole PORT_NUMBER = new Whole("", 1, 65_535);
  static final Whole COUNT = new Whole("", 1, 10_000_000);
  static final Whole PROCESSES = new Whole("", 1, 1_024);

  static final Whole BITS = new Whole("bits", 1_024, 16_384);

  /// 24 days: more overflows nginx's and HAProxy's own milliseconds.
  static final Whole SECONDS = new Whole("seconds", 1, 2_000_000);

  static final Whole MILLISECONDS = new Whole("milliseconds", 1, 2_000_000_000);

  @Override
  public String name() {
    return unit.isEmpty() ? "int, " + bounds() : "int, " + unit;
  }

  private String bounds() {
    return least + " to " + most;
  }

  @Override
  public Class<Integer> type() {
    return Integer.class;
  }

  @Override
  public Reading<Integer> read(Object toml) {
    return switch (toml) {
      case Long number when number == 0 -> new Unset<>();
      case Long number when number < least || number > most ->
          new Refused<>("must be from " + bounds() + ", not " + number, "");
      case Long number -> new Taken<>(number.intValue());
      case String text when text.isEmpty() -> new Unset<>();
      case Object other -> Grammar.wrongType("a whole number", other, advice(other));
    };
  }

  private static String advice(Object toml) {
    return toml instanceof String text && text.matches("\\d{1,9}")
        ? "write " + text + " without quotes"
        : "";
  }

  @Override
  public String write(Integer value) {
    return value.toString();
  }
}
