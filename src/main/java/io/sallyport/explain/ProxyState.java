package io.sallyport.explain;

import io.sallyport.model.Location;
import io.sallyport.model.RoutingTable;
import io.sallyport.model.Upstream.Server;
import io.sallyport.model.VirtualHost;
import io.sallyport.traffic.FailingServer;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What a proxy is known to serve: each server, and since when it has been seen to.
///
/// @param problem why the proxy does not run what it should; empty when it does
public record ProxyState(Map<ServerPlace, Instant> since, String problem) {

  /// One server's place in a proxy's configuration.
  public record ServerPlace(String host, String root, String containerId, String address) {
    static ServerPlace of(VirtualHost host, Location location, Server server) {
      return new ServerPlace(host.name(), location.root(), server.containerId(), server.address());
    }

    boolean isThatOf(FailingServer failing) {
      return host.equals(failing.host())
          && address.equals(failing.address())
          && containerId.equals(failing.finding().containerId());
    }
  }

  /// A proxy that nothing is known of yet.
  public static final ProxyState NOTHING = new ProxyState(Map.of(), "");

  public ProxyState {
    since = Map.copyOf(since);
  }

  /// The proxy has been seen to run this table.
  public ProxyState running(RoutingTable table, Instant now) {
    Map<ServerPlace, Instant> places = new HashMap<>();
    for (VirtualHost host : table.hosts()) {
      for (Location location : host.locations()) {
        for (Server server : location.upstream().servers()) {
          ServerPlace place = ServerPlace.of(host, location, server);
          places.put(place, since.getOrDefault(place, now));
        }
      }
    }
    return new ProxyState(places, "");
  }

  /// It keeps its current configuration.
  public ProxyState failing(String why) {
    return new ProxyState(since, why);
  }

  Optional<Instant> since(ServerPlace place) {
    return Optional.ofNullable(since.get(place));
  }
}
