package io.sallyport.config;

import io.sallyport.config.Grammar.Reading;
import io.sallyport.config.Grammar.Reading.Refused;
import io.sallyport.config.Grammar.Reading.Taken;
import java.util.List;

/// The grammars of settings that are names and other text.
final class Texts {
  private static final String ACCOUNT = "[A-Za-z_][A-Za-z0-9_.-]{0,31}";

  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9_.-]*\\*?";
  private static final String IMAGE = "[A-Za-z0-9][A-Za-z0-9_.:/@-]*\\*?";

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

  /// Containers: by name, or by image or Compose project, which whoever runs containers can claim.
  static final TextList CONTAINERS =
      new TextList("list of containers", new Text("container", Texts::container), false);

  /// Networks, by name.
  static final TextList NETWORKS =
      new TextList(
          "list of networks",
          Text.matching(
              "network",
              NAME + "|\\*",
              "must hold names of networks, with `*` at the end at most",
              ""),
          true);

  /// A size as nginx writes it (<https://nginx.org/en/docs/syntax.html>), with a unit: `0` alone
  /// would mean "not set".
  static final Text SIZE =
      Text.matching(
          "size, `64k` to `999g`",
          "0[kmg]|[1-9]\\d{0,2}[mg]|(6[4-9]|[7-9]\\d|[1-9]\\d{2,5})k",
          "must be a whole number of at least 64k with the unit k, m or g",
          "write it like \"16m\"");

  /// The name of a request header.
  static final Text HEADER =
      Text.matching(
          "header",
          "[A-Za-z][A-Za-z0-9-]{0,63}",
          "must be the name of a header: letters, digits and `-`",
          "write it like \"X-Forwarded-For\"");

  private Texts() {}

  private static Reading<String> container(String text) {
    if (text.equals("*")) {
      return new Refused<>(
          "must not let every container be a proxy", "leave the key out, and no keys are copied");
    }
    boolean known = text.matches("(project:)?" + NAME) || text.matches("(image:)?" + IMAGE);
    return known
        ? new Taken<>(text)
        : new Refused<>(
            "must hold names of containers, `image:NAME` or `project:NAME`, with `*` at the end at"
                + " most, not `"
                + text
                + "`",
            text.matches("/" + NAME) ? "write \"" + text.substring(1) + "\"" : "");
  }

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
