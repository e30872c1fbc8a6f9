package io.sallyport.config;

import io.sallyport.config.Grammar.Reading.Refused;
import io.sallyport.config.Grammar.Reading.Taken;
import java.util.List;

/// The grammars of settings that are names and other text.
final class Texts {
  private static final String ACCOUNT = "[A-Za-z_][A-Za-z0-9_.-]{0,31}";

  static final Text ANY = new Text("string", Taken::new);

  static final Text WORD = Text.matching("string", "\\S+", "must not contain spaces", "");

  /// Does not show what it refuses.
  static final Text SECRET =
      new Text(
          "string",
          text ->
              text.contains(" ") ? new Refused<>("must not contain spaces", "") : new Taken<>(text),
          true);

  static final Text SERVICE_NAME =
      Text.matching(
          "name",
          "[A-Za-z0-9][A-Za-z0-9_.-]{0,62}",
          "must be letters, digits, `_`, `.` and `-`",
          "");

  /// nginx's `user user [group]` (<https://nginx.org/en/docs/ngx_core_module.html#user>).
  static final Text ACCOUNT_IN_PROXY =
      Text.matching(
          "user [group]",
          ACCOUNT + "( " + ACCOUNT + ")?",
          "must be the name of a user, or of a user and a group",
          "write it like \"nginx\" or \"nginx www-data\"");

  private Texts() {}

  /// One of a closed set of words.
  static Text oneOf(String... words) {
    List<String> known = List.of(words);
    String name = "`" + String.join("`, `", known) + "`";
    return new Text(
        name,
        text ->
            known.contains(text)
                ? new Taken<>(text)
                : new Refused<>(
                    "must be one of " + name + ", not `" + text + "`",
                    DidYouMean.question(known, text)));
  }
}
