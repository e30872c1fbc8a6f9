package io.sallyport.cli;

import io.sallyport.config.Settings;
import io.sallyport.config.SettingsSource;
import io.sallyport.discovery.KeyValueStore;
import io.sallyport.discovery.StoreAddress;
import io.sallyport.discovery.StoreException;
import io.sallyport.docker.json.Snapshot;
import io.sallyport.docker.json.SnapshotException;
import io.sallyport.source.Observation;
import io.sallyport.tls.TlsFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/// The options that say where settings and observations come from.
final class Inputs {
  private static final Logger LOG = LoggerFactory.getLogger(Inputs.class);

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description =
          "The settings (TOML); --discovery and the text in INTERLOCK_CONFIG go before it, and then"
              + " it need not exist. Without it: /etc/sallyport/config.toml,"
              + " /etc/interlock/config.toml, /bin/config.toml, built-in defaults.")
  private @Nullable Path config;

  @ArgGroup(exclusive = false)
  private @Nullable Discovery discovery;

  /// Where a key-value store is; the other options make sense only with the first.
  static final class Discovery {
    @Option(
        names = {"-k", "--discovery"},
        required = true,
        paramLabel = "URL",
        description =
            "Read the settings from the key "
                + StoreAddress.KEY
                + " of etcd (etcd://HOST:PORT[,HOST:PORT]) or Consul (consul://HOST:PORT), and from"
                + " nowhere else. `run` follows its changes.")
    private String url = "";

    @Option(
        names = "--discovery-tls-ca-cert",
        paramLabel = "FILE",
        description = "The CA that signed the store's certificate (PEM).")
    private String ca = "";

    @Option(
        names = "--discovery-tls-cert",
        paramLabel = "FILE",
        description = "Our certificate towards the store (PEM).")
    private String cert = "";

    @Option(
        names = "--discovery-tls-key",
        paramLabel = "FILE",
        description = "Its key (PEM), not encrypted.")
    private String key = "";

    private StoreAddress address() {
      return StoreAddress.parse(url, new TlsFiles(ca, cert, key));
    }
  }

  /// The store to read settings from, which takes precedence over everything else; empty without
  /// `--discovery`.
  ///
  /// @throws io.sallyport.config.SettingsException when the options are wrong
  Optional<StoreAddress> store() {
    Optional<StoreAddress> address = given().map(Discovery::address);
    if (address.isEmpty()) {
      return address;
    }
    if (SettingsSource.inEnvironment(System.getenv())) {
      LOG.warn("{} is not used, since there is --discovery", SettingsSource.VARIABLE);
    }
    if (config != null && Files.exists(config)) {
      LOG.warn("--config {} is not used, since there is --discovery", config);
    }
    return address;
  }

  /// A blank URL, as from `--discovery "$UNSET"`, counts as not given.
  private Optional<Discovery> given() {
    return Optional.ofNullable(discovery).filter(options -> !options.url.isBlank());
  }

  /// True when the settings are read from a named file.
  boolean nameFile() {
    return config != null && given().isEmpty();
  }

  /// The settings as they are now.
  ///
  /// @throws StoreException when they are in a store that does not answer in time
  Settings settings() {
    Optional<StoreAddress> store = store();
    return store.isPresent()
        ? readOnce(store.get())
        : SettingsSource.load(Optional.ofNullable(config), System.getenv());
  }

  /// Prints the warnings about settings that can be used.
  static void sayWarnings(Settings settings, PrintWriter to) {
    settings.warnings().forEach(warning -> to.println("warning: " + warning));
  }

  private static Settings readOnce(StoreAddress address) {
    String key = address.toString();
    try (KeyValueStore store = KeyValueStore.open(address)) {
      String text = store.read().text().orElseThrow(() -> SettingsSource.missing(key));
      return SettingsSource.fromStore(key, text, System.getenv());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new StoreException(key + ": interrupted", stopped);
    }
  }

  /// Adds `--snapshot` to the options.
  static final class Target {
    @Option(
        names = "--snapshot",
        paramLabel = "FILE",
        description = "Look at this saved snapshot (- for standard input), not at an engine.")
    private @Nullable Path snapshot;

    private @Nullable Snapshot read;

    /// What was observed, and what the observed proxies report about themselves.
    record Observed(Observation observation, ProxyProbes proxies) {}

    /// Whether a snapshot was named, so that nobody is asked.
    boolean isNamed() {
      return snapshot != null;
    }

    /// The snapshot, if one was named. Read once: standard input has an end.
    Optional<Snapshot> snapshot() {
      if (read == null && snapshot != null) {
        read = read(snapshot);
      }
      return Optional.ofNullable(read);
    }

    /// The observation in the snapshot, if one was named.
    Optional<Observation> saved() {
      return snapshot().map(Snapshot::observation);
    }

    /// Reads the snapshot if one was named, else the engine of the settings.
    ///
    /// @throws io.sallyport.source.EngineException when the look fails
    Observation observe(Settings settings) {
      return saved()
          .orElseGet(
              () -> EngineCallProgress.query(settings, engine -> engine.source().observeAll()));
    }

    /// As [#observe], and probes the proxies.
    ///
    /// @throws io.sallyport.source.EngineException when the look fails
    Observed observeProxies(Settings settings) {
      return snapshot()
          .map(saved -> new Observed(saved.observation(), ProxyProbes.saved(saved)))
          .orElseGet(() ->
              EngineCallProgress.query(
                  settings,
                  engine -> {
                    Observation seen = engine.source().observeAll().whole();
                    return new Observed(seen, ProxyProbes.ask(engine.access(), settings, seen));
                  }));
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
