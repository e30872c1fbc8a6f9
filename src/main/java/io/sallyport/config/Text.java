package io.sallyport.config;

import io.sallyport.config.Grammar.Reading.Corrected;
import io.sallyport.config.Grammar.Reading.Refused;
import io.sallyport.config.Grammar.Reading.Taken;
import io.sallyport.config.Grammar.Reading.Unset;
import java.util.function.Function;
import org.tomlj.Toml;

/// Text with a grammar of its own. Whatever that is, there are no control characters in it: most of
/// it is written into a proxy's configuration. `""` means "not set", as in Interlock.
///
/// @param check takes the text that is neither empty nor has control characters
/// @param spaces whether spaces at either end may be a part of it
record Text(String name, Function<String, Reading<String>> check, boolean spaces)
    implements Grammar<String> {

  Text(String name, Function<String, Reading<String>> check) {
    this(name, check, false);
  }

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
      case String text when !spaces && !text.strip().equals(text) -> stripped(text.strip());
      case String text -> check.apply(text);
      case Long _ -> Grammar.wrongType("text", toml, "put it in quotes");
      case Object other -> Grammar.wrongType("text", other, "");
    };
  }

  private Reading<String> stripped(String text) {
    return text.isEmpty()
        ? new Unset<>()
        : switch (check.apply(text)) {
          case Taken<String>(String value) ->
              new Corrected<>(
                  value, "begins or ends with a space, which does not count", "leave it out");
          case Reading<String> other -> other;
        };
  }

  @Override
  public String write(String value) {
    return '"' + Toml.tomlEscape(value).toString() + '"';
  }
}
