package io.sallyport.routing;

import io.sallyport.config.ProxySettings;
import io.sallyport.config.Settings;
import io.sallyport.finding.Finding;
import io.sallyport.labels.Grammar;
import io.sallyport.labels.Label;
import io.sallyport.routing.Routing.ProxyRouting;
import io.sallyport.routing.SitePlan.Planned;
import io.sallyport.source.Container;
import io.sallyport.source.Network;
import io.sallyport.source.Observation;
import io.sallyport.source.Unreadable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Works out which virtual hosts the containers serve, and how each proxy reaches them.
///
/// Total: whatever the labels say, every other host is routed as if they were not there. What has
/// not changed since the last time is recalled, not worked out again ([Memory]).
public final class Router {
  private final Settings settings;
  private volatile Memory memory = new Memory();

  public Router(Settings settings) {
    this.settings = settings;
  }

  /// What is to be served where all that runs is there to stay.
  public Routing route(Observation seen) {
    return route(seen, List.of(), Map.of());
  }

  /// What is to be served.
  ///
  /// @param leaving containers that are about to end, in the order in which they got the signal:
  ///   they get no requests, unless there is nobody else
  /// @param names who owned which names before, by extension
  public Routing route(
      Observation seen, List<String> leaving, Map<ProxySettings, Ownership> names) {
    Memory now = memory.next();
    Routing routing = route(seen, leaving, names, now);
    memory = now;
    return routing;
  }

  /// Recalls nothing any more.
  public void forget() {
    memory = new Memory();
  }

  private Routing route(
      Observation seen, List<String> leaving, Map<ProxySettings, Ownership> names, Memory memory) {
    List<Finding> findings = new ArrayList<>();
    List<Application> applications = Application.among(seen, memory, findings);
    List<Application> pausing = Application.pausing(seen, memory);
    List<Application> unusable = Application.unusable(seen, memory);
    Map<ProxySettings, Ownership> settled = new HashMap<>();
    Extensions extensions = new Extensions(settings.proxies());
    applications.forEach(each -> extensions.unseen(each).ifPresent(findings::add));
    findings.addAll(ProxyLabel.findings(seen));
    findings.addAll(extensions.unlisted(seen));
    seen.unreadable().forEach(each -> findings.add(unreadable(each)));
    SortedSet<String> named = namedNetworks(seen);
    Map<String, Network> networks =
        seen.networks().stream()
            .collect(Collectors.toMap(Network::id, network -> network, (one, _) -> one));
    LostNodes lost = new LostNodes(seen);
    findings.addAll(lost.findings());
    List<ProxyRouting> proxies = new ArrayList<>();
    for (ProxySettings extension : extensions.all()) {
      Claims claims =
          Claims.of(
              servedBy(extension, applications),
              servedBy(extension, pausing),
              servedBy(extension, unusable),
              names.getOrDefault(extension, Ownership.UNKNOWN),
              findings);
      settled.put(extension, claims.ownership());
      List<SitePlan> sites = new ArrayList<>();
      for (Site site : claims.sites()) {
        Planned planned = memory.planned(site, extension);
        findings.addAll(planned.findings());
        planned.plan().ifPresent(sites::add);
      }
      for (Container proxy : extensions.proxiesOf(extension, seen)) {
        if (!lost.has(proxy)) {
          proxies.add(
              new ProxyView(proxy, extension, networks, leaving)
                  .serve(sites, memory.served(proxy, seen.networks()), named, findings));
        }
      }
    }
    return new Routing(proxies, findings, settled);
  }

  /// The container is none of those that were seen, so that the finding goes by its name alone.
  private static Finding unreadable(Unreadable item) {
    return switch (item.kind()) {
      case CONTAINER ->
          new Finding(
              Finding.Code.UNREADABLE,
              "",
              item.name(),
              "",
              "the container is left out, since the engine's list says of it what cannot be used: "
                  + item.problem(),
              "make the container anew, or report it to whoever makes the engine");
      case NETWORK ->
          new Finding(
              Finding.Code.UNREADABLE,
              "",
              "",
              "",
              "network `%s` is not known, since the engine's list says of it what cannot be used: %s"
                  .formatted(item.name(), item.problem()),
              "make the network anew, or report it to whoever makes the engine");
    };
  }

  /// Names are claimed among the containers that an extension looks at.
  private static List<Application> servedBy(
      ProxySettings extension, List<Application> applications) {
    return applications.stream()
        .filter(each -> Extensions.serves(extension, each.container()))
        .toList();
  }

  private static SortedSet<String> namedNetworks(Observation seen) {
    SortedSet<String> named = new TreeSet<>();
    for (Container container : seen.containers()) {
      container.label(Label.NETWORK.key()).map(Grammar::bare).ifPresent(named::add);
    }
    return named;
  }
}
