package io.sallyport.api;

import io.sallyport.api.Documents.Backend;
import io.sallyport.api.Documents.Host;
import io.sallyport.api.Documents.HostPath;
import io.sallyport.api.Documents.Other;
import io.sallyport.explain.Explanation;
import io.sallyport.explain.Explanation.Route;
import io.sallyport.explain.PassSnapshot;
import io.sallyport.model.VirtualHost;
import io.sallyport.routing.Asked;
import io.sallyport.routing.Routing.ProxyRouting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Explanations of containers, turned around: what is behind each host.
final class HostList {
  private final SortedMap<String, SortedMap<String, HostPath>> places = new TreeMap<>();
  private final SortedMap<String, VirtualHost> served = new TreeMap<>();
  private final SortedMap<String, SortedSet<String>> proxies = new TreeMap<>();

  private HostList() {}

  static Documents.Routes of(PassSnapshot pass, List<Explanation> explanations) {
    HostList list = new HostList();
    for (ProxyRouting share : pass.proxies()) {
      for (VirtualHost host : share.table().hosts()) {
        list.served.putIfAbsent(host.name(), host);
        list.proxies.computeIfAbsent(host.name(), any -> new TreeSet<>()).add(share.proxy().name());
      }
    }
    Map<String, Asked> asked = Asked.by(pass.seen());
    for (Explanation each : explanations) {
      each.routes().forEach(route -> list.add(each, route));
      Asked wish = asked.get(each.id());
      if (each.routes().isEmpty() && wish != null) {
        list.add(each, wish);
      }
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
                route.proxies()));
  }

  private void add(Explanation each, Asked wish) {
    place(wish.host(), wish.root())
        .others()
        .add(new Other(each.name(), each.id(), each.standing(), each.reason(), each.advice()));
  }

  private Host host(String name, SortedMap<String, HostPath> locations) {
    VirtualHost host = served.get(name);
    return new Host(
        name,
        host == null ? List.of() : host.aliases(),
        host != null && host.tls().isPresent(),
        host != null && host.redirectToTls(),
        List.copyOf(proxies.getOrDefault(name, new TreeSet<>())),
        List.copyOf(locations.values()));
  }
}
