package io.sallyport.cli;

import io.sallyport.api.Documents.EngineState;
import io.sallyport.api.Documents.FindingDocument;
import io.sallyport.api.Documents.Idle;
import io.sallyport.api.Documents.Proxy;
import io.sallyport.api.Documents.Severities;
import io.sallyport.api.Documents.SystemState;
import io.sallyport.finding.Harmless;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// How the daemon is: what `status` prints, also as JSON.
///
/// @param stopped proxies that do not run
/// @param failing findings about servers that fail requests
record StatusSummary(
    SystemState state, List<Proxy> proxies, List<Idle> stopped, List<FindingDocument> failing) {
  /// The rest is `check`'s and `explain`'s.
  private static final int MOST = 3;

  private static final int MOST_PROXIES = 2;

  /// What the codes of such findings begin with.
  private static final String FAILING = "server_";

  StatusSummary {
    proxies = List.copyOf(proxies);
    stopped = List.copyOf(stopped);
    failing = failing.stream().filter(each -> each.code().startsWith(FAILING)).toList();
  }

  /// Whether nobody needs to do anything.
  boolean well() {
    return state.alive()
        && state.ready()
        && state.outage().isEmpty()
        && state.engine().problem().isEmpty()
        && behind().isEmpty()
        && state.findings().error() + state.findings().warning() == 0;
  }

  private List<Proxy> behind() {
    return proxies.stream().filter(each -> !each.current()).toList();
  }

  /// At most ten lines.
  String text() {
    List<String> lines = new ArrayList<>();
    if (!state.outage().isEmpty()) {
      lines.add("OUTAGE: " + Harmless.of(state.outage()));
    }
    if (!state.alive()) {
      lines.add("The reconcile loop is stalled: see `docker logs`, and restart Sallyport");
    }
    lines.add(
        "Sallyport %s, up %s, since %s"
            .formatted(state.version(), passed(state.started()), seconds(state.started())));
    lines.add("Engine: " + engine(state.engine()));
    lines.add(
        "Proxies: %d of %d current%s"
            .formatted(proxies.size() - behind().size(), proxies.size(), idle()));
    behind().stream().limit(MOST_PROXIES).forEach(each -> lines.add("  " + behind(each)));
    lines.add("Hosts: %d, servers: %d".formatted(state.counts().hosts(), state.counts().servers()));
    if (!failing.isEmpty()) {
      lines.add("Failing: " + failingNames());
    }
    lines.add("Findings: " + findings(state.findings()));
    return Harmless.lines(String.join("\n", lines) + "\n");
  }

  private String idle() {
    return stopped.isEmpty()
        ? ""
        : stopped.stream()
            .limit(MOST)
            .map(each -> each.name() + " " + each.how())
            .collect(Collectors.joining(", ", "; stopped: ", stopped.size() > MOST ? ", …" : ""));
  }

  private String failingNames() {
    List<String> names = failing.stream().map(FindingDocument::container).distinct().toList();
    int more = names.size() - MOST;
    return String.join(", ", names.subList(0, Math.min(MOST, names.size())))
        + (more > 0 ? ", and %d more".formatted(more) : "")
        + "; `sallyport explain` says how";
  }

  private static String behind(Proxy proxy) {
    String runs = proxy.running().isEmpty() ? "its own configuration" : proxy.running();
    if (proxy.wanted().isEmpty() && proxy.problem().isEmpty()) {
      return proxy.name() + " waits for its first configuration";
    }
    if (proxy.running().equals(proxy.wanted())) {
      return "%s runs %s, but not all that it should: %s"
          .formatted(proxy.name(), runs, Harmless.of(proxy.problem()));
    }
    return "%s runs %s, should run %s%s"
        .formatted(
            proxy.name(),
            runs,
            proxy.wanted(),
            proxy.problem().isEmpty() ? "" : ": " + Harmless.of(proxy.problem()));
  }

  private String engine(EngineState engine) {
    String events = engine.eventsLive() ? "events live" : "no events: polling";
    if (engine.lastLook().isEmpty()) {
      return "not seen yet" + (engine.problem().isEmpty() ? "" : ": " + engine.problem());
    }
    String seen = "seen %s ago, %s".formatted(passed(engine.lastLook()), events);
    return engine.problem().isEmpty()
        ? "%s, API %s; %s".formatted(engine.version(), engine.apiVersion(), seen)
        : engine.problem() + "; " + seen;
  }

  private static String findings(Severities found) {
    return found.error() + found.warning() + found.info() == 0
        ? "none"
        : "%s, %s, %s; `sallyport check` lists them"
            .formatted(
                count(found.error(), "error"),
                count(found.warning(), "warning"),
                count(found.info(), "note"));
  }

  private static String count(long number, String word) {
    return number + " " + word + (number == 1 ? "" : "s");
  }

  private String passed(String since) {
    Duration passed = Duration.between(Instant.parse(since), Instant.parse(state.now()));
    long seconds = Math.max(0, passed.toSeconds());
    if (seconds < 60) {
      return seconds + " s";
    } else if (seconds < 3_600) {
      return seconds / 60 + " min";
    }
    return seconds < 172_800
        ? "%d h %d min".formatted(seconds / 3_600, seconds / 60 % 60)
        : seconds / 86_400 + " days";
  }

  private static String seconds(String instant) {
    return instant.replaceFirst("\\.\\d+", "");
  }
}
