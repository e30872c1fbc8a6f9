package io.sallyport.config;

import io.sallyport.config.Grammar.Reading.Refused;
import io.sallyport.config.Grammar.Reading.Taken;
import io.sallyport.config.Grammar.Reading.Unset;
import java.util.Locale;

/// `true` or `false`, in quotes too: Interlock's examples write `DHParam = "true"`.
record Flag() implements Grammar<Boolean> {
  static final Flag BOOL = new Flag();

  @Override
  public String name() {
    return "bool";
  }

  @Override
  public Class<Boolean> type() {
    return Boolean.class;
  }

  @Override
  public Reading<Boolean> read(Object toml) {
    return switch (toml) {
      case Boolean flag -> new Taken<>(flag);
      case String text -> read(text);
      case Object other -> Grammar.wrongType("true or false", other, "");
    };
  }

  private static Reading<Boolean> read(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> new Taken<>(true);
      case "false" -> new Taken<>(false);
      case "" -> new Unset<>();
      case "on", "yes", "1" -> new Refused<>("must be true or false", "write true");
      case "off", "no", "0" -> new Refused<>("must be true or false", "write false");
      default -> new Refused<>("must be true or false", "");
    };
  }

  @Override
  public String write(Boolean value) {
    return value.toString();
  }
}
