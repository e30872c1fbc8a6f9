package io.sallyport.proxy.nginx;

import io.sallyport.finding.Finding;
import io.sallyport.model.Balancing.ByClient;
import io.sallyport.model.Balancing.Hash;
import io.sallyport.model.Balancing.LeastConnections;
import io.sallyport.model.Balancing.Method;
import io.sallyport.model.Balancing.RandomServer;
import io.sallyport.model.Balancing.RoundRobin;
import io.sallyport.model.HashKey;
import io.sallyport.model.RoutingTable;
import io.sallyport.model.Upstream;
import io.sallyport.model.Upstream.Server;
import java.util.List;

/// Servers that get requests only when the others are gone, which Nginx has with two of its methods
/// (<https://nginx.org/en/docs/http/ngx_http_upstream_module.html#server>).
final class Backups {
  /// Interlock's, of which our own dialect has no other.
  private static final String LABEL = "interlock.backup";

  private Backups() {}

  static boolean known(Method method) {
    return switch (method) {
      case RoundRobin() -> true;
      case LeastConnections() -> true;
      case ByClient() -> false;
      case RandomServer(boolean _) -> false;
      case Hash(HashKey _, boolean _) -> false;
    };
  }

  /// Those of a table that get requests all the same.
  static List<Finding> withoutEffect(RoutingTable table) {
    return table.hosts().stream()
        .flatMap(host -> host.locations().stream())
        .map(location -> location.upstream())
        .filter(upstream -> !known(upstream.balancing().method()))
        .map(Upstream::servers)
        .flatMap(List::stream)
        .filter(server -> server.share().backup())
        .map(Backups::finding)
        .toList();
  }

  private static Finding finding(Server server) {
    return new Finding(
        Finding.Code.NO_EFFECT,
        server.containerId(),
        server.container(),
        LABEL,
        "the balancing method has no backup servers",
        "use `interlock.balance_algorithm=least_conn` or `round_robin`");
  }
}
