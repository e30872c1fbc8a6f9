package io.sallyport.proxy.nginx;

import io.sallyport.finding.Finding;
import io.sallyport.model.Balancing.ByClient;
import io.sallyport.model.Balancing.Hash;
import io.sallyport.model.Balancing.LeastConnections;
import io.sallyport.model.Balancing.Method;
import io.sallyport.model.Balancing.RandomServer;
import io.sallyport.model.Balancing.RoundRobin;
import io.sallyport.model.HashKey;
import io.sallyport.model.Location;
import io.sallyport.model.RoutingTable;
import io.sallyport.model.Upstream;
import io.sallyport.model.Upstream.Server;
import io.sallyport.model.VirtualHost;
import io.sallyport.proxy.Admitted;
import java.util.ArrayList;
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

  /// With the others, those servers get requests as all do.
  static Admitted admit(RoutingTable wanted) {
    List<Finding> findings = new ArrayList<>();
    List<VirtualHost> hosts =
        wanted.hosts().stream()
            .map(host -> isKept(host) ? host : host.with(active(host.locations(), findings)))
            .toList();
    return new Admitted(findings.isEmpty() ? wanted : wanted.with(hosts), findings);
  }

  private static boolean isKept(VirtualHost host) {
    return host.locations().stream().allMatch(Backups::isKept);
  }

  private static boolean isKept(Location location) {
    return known(location.upstream().balancing().method())
        || location.upstream().servers().stream().noneMatch(server -> server.share().backup());
  }

  private static List<Location> active(List<Location> locations, List<Finding> findings) {
    return locations.stream()
        .map(each -> isKept(each) ? each : each.with(active(each.upstream(), findings)))
        .toList();
  }

  private static List<Server> active(Upstream upstream, List<Finding> findings) {
    List<Server> servers = new ArrayList<>();
    for (Server server : upstream.servers()) {
      if (server.share().backup()) {
        findings.add(finding(server));
      }
      servers.add(server.with(server.share().active()));
    }
    return servers;
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
