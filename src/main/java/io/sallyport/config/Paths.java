package io.sallyport.config;

import io.sallyport.config.Grammar.Reading;
import io.sallyport.config.Grammar.Reading.Refused;
import io.sallyport.config.Grammar.Reading.Taken;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The grammars of settings that are files and directories.
final class Paths {
  private static final String FORBIDDEN = "must not contain any of \" ' ` ; { } $ \\ #";
  private static final String IN_PROXY = "[^\"'`;{}$\\\\#]+";

  /// A path where Sallyport runs; relative ones are taken from its working directory.
  static final Text PATH = new Text("path", Taken::new);

  /// A file in the proxy container. It becomes part of the proxy's configuration, so what has a
  /// meaning there is refused, as is `..`, which nobody needs in an absolute path.
  static final Text PATH_IN_PROXY =
      new Text("path in the proxy", text -> absolute(text).orElseGet(() -> file(text)));

  /// A directory in the proxy container; slashes at its end are taken off. A relative one is, for
  /// Nginx, beside its configuration: [#besideConfiguration].
  static final Text DIRECTORY_IN_PROXY =
      new Text(
          "directory in the proxy",
          text ->
              relative(text)
                  .orElseGet(() ->
                      absolute(text)
                          .orElseGet(() -> new Taken<>(text.replaceFirst("(?<=.)/+$", "")))));

  /// As [#PATH_IN_PROXY], or relative as [#DIRECTORY_IN_PROXY].
  static final Text FILE_BESIDE_CONFIGURATION =
      new Text(
          "path in the proxy",
          text -> text.startsWith("/") ? PATH_IN_PROXY.check().apply(text) : relativeFile(text));

  /// A file below `SSLCertPath`, or an absolute path in the proxy container.
  static final Text FILE_IN_PROXY =
      new Text("file in the proxy", text -> safe(text).orElseGet(() -> file(text)));

  private Paths() {}

  private static Reading<String> relativeFile(String text) {
    return text.endsWith("/") ? file(text) : relative(text).orElseThrow();
  }

  /// Taken as it is, until it is known where the configuration is.
  private static Optional<Reading<String>> relative(String text) {
    if (text.startsWith("/")) {
      return Optional.empty();
    }
    return Optional.of(text.matches(IN_PROXY) ? new Taken<>(text) : new Refused<>(FORBIDDEN, ""));
  }

  /// The absolute path of what Nginx takes from the directory of its configuration.
  static String besideConfiguration(String text, String configuration) {
    return Path.of(configuration).resolveSibling(text).normalize().toString();
  }

  private static Optional<Reading<String>> absolute(String text) {
    return text.startsWith("/")
        ? safe(text)
        : Optional.of(
            new Refused<>(
                "must be an absolute path in the proxy container, not `" + text + "`",
                "did you mean `/" + text + "`?"));
  }

  private static Optional<Reading<String>> safe(String text) {
    if (!text.matches(IN_PROXY)) {
      return Optional.of(new Refused<>(FORBIDDEN, ""));
    }
    return List.of(text.split("/", -1)).contains("..")
        ? Optional.of(new Refused<>("must not contain `..`", "write the whole path"))
        : Optional.empty();
  }

  private static Reading<String> file(String text) {
    return text.endsWith("/")
        ? new Refused<>("must name a file, not the directory `" + text + "`", "")
        : new Taken<>(text);
  }
}
