package io.sallyport.routing;

import java.util.List;

/// Everything that one proxy serves, in the order of names. A value: equal tables render equally.
public record RoutingTable(List<VirtualHost> hosts) {
  public RoutingTable {
    hosts = List.copyOf(hosts);
  }
}
