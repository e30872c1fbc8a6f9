package io.sallyport.engine;

import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A container as `GET /containers/json` lists it.
///
/// @param id the engine's full identifier
/// @param name without the leading slash and without a Swarm node's name
/// @param node the classic Swarm node it runs on; empty on a plain engine
/// @param networkMode `HostConfig.NetworkMode`: `default`, `host`, `none`, a network's name, …
/// @param ports exposed and published ports, in the engine's terms
/// @param networks by network name (without a Swarm node's name)
public record Container(
    String id,
    String name,
    String node,
    String image,
    Instant created,
    State state,
    Health health,
    String networkMode,
    SortedMap<String, String> labels,
    List<Port> ports,
    SortedMap<String, Attachment> networks) {

  /// Oldest first; the identifier decides between containers created in the same second.
  public static final Comparator<Container> BY_AGE =
      Comparator.comparing(Container::created).thenComparing(Container::id);

  public Container {
    name = Harmless.of(name);
    node = Harmless.of(node);
    image = Harmless.of(image);
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    ports = List.copyOf(ports);
    networks = Collections.unmodifiableSortedMap(new TreeMap<>(networks));
  }

  /// The same container in another state of health.
  public Container with(Health other) {
    return new Container(
        id, name, node, image, created, state, other, networkMode, labels, ports, networks);
  }

  /// True while its processes can answer: running, not paused, not between restarts.
  public boolean running() {
    return state == State.RUNNING;
  }

  /// True when it shares its host's network stack.
  public boolean onHostNetwork() {
    return networkMode.equals("host");
  }

  public Optional<String> label(String key) {
    return Optional.ofNullable(labels.get(key));
  }

  public Optional<Attachment> attachment(String network) {
    return Optional.ofNullable(networks.get(network));
  }

  /// The engine's container states, and `UNKNOWN` for one that it may add.
  public enum State {
    CREATED,
    RUNNING,
    PAUSED,
    RESTARTING,
    REMOVING,
    EXITED,
    DEAD,
    UNKNOWN
  }

  /// What the container's own health check says; `NONE` without one.
  public enum Health {
    NONE,
    STARTING,
    HEALTHY,
    UNHEALTHY
  }

  /// A port that the container exposes, and where it is published if it is.
  ///
  /// @param hostAddress the published address; empty when only exposed
  /// @param hostPort the published port; 0 when only exposed
  /// @param protocol `tcp`, `udp` or `sctp`
  public record Port(int containerPort, String hostAddress, int hostPort, String protocol) {
    public boolean published() {
      return hostPort != 0;
    }
  }

  /// A container's place on a network. Addresses and gateway are empty where there are none.
  ///
  /// @param endpointId new for each attachment and each start
  public record Attachment(
      String networkId, String endpointId, String address, String addressV6, String gateway) {

    /// False while the container is starting or stopped, and on the host's own network.
    public boolean hasAddress() {
      return !address.isEmpty() || !addressV6.isEmpty();
    }
  }
}
