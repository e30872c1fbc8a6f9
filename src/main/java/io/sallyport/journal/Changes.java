package io.sallyport.journal;

import io.sallyport.history.RouteChanges;
import io.sallyport.history.RouteChanges.ChangeKind;
import io.sallyport.history.RouteChanges.HostChange;
import io.sallyport.history.RouteChanges.ServerNames;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The difference between what is served and what was.
///
/// @param hosts changed ones, then those that were added, then removed ones, each by name
record Changes(List<HostChange> hosts) {
  private static final ServerNames NOBODY = ServerNames.of(List.of());

  static Changes between(ServedHosts before, ServedHosts now) {
    SortedMap<String, SortedMap<String, String>> old = before.containers();
    SortedMap<String, SortedMap<String, String>> current = now.containers();
    List<HostChange> changed = new ArrayList<>();
    List<HostChange> added = new ArrayList<>();
    current.forEach((host, servers) -> {
      SortedMap<String, String> then = old.get(host);
      if (then == null) {
        added.add(new HostChange(host, ChangeKind.ADDED, notIn(Map.of(), servers), NOBODY));
      } else if (!then.keySet().equals(servers.keySet()) || now.differs(host, before)) {
        changed.add(
            new HostChange(host, ChangeKind.CHANGED, notIn(then, servers), notIn(servers, then)));
      }
    });
    Stream<HostChange> removed =
        old.entrySet().stream()
            .filter(host -> !current.containsKey(host.getKey()))
            .map(host ->
                new HostChange(
                    host.getKey(), ChangeKind.REMOVED, NOBODY, notIn(Map.of(), host.getValue())));
    return new Changes(
        Stream.of(changed.stream(), added.stream(), removed).flatMap(each -> each).toList());
  }

  /// Names of those servers that the others lack.
  private static ServerNames notIn(Map<String, String> others, Map<String, String> servers) {
    return ServerNames.of(
        servers.entrySet().stream()
            .filter(server -> !others.containsKey(server.getKey()))
            .map(Map.Entry::getValue)
            .sorted()
            .toList());
  }

  boolean none() {
    return hosts.isEmpty();
  }

  /// Names of the hosts that were added, or removed; of changed ones also how.
  String list(ChangeKind change) {
    return hosts.stream()
        .filter(host -> host.change() == change)
        .map(host -> change == ChangeKind.CHANGED ? host.toString() : host.host())
        .collect(Collectors.joining(", "));
  }

  RouteChanges on(Collection<String> proxies) {
    return RouteChanges.of(hosts, proxies);
  }
}
