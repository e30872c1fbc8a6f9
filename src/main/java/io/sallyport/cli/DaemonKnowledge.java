package io.sallyport.cli;

import io.sallyport.api.Documents.FindingDocument;
import io.sallyport.api.Documents.Findings;
import io.sallyport.api.Documents.Proxies;
import io.sallyport.api.Documents.Proxy;
import io.sallyport.api.Documents.SystemState;
import io.sallyport.cli.DaemonApi.NoAnswerException;
import io.sallyport.config.Settings;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a running daemon knows that no look at an engine shows: what proxies run and refuse, and
/// everything that it has found wrong.
record DaemonKnowledge(
    URI address, SystemState state, List<Proxy> proxies, List<FindingDocument> findings) {
  DaemonKnowledge {
    proxies = List.copyOf(proxies);
    findings = List.copyOf(findings);
  }

  /// Asks it for all.
  static DaemonKnowledge ask(URI address) throws NoAnswerException {
    DaemonApi api = new DaemonApi(address);
    try (Progress _ = Progress.of(() -> Optional.of("asking the daemon at " + address))) {
      return new DaemonKnowledge(
          address,
          api.get("state", SystemState.class),
          api.get("proxies", Proxies.class).proxies(),
          api.get("findings", Findings.class).findings());
    }
  }

  /// Whether it runs with these settings.
  boolean uses(Settings settings) {
    return state.settings().digest().equals(settings.digest());
  }

  /// Whether it follows what runs: its look is then as good as one's own, and it remembers more.
  boolean sees() {
    return state.alive()
        && state.engine().problem().isEmpty()
        && !state.engine().lastLook().isEmpty();
  }

  /// Whether it has such a finding about a container.
  boolean finds(String containerId, Set<String> codes) {
    return findings.stream()
        .anyMatch(each -> each.containerId().equals(containerId) && codes.contains(each.code()));
  }

  /// What it knows of a proxy; empty where it does not know it.
  Optional<Proxy> proxy(String containerId) {
    return proxies.stream().filter(each -> each.containerId().equals(containerId)).findFirst();
  }
}
