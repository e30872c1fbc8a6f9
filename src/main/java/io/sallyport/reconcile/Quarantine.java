package io.sallyport.reconcile;

import io.sallyport.routing.Location;
import io.sallyport.routing.RoutingTable;
import io.sallyport.routing.Upstream;
import io.sallyport.routing.VirtualHost;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// What one proxy refuses, by host: a refused host stays as the proxy last accepted it, with the
/// servers that it has now, or, where that does not load either, is left out. It is tried again
/// when it changes.
final class Quarantine {
  private final Map<String, VirtualHost> accepted = new HashMap<>();
  private final SortedMap<String, Held> held = new TreeMap<>();
  private final Set<String> doubtful = new HashSet<>();

  /// A host that is kept out.
  ///
  /// @param refused what the proxy does not take
  /// @param message what it said
  /// @param former what it took before and is given instead; nothing where the host is left out
  record Held(VirtualHost refused, String message, Optional<VirtualHost> former) {}

  /// A table without what is known to be refused. What has changed since is in it again.
  RoutingTable sift(RoutingTable wanted) {
    if (held.isEmpty()) {
      return wanted;
    }
    Map<String, VirtualHost> now = new HashMap<>();
    wanted.hosts().forEach(host -> now.put(host.name(), host));
    held.values().removeIf(each -> !each.refused().equals(now.get(each.refused().name())));
    List<VirtualHost> hosts = new ArrayList<>();
    for (VirtualHost host : wanted.hosts()) {
      Held instead = held.get(host.name());
      if (instead == null) {
        hosts.add(host);
      } else {
        instead.former().ifPresent(hosts::add);
      }
    }
    return wanted.with(hosts);
  }

  /// Keeps a host out. One that is held already is left out altogether: what it was given instead
  /// is refused too.
  void hold(VirtualHost host, String message) {
    Held before = held.get(host.name());
    Optional<VirtualHost> former =
        before == null ? former(host).filter(other -> !other.equals(host)) : Optional.empty();
    held.put(host.name(), new Held(host, message, former));
  }

  /// Keeps a host out that may be innocent, until [#releaseDoubtful].
  void holdForNow(VirtualHost host, String message) {
    if (!held.containsKey(host.name())) {
      hold(host, "it is among hosts of which one or more are refused: " + message);
      doubtful.add(host.name());
    }
  }

  void releaseDoubtful() {
    doubtful.forEach(held::remove);
    doubtful.clear();
  }

  void release(String host) {
    held.remove(host);
  }

  /// Whether it is kept out as it is.
  boolean holds(VirtualHost host) {
    Held known = held.get(host.name());
    return known != null && known.refused().equals(host);
  }

  boolean leftOut(String host) {
    return held.containsKey(host) && held.get(host).former().isEmpty();
  }

  /// Everything may be another now: all hosts are tried again.
  void forget() {
    held.clear();
  }

  Collection<Held> held() {
    return List.copyOf(held.values());
  }

  /// The proxy runs this now.
  void accepted(RoutingTable table) {
    accepted.clear();
    table.hosts().forEach(host -> accepted.put(host.name(), host));
  }

  boolean isAccepted(VirtualHost host) {
    return host.equals(accepted.get(host.name()));
  }

  /// As it was accepted, with the servers of now: those of then may be gone. Only where they are
  /// spoken to as before.
  private Optional<VirtualHost> former(VirtualHost now) {
    VirtualHost then = accepted.get(now.name());
    if (then == null) {
      return Optional.empty();
    }
    List<Location> locations =
        then.locations().stream().flatMap(location -> served(location, now).stream()).toList();
    return locations.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new VirtualHost(
                then.name(),
                then.aliases(),
                then.tls(),
                then.redirectToTls(),
                then.limits(),
                locations,
                then.refusals()));
  }

  private static Optional<Location> served(Location then, VirtualHost now) {
    return now.locations().stream()
        .filter(location -> location.root().equals(then.root()))
        .filter(location -> location.backendTls().isPresent() == then.backendTls().isPresent())
        .findFirst()
        .map(location ->
            new Location(
                then.root(),
                then.stripped(),
                then.websockets(),
                new Upstream(
                    then.upstream().name(),
                    location.upstream().servers(),
                    then.upstream().balancing()),
                then.backendTls()));
  }
}
