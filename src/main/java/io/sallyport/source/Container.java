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
/// @param node the name of the Swarm node that it runs on; empty on a plain engine
/// @param exitCode with which it last ended, where it does not run; empty where the engine does not
///   say
/// @param networkMode `HostConfig.NetworkMode`: `default`, `host`, `none`, a network's name, …
/// @param networkOwner whose network stack it uses where it has none of its own; networks and ports
///   are those of that container then, none where it does not run
/// @param ports exposed and published ports, in the engine's terms
/// @param networks by network name (without a Swarm node's name)
/// @param labels its own, and over them those of its Swarm service
/// @param group the containers that it belongs with
/// @param task what a Swarm manager says of it; empty where it is no task, or none is asked
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
    Group group,
    Optional<ServiceTask> task) {

  private static final String OF_CONTAINER = "container:";
  static final String TASK_ID = "com.docker.swarm.task.id";
  static final String SERVICE_ID = "com.docker.swarm.service.id";
  private static final String NODE_ID = "com.docker.swarm.node.id";
  static final String SERVICE_NAME = "com.docker.swarm.service.name";
  private static final String STACK = "com.docker.stack.namespace";

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
    return copy(node, other, exitCode, networkOwner, labels, ports, networks, task);
  }

  private Container copy(
      String itsNode,
      Health itsHealth,
      OptionalInt itsExitCode,
      Optional<NetworkOwner> owner,
      SortedMap<String, String> itsLabels,
      List<Port> itsPorts,
      SortedMap<String, Attachment> itsNetworks,
      Optional<ServiceTask> itsTask) {
    return new Container(
        id,
        name,
        itsNode,
        image,
        created,
        state,
        itsHealth,
        itsExitCode,
        networkMode,
        owner,
        itsLabels,
        itsPorts,
        itsNetworks,
        group,
        itsTask);
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
        Group.of(id, Harmless.of(name), labels),
        Optional.empty());
  }

  /// The same container, of which it is known where it runs.
  public Container onNode(String where) {
    return copy(where, health, exitCode, networkOwner, labels, ports, networks, task);
  }

  /// The same container, of which the engine says with which code it ended.
  public Container exited(int code) {
    return copy(node, health, OptionalInt.of(code), networkOwner, labels, ports, networks, task);
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
    return copy(node, health, exitCode, Optional.of(owner), labels, itsPorts, itsNetworks, task);
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
    return labels.containsKey(TASK_ID);
  }

  /// Whether it is a task that never runs again: Swarm makes another one.
  public boolean endedTask() {
    return swarmTask() && (state == State.EXITED || state == State.DEAD || state == State.REMOVING);
  }

  /// The identifier of the task, as Swarm labels the container.
  public String taskId() {
    return labels.getOrDefault(TASK_ID, "");
  }

  /// The identifier of the service that it is a task of, as Swarm labels the container.
  public String serviceId() {
    return labels.getOrDefault(SERVICE_ID, "");
  }

  /// Whether it has a label that is for Sallyport.
  public boolean hasOurLabels() {
    return labels.keySet().stream().anyMatch(KeptLabels::serves);
  }

  /// The identifier of the Swarm node that it is a task on; empty for what is no task.
  public String swarmNodeId() {
    return labels.getOrDefault(NODE_ID, "");
  }

  /// The stack that it was deployed with; empty for none.
  public String stack() {
    return labels.getOrDefault(STACK, "");
  }

  /// The node that it runs on, as people know it: a classic Swarm's, or the host name of a Swarm's;
  /// empty where it is not known.
  public String nodeName() {
    return node.isEmpty()
        ? task.flatMap(ServiceTask::node).map(SwarmNode::hostname).orElse("")
        : node;
  }

  /// The labels without those of its service.
  SortedMap<String, String> ownLabels() {
    return task.map(ServiceTask::ownLabels).orElse(labels);
  }

  /// The same container as this task; the same object where nothing of it has changed.
  Container as(SwarmService service, Optional<SwarmTask> itsTask, Optional<SwarmNode> itsNode) {
    if (task.isPresent() && task.get().is(service, itsTask, itsNode)) {
      return this;
    }
    ServiceTask placed = new ServiceTask(service, itsTask, itsNode, ownLabels());
    return copy(
        node,
        health,
        exitCode,
        networkOwner,
        placed.labels(),
        ports,
        networks,
        Optional.of(placed));
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
    private static final String EVERYWHERE_V6 = "::";

    public boolean published() {
      return hostPort != 0;
    }

    /// Whether it is published on all of the host's addresses of that kind.
    public boolean listensAt(String address) {
      return hostAddress.isEmpty()
          || hostAddress.equals("0.0.0.0")
          || (hostAddress.equals(EVERYWHERE_V6) && address.contains(":"));
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
