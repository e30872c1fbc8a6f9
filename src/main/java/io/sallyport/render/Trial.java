package io.sallyport.render;

import io.sallyport.routing.Location;
import io.sallyport.routing.Location.BackendTls;
import io.sallyport.routing.Location.ClientCertificate;
import io.sallyport.routing.RoutingTable;
import io.sallyport.routing.Upstream;
import io.sallyport.routing.Upstream.Server;
import io.sallyport.routing.VirtualHost;
import io.sallyport.routing.VirtualHost.Tls;
import java.util.List;
import java.util.Optional;

/// Tables that a template is tried with when it is read: Pebble finds unknown filters and variables
/// only when it gets to them, and an operator should hear of them at once.
final class Trial {
  private Trial() {}

  static List<RoutingTable> tables() {
    Upstream upstream =
        new Upstream("trial.local", List.of(new Server("192.0.2.1:80", "0123456789ab", "trial")));
    Location plain = new Location("/", upstream, Optional.empty());
    Location secured =
        new Location(
            "/",
            upstream,
            Optional.of(
                new BackendTls(
                    Optional.of("trial.local"),
                    Optional.of("/trial/ca.pem"),
                    Optional.of(
                        new ClientCertificate(
                            "/trial/client.pem",
                            "/trial/client-key.pem",
                            Optional.of("/trial/client.pass"))))));
    Tls tls = new Tls("/trial/cert.pem", "/trial/key.pem");
    return List.of(
        new RoutingTable(List.of()),
        new RoutingTable(
            List.of(
                new VirtualHost("trial.local", List.of(), Optional.empty(), false, List.of(plain)),
                new VirtualHost(
                    "trial2.local",
                    List.of("www.trial2.local"),
                    Optional.of(tls),
                    true,
                    List.of(secured)))));
  }
}
