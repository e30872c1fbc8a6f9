package io.sallyport.routing;

import java.util.List;

/// A named group of servers that share the requests of a location.
///
/// @param servers never empty; in the order of their containers' age
public record Upstream(String name, List<Server> servers) {
  public Upstream {
    servers = List.copyOf(servers);
    if (servers.isEmpty()) {
      throw new IllegalArgumentException("upstream " + name + " without a server");
    }
  }

  /// A container's address as the proxy reaches it.
  ///
  /// @param address `IP:port`, IPv6 in brackets
  public record Server(String address, String containerId, String container) {}
}
