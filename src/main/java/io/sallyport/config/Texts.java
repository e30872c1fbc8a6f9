package io.sallyport.config;

import io.sallyport.config.Grammar.Reading;
import io.sallyport.config.Grammar.Reading.Refused;
import io.sallyport.config.Grammar.Reading.Taken;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The grammars of settings that are text.
final class Texts {
  private static final String IN_PROXY = "[^\"'`;{}$\\\\#]+";
  private static final String ACCOUNT = "[A-Za-z_][A-Za-z0-9_.-]{0,31}";

  static final Text ANY = new Text("string", Taken::new);

  static final Text WORD = Text.matching("string", "\\S+", "must not contain spaces", "");

  /// A path where Sallyport runs; relative ones are taken from its working directory.
  static final Text PATH = new Text("path", Taken::new);

  /// A path in the proxy container. It becomes part of the proxy's configuration, so what has a
  /// meaning there is refused, as is `..`, which nobody needs in an absolute path.
  static final Text PATH_IN_PROXY = new Text("path in the proxy", text -> inProxy(text, true));

  /// A file below `SSLCertPath`, or an absolute path in the proxy container.
  static final Text FILE_IN_PROXY = new Text("file in the proxy", text -> inProxy(text, false));

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

  /// OpenSSL's cipher list (<https://docs.openssl.org/3.0/man1/openssl-ciphers/>).
  static final Text CIPHERS =
      Text.matching(
          "OpenSSL cipher list",
          "(@[A-Z]+(=\\d)?|[!+-]?[A-Za-z0-9_.+-]+)([:, ](@[A-Z]+(=\\d)?|[!+-]?[A-Za-z0-9_.+-]+))*",
          "must be OpenSSL cipher names separated by `:`",
          "write it like \"HIGH:!aNULL:!MD5\"");

  private static final List<String> PROTOCOL_NAMES =
      List.of("SSLv2", "SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3");

  static final Text PROTOCOLS = new Text("list of protocols", Texts::protocols);

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
                    "must be one of " + name + ", not `" + text + "`", meant(known, text)));
  }

  static String meant(List<String> known, String word) {
    return DidYouMean.among(known, word).map(near -> "did you mean `" + near + "`?").orElse("");
  }

  private static Reading<String> inProxy(String text, boolean absolute) {
    if (absolute && !text.startsWith("/")) {
      return new Refused<>(
          "must be an absolute path in the proxy container, not `" + text + "`",
          "did you mean `/" + text + "`?");
    }
    if (!text.matches(IN_PROXY)) {
      return new Refused<>("must not contain any of \" ' ` ; { } $ \\ #", "");
    }
    return List.of(text.split("/", -1)).contains("..")
        ? new Refused<>("must not contain `..`", "write the whole path")
        : new Taken<>(text);
  }

  /// Each name as nginx spells it; nginx itself does not mind the case.
  private static Reading<String> protocols(String text) {
    List<String> names = Arrays.stream(text.strip().split("[, ]+")).map(Texts::spelled).toList();
    Optional<String> wrong =
        names.stream().filter(name -> !PROTOCOL_NAMES.contains(name)).findFirst();
    if (wrong.isEmpty()) {
      return new Taken<>(String.join(" ", names));
    }
    return new Refused<>(
        "must name protocols among "
            + String.join(", ", PROTOCOL_NAMES)
            + ", not `"
            + wrong.get()
            + "`",
        meant(PROTOCOL_NAMES, wrong.get()));
  }

  private static String spelled(String word) {
    return PROTOCOL_NAMES.stream().filter(word::equalsIgnoreCase).findFirst().orElse(word);
  }
}
