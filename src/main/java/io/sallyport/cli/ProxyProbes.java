package io.sallyport.cli;

import io.sallyport.config.Settings;
import io.sallyport.docker.json.Snapshot;
import io.sallyport.proxy.Capabilities;
import io.sallyport.proxy.Probe;
import io.sallyport.proxy.ProxyReader;
import io.sallyport.routing.Router;
import io.sallyport.routing.Routing.ProxyRouting;
import io.sallyport.source.ContainerAccess;
import io.sallyport.source.EngineException;
import io.sallyport.source.Observation;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What proxies report about themselves, by name: now, or when a snapshot was saved.
///
/// @param problems why one cannot be asked, or cannot be configured
record ProxyProbes(SortedMap<String, Capabilities> said, SortedMap<String, String> problems) {

  /// As a snapshot holds it.
  static ProxyProbes saved(Snapshot snapshot) {
    SortedMap<String, Capabilities> said = new TreeMap<>();
    snapshot.proxies().forEach((name, text) -> said.put(name, new Capabilities(text)));
    return new ProxyProbes(said, new TreeMap<>());
  }

  /// Probes each observed proxy; changes nothing in them.
  static ProxyProbes ask(ContainerAccess access, Settings settings, Observation seen) {
    return ask(access, new Router(settings).route(seen).proxies());
  }

  private static ProxyProbes ask(ContainerAccess access, List<ProxyRouting> shares) {
    SortedMap<String, Capabilities> said = new TreeMap<>();
    SortedMap<String, String> problems = new TreeMap<>();
    for (ProxyRouting share : shares) {
      String name = share.proxy().name();
      try {
        Probe probe =
            new ProxyReader(
                    access,
                    Kinds.DRIVERS.of(share.settings()),
                    share.settings(),
                    InstantSource.system())
                .probe(share.proxy().id());
        probe.problem().ifPresent(problem -> problems.put(name, problem));
        if (probe.problem().isEmpty()) {
          said.put(name, probe.can());
        }
      } catch (EngineException silent) {
        problems.put(name, "cannot be asked what it can do: " + silent.getMessage());
      }
    }
    return new ProxyProbes(said, problems);
  }

  /// What a proxy can do; the baseline where it is not known.
  Capabilities of(ProxyRouting share) {
    return Optional.ofNullable(said.get(share.proxy().name()))
        .orElseGet(() -> Kinds.DRIVERS.of(share.settings()).baseline());
  }

  Optional<String> problem(ProxyRouting share) {
    return Optional.ofNullable(problems.get(share.proxy().name()));
  }

  /// For a snapshot.
  Map<String, String> texts() {
    SortedMap<String, String> texts = new TreeMap<>();
    said.forEach((name, can) -> texts.put(name, can.text()));
    return texts;
  }
}
