package io.sallyport.cli;

import io.sallyport.config.Settings;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The option that says which daemon to ask.
final class DaemonTarget {
  @Option(
      names = "--url",
      paramLabel = "URL",
      description =
          "Ask the daemon there (http://HOST:PORT), and nobody else. Without it: the address"
              + " that a daemon on this machine has noted, else ListenAddr.")
  private @Nullable URI url;

  /// Whether one daemon was named, so that nobody else may be asked.
  boolean isNamed() {
    return url != null;
  }

  /// Where it answers.
  ///
  /// @throws io.sallyport.config.SettingsException when only the settings say where, and are wrong
  URI address(Inputs inputs) {
    return url == null ? DaemonAddress.url(DaemonAddress.socket(inputs)) : url;
  }

  /// The same where the settings, or what can be used of them, are known already.
  URI address(Inputs inputs, Settings settings) {
    return url == null ? DaemonAddress.url(DaemonAddress.socket(inputs, () -> settings)) : url;
  }
}
