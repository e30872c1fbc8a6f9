package io.sallyport.template;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Recognizes a template in Go's language, which Interlock's are in, among those that Pebble
/// refuses.
final class GoTemplate {
  static final String EXPLAINED =
      "this is a Go template, as Interlock's are; Sallyport's are Pebble:"
          + " docs/migrating-from-interlock.md says how to write it anew";

  /// Fields begin with a dot and variables with `$`; Pebble has neither, and its words for control
  /// are in `{% %}`. `template` alone is a variable of ours.
  private static final Pattern ACTION =
      Pattern.compile(
          "\\{\\{-?\\s*(\\.|\\$|/\\*|(if|range|with)\\s+[^|}\\s]|(template|define|block)\\s*\"|(else|end)\\b)");

  private GoTemplate() {}

  /// The line of the first action of Go's, counted from 1.
  static OptionalInt firstLine(String text) {
    Matcher action = ACTION.matcher(text);
    return action.find()
        ? OptionalInt.of(
            1 + (int) text.substring(0, action.start()).chars().filter(c -> c == '\n').count())
        : OptionalInt.empty();
  }
}
