package io.sallyport.source;

import io.sallyport.finding.Harmless;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/// A container as `GET /containers/json` lists it.
///
/// @param id the engine's full identifier
/// @param name without the leading slash and without a Swarm node's name
/// @param node the classic Swarm node it runs on; empty on a plain engine
/// @param exitCode with which it last ended, where it does not run; empty where the engine does not
///   say
/// @param networkMode `HostConfig.NetworkMode`: `default`, `host`, `none`, a network's name, …
/// @param networkOwner whose network stack it uses where it has none of its own; networks and ports
///   are those of that container then, none where it does not run
/// @param ports exposed and published ports, in the engine's terms
/// @param networks by network name (without a Swarm node's name)
/// @param group the containers that it belongs with
public record Container(
    String id,
    String name,
    String node,
    String image,
    Instant created,
    State state,
    Health health,
    OptionalInt exitCode,
    String networkMode,
    Optional<NetworkOwner> networkOwner,
    SortedMap<String, String> labels,
    List<Port> ports,
    SortedMap<String, Attachment> networks,
    Group group) {

  private static final String OF_CONTAINER = "container:";

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
        id,
        name,
        node,
        image,
        created,
        state,
        other,
        exitCode,
        networkMode,
        networkOwner,
        labels,
        ports,
        networks,
        group);
  }

  /// As the engine's list says it; whose network it shares, [Observation] finds out.
  public Container(
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
    this(
        id,
        name,
        node,
        image,
        created,
        state,
        health,
        OptionalInt.empty(),
        networkMode,
        Optional.empty(),
        labels,
        ports,
        networks,
        Group.of(id, Harmless.of(name), labels));
  }

  /// The same container, of which the engine says with which code it ended.
  public Container exited(int code) {
    return new Container(
        id,
        name,
        node,
        image,
        created,
        state,
        health,
        OptionalInt.of(code),
        networkMode,
        networkOwner,
        labels,
        ports,
        networks,
        group);
  }

  /// The container whose network stack it uses, as its network mode names it.
  Optional<String> sharesNetworkOf() {
    return networkMode.startsWith(OF_CONTAINER)
        ? Optional.of(networkMode.substring(OF_CONTAINER.length()))
        : Optional.empty();
  }

  /// This container, where it is reached by another's networks and ports.
  Container placed(
      NetworkOwner owner, List<Port> itsPorts, SortedMap<String, Attachment> itsNetworks) {
    return new Container(
        id,
        name,
        node,
        image,
        created,
        state,
        health,
        exitCode,
        networkMode,
        Optional.of(owner),
        labels,
        itsPorts,
        itsNetworks,
        group);
  }

  /// Whether both use one network stack, so that each is the other's 127.0.0.1.
  public boolean sharesNetworkWith(Container other) {
    return networkStack().equals(other.networkStack());
  }

  private String networkStack() {
    return networkOwner.map(NetworkOwner::id).orElse(id);
  }

  /// True while its network stack is there: paused, too.
  boolean hasProcesses() {
    return state == State.RUNNING || state == State.PAUSED;
  }

  /// Whether Swarm made it as a task of a service, and gives it its networks.
  public boolean swarmTask() {
    return labels.containsKey("com.docker.swarm.task.id");
  }

  /// True while its processes can answer: running, not paused, not between restarts.
  public boolean running() {
    return state == State.RUNNING;
  }

  /// True when it shares its host's network stack.
  public boolean onHostNetwork() {
    return networkMode.equals("host") || networkOwner.filter(NetworkOwner::onHost).isPresent();
  }

  public Optional<String> label(String key) {
    return Optional.ofNullable(labels.get(key));
  }

  public Optional<Attachment> attachment(String network) {
    return Optional.ofNullable(networks.get(network));
  }

  /// Whose network stack a container uses.
  ///
  /// @param id its identifier; what the network mode says where no such container is there
  /// @param name empty where no such container is there
  /// @param running whether its network stack is there
  /// @param onHost whether that is its host's
  public record NetworkOwner(String id, String name, boolean running, boolean onHost) {}

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
