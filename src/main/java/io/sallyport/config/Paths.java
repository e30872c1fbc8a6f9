package io.sallyport.config;

import io.sallyport.config.Grammar.Reading;
import io.sallyport.config.Grammar.Reading.Refused;
import io.sallyport.config.Grammar.Reading.Taken;
import java.util.List;
import java.util.Optional;

/// The grammars of settings that are files and directories.
final class Paths {
  private static final String IN_PROXY = "[^\"'`;{}$\\\\#]+";

  /// A path where Sallyport runs; relative ones are taken from its working directory.
  static final Text PATH = new Text("path", Taken::new);

  /// A file in the proxy container. It becomes part of the proxy's configuration, so what has a
  /// meaning there is refused, as is `..`, which nobody needs in an absolute path.
  static final Text PATH_IN_PROXY =
      new Text("path in the proxy", text -> absolute(text).orElseGet(() -> file(text)));

  /// A directory in the proxy container; slashes at its end are taken off.
  static final Text DIRECTORY_IN_PROXY =
      new Text(
          "directory in the proxy",
          text -> absolute(text).orElseGet(() -> new Taken<>(text.replaceFirst("(?<=.)/+$", ""))));

  /// A file below `SSLCertPath`, or an absolute path in the proxy container.
  static final Text FILE_IN_PROXY =
      new Text("file in the proxy", text -> safe(text).orElseGet(() -> file(text)));

  private Paths() {}

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
      return Optional.of(new Refused<>("must not contain any of \" ' ` ; { } $ \\ #", ""));
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
