package io.sallyport.routing;

import io.sallyport.config.ProxySettings;
import io.sallyport.routing.Application.Asking;
import io.sallyport.routing.ProxyView.Served;
import io.sallyport.routing.SitePlan.Planned;
import io.sallyport.source.Container;
import io.sallyport.source.Network;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/// What a router worked out at the last pass, so that a pass in which one container changes works
/// out one site. Things are told apart as objects: a container is the same while it is the same
/// object, an application while its container is, a plan while its applications are.
///
/// For one pass; [#next] is for the one after it.
final class Memory {
  private final Recall<Container, Asking> askings;
  private final IdentityHashMap<ProxySettings, Recall<Application, Planned>> plans =
      new IdentityHashMap<>();
  private final Map<String, View> views = new HashMap<>();
  private final IdentityHashMap<ProxySettings, Recall<Application, Planned>> earlierPlans;
  private final Map<String, View> earlierViews;

  /// What was served to a proxy, and where that proxy was then.
  private record View(Container proxy, List<Network> networks, Recall<SitePlan, Served> served) {}

  /// With nothing to recall.
  Memory() {
    this(new Recall<>(), new IdentityHashMap<>(), Map.of());
  }

  private Memory(
      Recall<Container, Asking> askings,
      IdentityHashMap<ProxySettings, Recall<Application, Planned>> earlierPlans,
      Map<String, View> earlierViews) {
    this.askings = askings;
    this.earlierPlans = earlierPlans;
    this.earlierViews = earlierViews;
  }

  /// For the next pass.
  Memory next() {
    return new Memory(askings.next(), plans, views);
  }

  Asking asking(Container container) {
    return askings.of(container, () -> Asking.of(container));
  }

  Planned planned(Site site, ProxySettings extension) {
    return plans
        .computeIfAbsent(
            extension,
            any ->
                earlierPlans.containsKey(extension)
                    ? earlierPlans.get(extension).next()
                    : new Recall<>())
        .of(
            site.members().getFirst(),
            earlier -> earlier.site().same(site),
            () -> Planned.of(site, extension));
  }

  /// What the proxy serves of each plan, as long as it is where it was.
  Recall<SitePlan, Served> served(Container proxy, List<Network> networks) {
    View earlier = earlierViews.get(proxy.id());
    Recall<SitePlan, Served> served =
        earlier != null && earlier.proxy().equals(proxy) && earlier.networks().equals(networks)
            ? earlier.served().next()
            : new Recall<>();
    views.put(proxy.id(), new View(proxy, networks, served));
    return served;
  }
}
