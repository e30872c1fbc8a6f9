package io.sallyport.model;

import java.util.List;

/// Everything that one proxy serves, in the order of names. A value: equal tables render equally.
///
/// @param httpsPorts which port of HTTPS goes with which of HTTP, as clients see the proxy
public record RoutingTable(List<VirtualHost> hosts, List<HttpsPort> httpsPorts) {
  public RoutingTable {
    hosts = List.copyOf(hosts);
    httpsPorts = List.copyOf(httpsPorts);
  }

  /// One whose proxy is seen at the usual ports.
  public RoutingTable(List<VirtualHost> hosts) {
    this(hosts, List.of(HttpsPort.USUAL));
  }

  /// The same proxy with other hosts.
  public RoutingTable with(List<VirtualHost> others) {
    return new RoutingTable(others, httpsPorts);
  }
}
