package io.sallyport.rollout;

import io.sallyport.model.Location;
import io.sallyport.model.Location.BackendTls;
import io.sallyport.model.Upstream.Server;
import io.sallyport.model.VirtualHost;
import io.sallyport.source.Container;
import io.sallyport.source.Container.Port;
import io.sallyport.traffic.ServedServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The servers that a proxy is given, with what is known of their containers.
final class ServedServers {
  private static final int MOST_NAMED = 8;

  private ServedServers() {}

  static List<ServedServer> of(ProxyWork work) {
    Map<String, Container> containers =
        work.wanted().seen().containers().stream()
            .collect(Collectors.toMap(Container::id, Function.identity(), (one, _) -> one));
    List<ServedServer> all = new ArrayList<>();
    for (VirtualHost host : work.wanted().table().hosts()) {
      for (Location location : host.locations()) {
        for (Server server : location.upstream().servers()) {
          all.add(
              new ServedServer(
                  host.name(),
                  server.address(),
                  server.containerId(),
                  server.container(),
                  location.backendTls().isPresent(),
                  location.backendTls().flatMap(BackendTls::client).isPresent(),
                  Optional.ofNullable(containers.get(server.containerId()))
                      .map(container -> exposed(container, server.address()))
                      .orElse(List.of())));
        }
      }
    }
    return all;
  }

  /// Its own ports, where the address is its own too, and not its host's.
  private static List<Integer> exposed(Container container, String address) {
    boolean own =
        container.networkOwner().isEmpty()
            && container.networks().values().stream()
                .anyMatch(place -> address.startsWith(place.address() + ":"));
    return own
        ? container.ports().stream()
            .filter(port -> port.protocol().equals("tcp"))
            .map(Port::containerPort)
            .distinct()
            .sorted()
            .limit(MOST_NAMED)
            .toList()
        : List.of();
  }
}
