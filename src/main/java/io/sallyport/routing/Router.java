package io.sallyport.routing;

import io.sallyport.config.ProxySettings;
import io.sallyport.config.Settings;
import io.sallyport.finding.Finding;
import io.sallyport.labels.Dialect;
import io.sallyport.labels.Intent;
import io.sallyport.labels.Intents;
import io.sallyport.labels.InterlockDialect;
import io.sallyport.labels.LoadBalancerDialect;
import io.sallyport.model.SiteId;
import io.sallyport.routing.ProxyView.Reachable;
import io.sallyport.routing.Routing.ProxyRouting;
import io.sallyport.routing.SitePlan.PlannedSite;
import io.sallyport.routing.reach.Ports;
import io.sallyport.source.Container;
import io.sallyport.source.Network;
import io.sallyport.source.Observation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Works out which sites the containers serve, and how each proxy reaches them.
///
/// Total: whatever the labels say, every other site is routed as if they were not there. Its
/// results depend on their input alone; those of the pass before are used again where their input
/// is equal ([Reuse]), which makes a pass in which one container changes cheap.
public final class Router {
  private final ExtensionScopes scopes;
  private final List<Dialect> dialects;
  private final Reuse<String, Container, Intents> intents = new Reuse<>();
  private final Reuse<PlanKey, Site, PlannedSite> plans = new Reuse<>();
  private final Reuse<ViewKey, ProxyView.Input, Reachable> views = new Reuse<>();

  /// Equal ones stay the same object, which is compared at once for each site of each proxy.
  private final Reuse<String, List<Network>, List<Network>> networkLists = new Reuse<>();

  /// @param extension its place among the settings'
  private record PlanKey(int extension, SiteId site) {}

  private record ViewKey(String proxy, SiteId site) {}

  /// One that reads the labels of Interlock 1, and of services those of Interlock 2 and 3.
  public Router(Settings settings) {
    this(settings, List.of(new InterlockDialect(), new LoadBalancerDialect()));
  }

  /// One that reads these dialects.
  ///
  /// @param dialects those that come first win where a container says the same in two
  public Router(Settings settings, List<Dialect> dialects) {
    scopes = new ExtensionScopes(settings.proxies());
    this.dialects = List.copyOf(dialects);
  }

  /// What is to be served where all that runs is there to stay, and nothing is remembered.
  public Routing route(Observation seen) {
    return route(RoutingInput.of(seen));
  }

  /// Whether a container asks this Sallyport to be a server, in any dialect, whether it gets to be
  /// one or not.
  public boolean isWorkload(Container container) {
    return dialects.stream().anyMatch(dialect -> dialect.namesSite(container))
        && scopes.elsewhere(container).isEmpty();
  }

  /// The containers that would be proxies if they ran.
  public List<Container> stoppedProxies(Observation seen) {
    return scopes.stopped(seen);
  }

  /// What is to be served.
  public synchronized Routing route(RoutingInput input) {
    intents.begin();
    plans.begin();
    views.begin();
    networkLists.begin();
    Observation seen = input.seen();
    List<Finding> findings = new ArrayList<>(SeenFindings.of(seen, scopes));
    Requests requests = Requests.of(seen, this::read, scopes, findings);
    requests.running().forEach(each -> scopes.unseen(each).ifPresent(findings::add));
    findings.addAll(scopes.unlisted(seen));
    Map<String, Network> networks =
        seen.networks().stream()
            .collect(Collectors.toMap(Network::id, network -> network, (one, _) -> one));
    List<Network> known = networkLists.of("", seen.networks(), all -> all);
    LostNodes lost = new LostNodes(seen);
    Map<ProxySettings, Ownership> owners = new HashMap<>();
    Map<ProxySettings, List<SitePlan>> planned = new HashMap<>();
    List<ProxyRouting> proxies = new ArrayList<>();
    for (int i = 0; i < scopes.all().size(); i++) {
      ProxySettings extension = scopes.all().get(i);
      Claims claims =
          Claims.of(
              ExtensionScopes.served(extension, requests.running()),
              Claimants.bySite(requests, extension),
              input.remembered().of(extension),
              findings);
      owners.put(extension, claims.ownership());
      List<SitePlan> sites = planned(i, extension, claims.sites(), findings);
      planned.put(extension, sites);
      for (Container proxy : scopes.proxiesOf(extension, seen)) {
        if (!lost.has(proxy)) {
          ProxyView view = new ProxyView(proxy, extension, known, networks, input.leaving());
          proxies.add(view.serve(sites, this::reached, requests.networks(), findings));
        }
      }
    }
    findings.addAll(new MissingProxies(scopes, seen, proxies).findings(planned));
    return new Routing(proxies, findings, new Remembered(owners), requests.byContainer());
  }

  /// Drops the results of the last pass: the next one works everything out.
  public synchronized void forget() {
    intents.clear();
    plans.clear();
    views.clear();
    networkLists.clear();
  }

  private Intents read(Container container) {
    return intents.of(container.id(), container, this::readAnew);
  }

  /// A container that asks for one context root twice is one server of it.
  private Intents readAnew(Container container) {
    Intents all = Intents.NONE;
    for (Dialect dialect : dialects) {
      all = all.plus(dialect.read(container));
    }
    Set<Place> places = new HashSet<>();
    List<Intent> sites =
        all.sites().stream()
            .filter(each -> places.add(new Place(each.site(), each.root())))
            .toList();
    List<Finding> findings = new ArrayList<>(all.findings());
    sites.forEach(each -> Ports.findingOf(each).ifPresent(findings::add));
    return new Intents(all.asks(), all.named(), sites, all.networks(), findings);
  }

  private List<SitePlan> planned(
      int number, ProxySettings extension, List<Site> sites, List<Finding> findings) {
    List<SitePlan> plans = new ArrayList<>();
    for (Site site : sites) {
      PlannedSite planned =
          this.plans.of(
              new PlanKey(number, site.id()), site, each -> PlannedSite.of(each, extension));
      findings.addAll(planned.findings());
      planned.plan().ifPresent(plans::add);
    }
    return plans;
  }

  private Reachable reached(ProxyView view, ProxyView.Input input) {
    return views.of(
        new ViewKey(input.proxy().id(), input.plan().site().id()), input, view::reached);
  }
}
