package io.sallyport.rollout;

import io.sallyport.model.Location;
import io.sallyport.model.RoutingTable;
import io.sallyport.model.VirtualHost;
import io.sallyport.model.VirtualHost.Limits;
import io.sallyport.model.VirtualHost.Refusal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// The least that is left out where a proxy refuses something: a host as its own group has it, or
/// one context root of it that is a stranger's.
///
/// @param host the host's own part, or nothing but the stranger's location under the host's name
/// @param root the stranger's; nothing for the host's own part
record Part(VirtualHost host, Optional<String> root) {

  /// Tells it from the other parts of a table; no name of a host has a slash.
  String key() {
    return host.name() + root.orElse("");
  }

  /// All parts of a table, each host's own before its strangers'.
  static List<Part> of(RoutingTable table) {
    return table.hosts().stream().flatMap(host -> of(host).stream()).toList();
  }

  /// A host that only strangers serve now has an own part without a location.
  private static List<Part> of(VirtualHost host) {
    List<Location> own = host.locations().stream().filter(each -> !each.foreign()).toList();
    if (own.size() == host.locations().size()) {
      return List.of(new Part(host, Optional.empty()));
    }
    List<Part> parts = new ArrayList<>();
    parts.add(new Part(host.with(own), Optional.empty()));
    host.locations().stream()
        .filter(Location::foreign)
        .forEach(location ->
            parts.add(new Part(alone(host.name(), location), Optional.of(location.root()))));
    return parts;
  }

  private static VirtualHost alone(String name, Location location) {
    return new VirtualHost(
        name, List.of(), Optional.empty(), false, Limits.COMMON, List.of(location), List.of());
  }

  /// The hosts that these make, in the order of names. A stranger's without the host's own part
  /// makes none, and so does a host's own without any location.
  static List<VirtualHost> join(Collection<Part> parts) {
    SortedMap<String, VirtualHost> hosts = new TreeMap<>();
    parts.stream()
        .filter(part -> part.root().isEmpty())
        .forEach(part -> hosts.put(part.host().name(), part.host()));
    parts.stream()
        .filter(part -> part.root().isPresent())
        .forEach(part ->
            hosts.computeIfPresent(
                part.host().name(), (_, host) -> join(host, part.host().locations().getFirst())));
    return hosts.values().stream().filter(host -> !host.locations().isEmpty()).toList();
  }

  /// One of the two may be of an earlier time, when paths were another's: those of the host stay.
  private static VirtualHost join(VirtualHost host, Location stranger) {
    Set<String> taken = new HashSet<>();
    host.refusals().stream().map(Refusal::path).forEach(taken::add);
    for (Location location : host.locations()) {
      taken.add(location.root());
      taken.addAll(location.websockets());
    }
    if (taken.contains(stranger.root())) {
      return host;
    }
    List<Location> locations = new ArrayList<>(host.locations());
    locations.add(stranger.withoutWebsockets(taken));
    locations.sort(Location.BY_ROOT);
    return host.with(locations);
  }
}
