package io.sallyport.proxy.haproxy;

import io.sallyport.finding.Finding;
import io.sallyport.model.Location;
import io.sallyport.model.RoutingTable;
import io.sallyport.model.Upstream.Server;
import io.sallyport.model.VirtualHost;
import java.util.ArrayList;
import java.util.List;

/// What labels ask for and HAProxy does in part, or not at all.
final class Unserved {
  private final List<Finding> findings = new ArrayList<>();

  private Unserved() {}

  static List<Finding> findings(RoutingTable table) {
    Unserved unserved = new Unserved();
    table.hosts().forEach(unserved::look);
    return unserved.findings;
  }

  private void look(VirtualHost host) {
    for (Location location : host.locations()) {
      if (host.limits().bodySize().filter(size -> size.bytes() > 0).isPresent()) {
        say(
            location,
            "interlock.client_max_body_size",
            "HAProxy limits only bodies whose size a request says (`Content-Length`)",
            "have the application limit all others");
      }
      if (location.backendTls().stream()
          .flatMap(tls -> tls.client().stream())
          .anyMatch(client -> client.passwordFile().isPresent())) {
        say(
            location,
            "interlock.ssl_backend_password_file",
            "HAProxy reads no pass phrases",
            "use a key without one; it is refused otherwise");
      }
      if (location.upstream().balancing().keepaliveTime().isPresent()) {
        say(
            location,
            "interlock.backend_option",
            "HAProxy has no `keepalive_time`",
            "use `keepalive_requests` or `keepalive_timeout`");
      }
    }
  }

  private void say(Location location, String label, String message, String advice) {
    for (Server server : location.upstream().servers()) {
      findings.add(
          new Finding(
              Finding.Code.NO_EFFECT,
              server.containerId(),
              server.container(),
              label,
              message,
              advice));
    }
  }
}
