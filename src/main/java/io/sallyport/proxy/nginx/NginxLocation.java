package io.sallyport.proxy.nginx;

import io.sallyport.model.Location;
import java.util.ArrayList;
import java.util.List;

/// A path that is passed on to the servers of a location, as Nginx writes locations.
///
/// @param exact whether it is this path alone, or all that begin with it
/// @param websocket whether connections are long-lived
/// @param stripped whether the root is taken off, which an endpoint outside of it has not
record NginxLocation(String path, boolean exact, boolean websocket, boolean stripped) {

  /// All of a location, the root's own first. An endpoint is two: itself, and all below it.
  static List<NginxLocation> of(Location location) {
    List<NginxLocation> places = new ArrayList<>();
    List<String> websockets = location.websockets();
    String root = location.root();
    boolean stripped = location.stripped();
    places.add(new NginxLocation(location.prefix(), false, websockets.contains(root), stripped));
    for (String endpoint : websockets) {
      boolean inside = stripped && Location.below(endpoint).startsWith(location.prefix());
      if (!endpoint.equals("/")) {
        places.add(new NginxLocation(endpoint, true, true, inside));
      }
      if (!endpoint.equals(root)) {
        places.add(new NginxLocation(Location.below(endpoint), false, true, inside));
      }
    }
    return places;
  }
}
