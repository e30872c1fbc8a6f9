package io.sallyport.config;

import io.sallyport.config.Grammar.Reading.Refused;
import io.sallyport.config.Grammar.Reading.Taken;
import io.sallyport.config.Grammar.Reading.Unset;
import java.util.function.Function;
import org.tomlj.Toml;

/// Text with a grammar of its own. Whatever that is, there are no control characters in it: most of
/// it is written into a proxy's configuration. `""` means "not set", as in Interlock.
///
/// @param check takes the text that is neither empty nor has control characters
record Text(String name, Function<String, Reading<String>> check) implements Grammar<String> {

  /// A text that must match as a whole, and otherwise `why`.
  static Text matching(String name, String pattern, String why, String suggestion) {
    return new Text(
        name,
        text ->
            text.matches(pattern)
                ? new Taken<>(text)
                : new Refused<>(why + ", not `" + text + "`", suggestion));
  }

  @Override
  public Class<String> type() {
    return String.class;
  }

  @Override
  public Reading<String> read(Object toml) {
    return switch (toml) {
      case String text when text.isEmpty() -> new Unset<>();
      case String text when text.chars().anyMatch(Character::isISOControl) ->
          new Refused<>("must not contain line breaks or other control characters", "");
      case String text when !text.strip().equals(text) ->
          new Refused<>("must not begin or end with a space", "");
      case String text -> check.apply(text);
      case Long _ -> Grammar.wrongType("text", toml, "put it in quotes");
      case Object other -> Grammar.wrongType("text", other, "");
    };
  }

  @Override
  public String write(String value) {
    return '"' + Toml.tomlEscape(value).toString() + '"';
  }
}
