package io.sallyport.journal;

import io.sallyport.history.RouteChanges;
import io.sallyport.history.RouteChanges.ChangeKind;
import io.sallyport.metrics.Metric;
import io.sallyport.metrics.Metrics;
import io.sallyport.routing.Routing;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts passes, and tells the log what each has changed.
final class PassJournal {
  private static final Logger LOG = LoggerFactory.getLogger("io.sallyport");

  private final Metrics metrics;
  private final LastLogged said = new LastLogged();
  private ServedHosts served = ServedHosts.NOTHING;
  private Optional<Routing> routing = Optional.empty();
  private Map<String, String> versions = Map.of();

  PassJournal(Metrics metrics) {
    this.metrics = metrics;
  }

  /// Counts a pass, and tells the log what it has changed.
  ///
  /// @param eventsLive whether passes follow events
  /// @return what it changed in what is served
  RouteChanges tells(Pass pass, boolean eventsLive) {
    metrics.observe(Metric.LOOK, pass.look());
    if (unchanged(pass)) {
      metrics.count(Metric.PASSES, pass.cause().reason(), "unchanged");
      return RouteChanges.NONE;
    }
    routing = Optional.of(pass.routing());
    metrics.observe(Metric.ROUTE, pass.route());
    metrics.observe(Metric.RENDER, pass.render());
    metrics.servers(ServedHosts.states(pass.routing()));
    ServedHosts now = ServedHosts.of(pass.routing());
    metrics.proxies(now.proxies().keySet());
    Map<String, Set<String>> containers = new HashMap<>();
    now.containers().forEach((host, names) -> containers.put(host, Set.copyOf(names.values())));
    metrics.hosts(containers);
    Map<String, String> rendered = new TreeMap<>();
    pass.works().forEach(work -> rendered.put(work.proxy().name(), work.config().version()));
    Set<String> others = new TreeSet<>(now.otherwise(served));
    rendered.forEach((name, version) -> {
      if (!version.equals(versions.get(name))) {
        others.add(name);
      }
    });
    Changes changes = Changes.between(served, now);
    if (said.changed("engine", pass.engine().toString())) {
      LOG.info(
          "Engine {}, API {}; observed {}",
          pass.engine().version(),
          pass.engine().apiVersion(),
          eventsLive ? "on each event" : "every `PollInterval`");
    }
    boolean news = !others.isEmpty() || !changes.none();
    metrics.count(Metric.PASSES, pass.cause().reason(), news ? "changed" : "unchanged");
    RouteChanges told = changes.on(others);
    if (news) {
      say(pass, changes, told);
    }
    served = now;
    versions = rendered;
    return told;
  }

  @SuppressWarnings("ReferenceEquality") // The reconciler hands on what it did not work out anew.
  private boolean unchanged(Pass pass) {
    return routing.filter(last -> last == pass.routing()).isPresent();
  }

  private static void say(Pass pass, Changes changes, RouteChanges told) {
    String proxies = String.join(", ", told.proxies());
    double millis = pass.whole().toNanos() / 1e6;
    LOG.atInfo()
        .addKeyValue("reason", pass.cause().reason())
        .addKeyValue("cause", pass.cause().words())
        .addKeyValue("added", changes.list(ChangeKind.ADDED))
        .addKeyValue("removed", changes.list(ChangeKind.REMOVED))
        .addKeyValue("changed", changes.list(ChangeKind.CHANGED))
        .addKeyValue("proxies", proxies)
        .addKeyValue("millis", Math.round(millis))
        .log(
            "Changed after {}: {}; {}; observed, routed and rendered in {} ms",
            pass.cause().words(),
            told.words(),
            proxies.isEmpty() ? "no proxy is running" : "for " + proxies,
            "%.1f".formatted(millis));
  }
}
