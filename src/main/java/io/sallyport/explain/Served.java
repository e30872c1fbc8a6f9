package io.sallyport.explain;

import io.sallyport.model.Location;
import io.sallyport.model.RoutingTable;
import io.sallyport.model.Upstream.Server;
import io.sallyport.model.VirtualHost;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What a proxy is known to serve: each server, and since when it has been seen to.
///
/// @param problem why the proxy does not run what it should; empty when it does
public record Served(Map<Place, Instant> since, String problem) {

  /// One server's place in a proxy's configuration.
  public record Place(String host, String root, String containerId, String address) {
    static Place of(VirtualHost host, Location location, Server server) {
      return new Place(host.name(), location.root(), server.containerId(), server.address());
    }
  }

  /// A proxy that nothing is known of yet.
  public static final Served NOTHING = new Served(Map.of(), "");

  public Served {
    since = Map.copyOf(since);
  }

  /// The proxy has been seen to run this table.
  public Served running(RoutingTable table, Instant now) {
    Map<Place, Instant> places = new HashMap<>();
    for (VirtualHost host : table.hosts()) {
      for (Location location : host.locations()) {
        for (Server server : location.upstream().servers()) {
          Place place = Place.of(host, location, server);
          places.put(place, since.getOrDefault(place, now));
        }
      }
    }
    return new Served(places, "");
  }

  /// It goes on with what it has.
  public Served failing(String why) {
    return new Served(since, why);
  }

  Optional<Instant> since(Place place) {
    return Optional.ofNullable(since.get(place));
  }
}
