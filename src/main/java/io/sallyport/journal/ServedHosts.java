package io.sallyport.journal;

import io.sallyport.finding.Finding;
import io.sallyport.model.Upstream.Server;
import io.sallyport.model.VirtualHost;
import io.sallyport.routing.Routing;
import io.sallyport.routing.Routing.ProxyRouting;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What proxies serve: by proxy the hosts, by host what there is of it.
record ServedHosts(SortedMap<String, SortedMap<String, VirtualHost>> proxies) {
  private static final SortedMap<String, VirtualHost> EMPTY = Collections.emptySortedMap();
  static final ServedHosts NOTHING = new ServedHosts(Collections.emptySortedMap());

  static ServedHosts of(Routing routing) {
    SortedMap<String, SortedMap<String, VirtualHost>> proxies = new TreeMap<>();
    for (ProxyRouting share : routing.proxies()) {
      SortedMap<String, VirtualHost> hosts =
          proxies.computeIfAbsent(share.proxy().name(), any -> new TreeMap<>());
      share.table().hosts().forEach(host -> hosts.put(host.name(), host));
    }
    return new ServedHosts(proxies);
  }

  /// Each host as its servers' containers, on all proxies together: names by identifier.
  SortedMap<String, SortedMap<String, String>> containers() {
    SortedMap<String, SortedMap<String, String>> all = new TreeMap<>();
    proxies
        .values()
        .forEach(hosts ->
            hosts.forEach((name, host) -> {
              SortedMap<String, String> names = all.computeIfAbsent(name, any -> new TreeMap<>());
              servers(host).forEach(each -> names.put(each.containerId(), each.container()));
            }));
    return all;
  }

  /// How many hosts there are, on all proxies together.
  static int count(Routing routing) {
    return (int)
        routing.proxies().stream()
            .flatMap(share -> share.table().hosts().stream())
            .map(VirtualHost::name)
            .distinct()
            .count();
  }

  /// Names of proxies for which the host is not the same.
  List<String> otherwise(ServedHosts before) {
    return proxies.entrySet().stream()
        .filter(proxy -> !proxy.getValue().equals(before.proxies.get(proxy.getKey())))
        .map(Map.Entry::getKey)
        .toList();
  }

  /// Whether something of the host is not the same, on a proxy that was there before.
  boolean differs(String host, ServedHosts before) {
    return proxies.entrySet().stream()
        .filter(proxy -> before.proxies.containsKey(proxy.getKey()))
        .anyMatch(proxy -> {
          VirtualHost now = proxy.getValue().get(host);
          VirtualHost then = before.proxies.getOrDefault(proxy.getKey(), EMPTY).get(host);
          return now != null && !now.equals(then);
        });
  }

  /// How many containers are in which state; one that is said to leave leaves, routed or not.
  static Map<String, Integer> states(Routing routing) {
    Map<String, String> states = new TreeMap<>();
    for (Finding finding : routing.findings()) {
      if (finding.code().severity() == Finding.Severity.ERROR && !finding.containerId().isEmpty()) {
        states.put(finding.containerId(), "not_routed");
      }
    }
    routing.proxies().stream()
        .flatMap(share -> share.table().hosts().stream())
        .flatMap(ServedHosts::servers)
        .forEach(server -> states.put(server.containerId(), "serving"));
    for (Finding finding : routing.findings()) {
      switch (finding.code()) {
        case LEAVING -> states.put(finding.containerId(), "leaving");
        case NOT_HEALTHY -> states.put(finding.containerId(), "not_healthy");
        default -> {}
      }
    }
    return states.values().stream()
        .collect(Collectors.groupingBy(state -> state, Collectors.summingInt(any -> 1)));
  }

  private static Stream<Server> servers(VirtualHost host) {
    return host.locations().stream().flatMap(location -> location.upstream().servers().stream());
  }
}
