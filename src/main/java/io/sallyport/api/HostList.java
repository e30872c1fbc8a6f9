package io.sallyport.api;

import io.sallyport.api.Documents.Backend;
import io.sallyport.api.Documents.Host;
import io.sallyport.api.Documents.HostPath;
import io.sallyport.api.Documents.Other;
import io.sallyport.explain.Explanation;
import io.sallyport.explain.Explanation.Route;
import io.sallyport.explain.Explanation.Standing;
import io.sallyport.explain.PassSnapshot;
import io.sallyport.model.VirtualHost;
import io.sallyport.routing.Requested;
import io.sallyport.routing.Requested.Where;
import io.sallyport.routing.Routing.ProxyRouting;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Explanations of containers, turned around: what is behind each host.
final class HostList {
  private final SortedMap<String, SortedMap<String, HostPath>> places = new TreeMap<>();
  private final SortedMap<String, VirtualHost> served = new TreeMap<>();
  private final SortedMap<String, SortedSet<String>> proxies = new TreeMap<>();

  private final boolean known;

  private HostList(boolean known) {
    this.known = known;
  }

  /// @param known whether it is known what the proxies run; else they are to serve what was decided
  static Documents.Routes of(PassSnapshot pass, List<Explanation> explanations, boolean known) {
    HostList list = new HostList(known);
    for (ProxyRouting share : pass.proxies()) {
      for (VirtualHost host : share.table().hosts()) {
        list.served.putIfAbsent(host.name(), host);
      }
    }
    for (Explanation each : explanations) {
      each.routes().forEach(route -> list.add(each, route));
      Requested requested = pass.requested().getOrDefault(each.id(), Requested.NOTHING);
      if (each.standing() == Standing.NOT_RUNNING || each.standing() == Standing.NOT_ASKED) {
        continue; // One that damping holds is routed as if it ran.
      }
      requested.sites().stream()
          .filter(where -> !isServed(each, where))
          .forEach(where -> list.add(each, where));
    }
    return new Documents.Routes(
        list.places.entrySet().stream()
            .map(host -> list.host(host.getKey(), host.getValue()))
            .toList());
  }

  private HostPath place(String host, String root) {
    return places
        .computeIfAbsent(host, any -> new TreeMap<>())
        .computeIfAbsent(root, any -> new HostPath(root, new ArrayList<>(), new ArrayList<>()));
  }

  private void add(Explanation each, Route route) {
    route.proxies().stream()
        .filter(proxy -> !known || proxy.running())
        .forEach(proxy ->
            proxies.computeIfAbsent(route.host(), any -> new TreeSet<>()).add(proxy.name()));
    place(route.host(), route.root())
        .servers()
        .add(
            new Backend(
                each.name(),
                each.id(),
                route.address(),
                route.through(),
                route.weight(),
                route.backup(),
                each.health(),
                route.draining(),
                route.proxies(),
                route.failures()));
  }

  private static boolean isServed(Explanation each, Where where) {
    return each.routes().stream()
        .anyMatch(route -> route.host().equals(where.host()) && route.root().equals(where.root()));
  }

  private void add(Explanation each, Where where) {
    place(where.host(), where.root()).others().add(Other.of(each));
  }

  private Host host(String name, SortedMap<String, HostPath> locations) {
    VirtualHost host = served.get(name);
    return new Host(
        name,
        host == null ? List.of() : host.aliases(),
        host != null && host.tls().isPresent(),
        host == null ? "" : host.tls().map(VirtualHost.Tls::certificate).orElse(""),
        host != null && host.redirectToTls(),
        List.copyOf(proxies.getOrDefault(name, new TreeSet<>())),
        List.copyOf(locations.values()));
  }
}
