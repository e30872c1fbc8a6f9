package io.sallyport.cli;

import io.sallyport.config.Settings;
import io.sallyport.config.SettingsSource;
import io.sallyport.engine.Engine;
import io.sallyport.engine.Observation;
import io.sallyport.engine.Snapshot;
import io.sallyport.engine.SnapshotException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that say where settings and observations come from.
final class Inputs {

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description =
          "The settings (TOML). Without it: the text in INTERLOCK_CONFIG, then"
              + " /etc/sallyport/config.toml, /etc/interlock/config.toml, built-in defaults.")
  private @Nullable Path config;

  Settings settings() {
    return SettingsSource.load(Optional.ofNullable(config), System.getenv());
  }

  /// Adds `--snapshot` to the options.
  static final class Look {
    @Option(
        names = "--snapshot",
        paramLabel = "FILE",
        description = "Look at this saved snapshot (- for standard input), not at an engine.")
    private @Nullable Path snapshot;

    /// Looks at the snapshot if one was named, else at the engine of the settings.
    Observation observe(Settings settings) {
      if (snapshot != null) {
        return read(snapshot).observation();
      }
      try (Engine engine = Engines.connect(settings)) {
        return engine.observe();
      }
    }

    private static Snapshot read(Path file) {
      if (file.toString().equals("-")) {
        return Snapshot.read("standard input", System.in);
      }
      try (InputStream text = Files.newInputStream(file)) {
        return Snapshot.read(file.toString(), text);
      } catch (NoSuchFileException missing) {
        throw new SnapshotException(file + ": there is no such file", missing);
      } catch (IOException unreadable) {
        throw new SnapshotException(file + ": cannot be read: " + unreadable, unreadable);
      }
    }
  }
}
