package io.sallyport.proxy;

import io.sallyport.model.Balancing;
import io.sallyport.model.ByteSize;
import io.sallyport.model.HashKey;
import io.sallyport.model.Location;
import io.sallyport.model.Location.BackendTls;
import io.sallyport.model.Location.ClientCertificate;
import io.sallyport.model.RoutingTable;
import io.sallyport.model.Upstream;
import io.sallyport.model.Upstream.Server;
import io.sallyport.model.Upstream.Share;
import io.sallyport.model.VirtualHost;
import io.sallyport.model.VirtualHost.ClientAuthentication;
import io.sallyport.model.VirtualHost.Limits;
import io.sallyport.model.VirtualHost.Refusal;
import io.sallyport.model.VirtualHost.Tls;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Tables that a template is tried with when it is read: Pebble finds unknown filters and variables
/// only when it gets to them, and an operator should hear of them at once.
public final class SampleTables {
  private SampleTables() {}

  /// The least and the most that there may be in a table.
  ///
  /// @param labels that a template asks for; one host has them all
  public static List<RoutingTable> tables(Set<String> labels) {
    Upstream upstream =
        new Upstream("trial.local", List.of(new Server("192.0.2.1:80", "0123456789ab", "trial")));
    Location plain = new Location("/", upstream, Optional.empty());
    Location everything =
        new Location(
            "/trial",
            true,
            List.of("/trial/socket"),
            new Upstream(
                "trial.local+trial",
                List.of(
                    new Server(
                        "192.0.2.2:80",
                        "0123456789ac",
                        "trial-2",
                        new Share(
                            Optional.of(2),
                            Optional.of(3),
                            Optional.of(Duration.ofSeconds(4)),
                            Optional.of(5),
                            false))),
                new Balancing(
                    new Balancing.Hash(new HashKey.ClientAddress(), true),
                    Optional.of(6),
                    Optional.of(7),
                    Optional.of(Duration.ofSeconds(8)),
                    Optional.of(Duration.ofSeconds(9)),
                    Optional.of(ByteSize.kib(64)))),
            Optional.empty());
    Location leastBusy =
        new Location(
            "/busy",
            new Upstream(
                "trial.local+busy",
                upstream.servers(),
                Balancing.of(new Balancing.LeastConnections())),
            Optional.empty());
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
    Tls tls =
        new Tls(
            "/trial/cert.pem",
            "/trial/key.pem",
            Optional.of(new ClientAuthentication("/trial/clients.pem", true)));
    SortedMap<String, String> texts = new TreeMap<>();
    labels.forEach(label -> texts.put(label, "trial"));
    Limits limits = new Limits(Optional.of(ByteSize.mib(1)), Optional.of(Duration.ofSeconds(10)));
    return List.of(
        new RoutingTable(List.of()),
        new RoutingTable(
            List.of(
                new VirtualHost(
                    "trial.local",
                    List.of(),
                    Optional.empty(),
                    false,
                    Limits.COMMON,
                    List.of(plain),
                    List.of()),
                new VirtualHost(
                    "trial2.local",
                    List.of("www.trial2.local"),
                    Optional.of(tls),
                    true,
                    limits,
                    List.of(secured, everything, leastBusy),
                    List.of(new Refusal("/gone", 503)),
                    texts))));
  }
}
