package io.sallyport.explain;

import io.sallyport.explain.Explanation.ByProxy;
import io.sallyport.explain.Explanation.Failures;
import io.sallyport.explain.Explanation.Route;
import io.sallyport.explain.ProxyState.ServerPlace;
import io.sallyport.model.Location;
import io.sallyport.model.Upstream.Server;
import io.sallyport.model.VirtualHost;
import io.sallyport.routing.Routing.ProxyRouting;
import io.sallyport.source.Container;
import io.sallyport.traffic.FailingServer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;

/// All ways to all containers, through all proxies.
final class RouteIndex {
  private final Map<String, Map<ServerPlace, Way>> ways = new HashMap<>();

  private final Map<HostAddress, List<FailingServer>> failing;

  private record Way(VirtualHost host, Server server, List<ByProxy> proxies) {}

  private record HostAddress(String host, String address) {}

  /// @param served what each proxy is known to serve, by the proxy's name
  RouteIndex(PassSnapshot pass, SortedMap<String, ProxyState> served, List<FailingServer> failing) {
    this.failing =
        failing.stream()
            .collect(Collectors.groupingBy(each -> new HostAddress(each.host(), each.address())));
    for (ProxyRouting share : pass.proxies()) {
      ProxyState here = served.getOrDefault(share.proxy().name(), ProxyState.NOTHING);
      for (VirtualHost host : share.table().hosts()) {
        for (Location location : host.locations()) {
          for (Server server : location.upstream().servers()) {
            ServerPlace place = ServerPlace.of(host, location, server);
            Optional<Instant> since = here.since(place);
            ways.computeIfAbsent(server.containerId(), any -> new LinkedHashMap<>())
                .computeIfAbsent(place, any -> new Way(host, server, new ArrayList<>()))
                .proxies()
                .add(
                    new ByProxy(
                        share.proxy().name(),
                        since.isPresent(),
                        since.map(Instant::toString).orElse("")));
          }
        }
      }
    }
  }

  List<Route> to(Container container, boolean leaving) {
    return ways.getOrDefault(container.id(), Map.of()).entrySet().stream()
        .map(way -> route(way.getKey(), way.getValue(), container, leaving))
        .toList();
  }

  private Route route(ServerPlace place, Way way, Container container, boolean leaving) {
    return new Route(
        place.host(),
        way.host().aliases(),
        place.root(),
        place.address(),
        through(place.address(), container),
        way.server().share().weight().orElse(1),
        way.server().share().backup(),
        leaving,
        way.proxies(),
        failing.getOrDefault(new HostAddress(place.host(), place.address()), List.of()).stream()
            .filter(place::isThatOf)
            .map(Failures::of)
            .toList());
  }

  /// An address is that of a network of the container, or that of a port of its host.
  private static String through(String address, Container container) {
    int colon = address.lastIndexOf(':');
    String ip = address.substring(0, colon).replaceAll("[\\[\\]]", "");
    String port = address.substring(colon + 1);
    return container.networks().entrySet().stream()
        .filter(network ->
            ip.equals(network.getValue().address()) || ip.equals(network.getValue().addressV6()))
        .map(network -> "network " + network.getKey())
        .findFirst()
        .orElse(
            container.onHostNetwork() ? "its host's network" : "published port %s".formatted(port));
  }
}
