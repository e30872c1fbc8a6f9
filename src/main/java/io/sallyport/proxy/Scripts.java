package io.sallyport.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// The shell scripts of drivers.
public final class Scripts {
  private static final String ROLLOUT = read(Scripts.class, "rollout.sh");

  private Scripts() {}

  /// A script that lies beside a driver.
  public static String read(Class<?> driver, String name) {
    try (InputStream file = driver.getResourceAsStream(name)) {
      if (file == null) {
        throw new IllegalStateException(name + " is not in the jar");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /// The script of an activation: what all kinds have in common, and behind it the kind's own.
  public static String activation(Class<?> driver, String name) {
    return ROLLOUT + read(driver, name);
  }

  /// A command that runs a script.
  public static List<String> command(String script, Collection<String> arguments) {
    List<String> command = new ArrayList<>(List.of("sh", "-c", script, "sallyport"));
    command.addAll(arguments);
    return command;
  }

  /// The command of an activation.
  ///
  /// @param script from [#activation]
  /// @param more arguments of the kind's own part
  public static List<String> command(String script, Activation activation, String... more) {
    ProxyFiles files = activation.files();
    ProxyConfig config = activation.config();
    List<String> arguments =
        new ArrayList<>(
            List.of(
                files.path(files.live()),
                files.path(files.staged()),
                files.path(files.previous()),
                files.path(files.loaded()),
                files.path(files.lock()),
                config.version(),
                files.certificates().map(CertificateFolders::pathPrefix).orElse(""),
                Optional.of(config.certificates())
                    .filter(set -> !set.isEmpty())
                    .map(set -> set.digest())
                    .orElse(""),
                activation.testOnly() ? "test" : ""));
    arguments.addAll(List.of(more));
    return command(script, arguments);
  }
}
