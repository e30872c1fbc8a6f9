package io.sallyport.cases;

import io.sallyport.config.ProxySettings;
import io.sallyport.config.Setting;
import io.sallyport.config.Settings;
import io.sallyport.config.SettingsReader;
import io.sallyport.docker.json.Snapshot;
import io.sallyport.explain.Explainer;
import io.sallyport.explain.ExplanationText;
import io.sallyport.explain.PassSnapshot;
import io.sallyport.finding.Finding;
import io.sallyport.proxy.Capabilities;
import io.sallyport.proxy.Drivers;
import io.sallyport.proxy.ProxyDriver;
import io.sallyport.proxy.nginx.NginxDriver;
import io.sallyport.reconcile.AdmittedRouting;
import io.sallyport.routing.Router;
import io.sallyport.routing.Routing;
import io.sallyport.routing.Routing.ProxyRouting;
import io.sallyport.source.Observation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/// A folder of `src/test/resources/cases`; its README says what is in it.
record Case(Path folder) {
  private static final Path CASES = Path.of("src/test/resources/cases");

  /// Written where it is there already.
  private static final String EXPLAINED = "explain.txt";

  static Case of(String name) {
    return new Case(CASES.resolve(name));
  }

  static List<Case> all() {
    try (Stream<Path> folders = Files.list(CASES)) {
      return folders.filter(Files::isDirectory).sorted().map(Case::new).toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  Snapshot snapshot() {
    Path file = folder.resolve("snapshot.json");
    return Snapshot.read(file.toString(), read(file));
  }

  /// The defaults, or those of `config.toml`, whose templates lie in the folder.
  Settings settings() {
    Path file = folder.resolve("config.toml");
    Settings settings =
        Files.exists(file) ? SettingsReader.read(file.toString(), read(file)) : Settings.defaults();
    return settings.withProxies(settings.proxies().stream().map(this::withTemplate).toList());
  }

  private ProxySettings withTemplate(ProxySettings extension) {
    return extension
        .find(Setting.TEMPLATE_PATH)
        .map(name -> extension.with(Setting.TEMPLATE_PATH, folder.resolve(name).toString()))
        .orElse(extension);
  }

  /// What comes out of it, by file name; what would be empty is left out.
  SortedMap<String, String> results() {
    return results(snapshot().observation());
  }

  SortedMap<String, String> results(Observation seen) {
    SortedMap<String, String> said = snapshot().proxies();
    return results(seen, proxy -> new Capabilities(said.getOrDefault(proxy, "")));
  }

  /// What comes out of it where all proxies are of one kind.
  SortedMap<String, String> results(Capabilities can) {
    return results(snapshot().observation(), any -> can);
  }

  /// @param can by the proxy's name
  private SortedMap<String, String> results(Observation seen, Function<String, Capabilities> can) {
    Routing routing =
        AdmittedRouting.of(new Router(settings()).route(seen), Drivers.of(new NginxDriver()));
    SortedMap<String, String> results = new TreeMap<>();
    for (ProxyRouting share : routing.proxies()) {
      String file =
          routing.proxies().size() == 1 ? "nginx.conf" : "nginx." + share.proxy().name() + ".conf";
      String text =
          new NginxDriver()
              .renderer(share.settings())
              .render(share.table(), can.apply(share.proxy().name()))
              .text();
      results.put(file, text);
    }
    results.put("findings.txt", lines(routing.findings().stream().map(Finding::toString)));
    if (Files.exists(folder.resolve(EXPLAINED))) {
      results.put(EXPLAINED, explained(seen, routing));
    }
    results.put("networks.txt", lines(routing.proxies().stream().flatMap(Case::joins)));
    results.values().removeIf(String::isEmpty);
    return results;
  }

  /// What proxies of another kind than Nginx would get, by the proxy's name.
  SortedMap<String, String> results(ProxyDriver driver, Capabilities can) {
    SortedMap<String, String> results = new TreeMap<>();
    for (ProxyRouting share : new Router(settings()).route(snapshot().observation()).proxies()) {
      ProxySettings settings =
          driver.completed(
              share.settings().find(Setting.TEMPLATE_PATH).isPresent()
                  ? ProxySettings.defaults()
                  : share.settings());
      results.put(
          share.proxy().name(), driver.renderer(settings).render(share.table(), can).text());
    }
    return results;
  }

  private static String explained(Observation seen, Routing routing) {
    PassSnapshot pass = PassSnapshot.single(Instant.EPOCH, seen, routing, routing.findings());
    return new ExplanationText(true, false).all(Explainer.planned(pass), Explainer.general(pass));
  }

  private static Stream<String> joins(ProxyRouting share) {
    return share.join().keySet().stream()
        .map(network -> share.proxy().name() + " joins " + network);
  }

  private static String lines(Stream<String> lines) {
    return lines.map(line -> line + "\n").reduce("", String::concat);
  }

  /// What should come out of it, by file name.
  SortedMap<String, String> expected() {
    SortedMap<String, String> expected = new TreeMap<>();
    for (Path file : goldenFiles()) {
      expected.put(file.getFileName().toString(), read(file));
    }
    return expected;
  }

  private List<Path> goldenFiles() {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file ->
              file.getFileName()
                  .toString()
                  .matches("nginx(\\..+)?\\.conf|findings\\.txt|networks\\.txt|explain\\.txt"))
          .sorted()
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  void write(SortedMap<String, String> results) {
    try {
      for (Path stale : goldenFiles()) {
        Files.delete(stale);
      }
      for (var result : results.entrySet()) {
        Files.writeString(folder.resolve(result.getKey()), result.getValue());
      }
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @Override
  public String toString() {
    return folder.getFileName().toString();
  }
}
