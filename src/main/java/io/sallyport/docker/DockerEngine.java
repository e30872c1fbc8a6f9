package io.sallyport.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.docker.json.EngineJson;
import io.sallyport.docker.json.JsonTree;
import io.sallyport.docker.json.Snapshot;
import io.sallyport.source.Container;
import io.sallyport.source.Engine;
import io.sallyport.source.EngineEvent;
import io.sallyport.source.EngineException;
import io.sallyport.source.Listed;
import io.sallyport.source.Network;
import io.sallyport.source.Nodes;
import io.sallyport.source.Observation;
import io.sallyport.source.StopPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/// A Docker Engine, or a classic Swarm manager, over its HTTP API.
///
/// What is asked of it is listed in [Endpoint]. Inspected is a running proxy, once, and a container
/// that got a signal; never one that is just starting, which blocks until it has started (but on
/// Podman).
public final class DockerEngine implements Engine {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  /// Beyond it, a look at everything is as cheap, and a query might be too long.
  private static final int MOST_SINGLE = 50;

  /// Below what anybody writes: the container's default route stays where it is.
  private static final int NEVER_THE_GATEWAY = -1000;

  private static final String MARK = "io.sallyport.connected";

  private static final EngineRequest INFO = EngineRequest.to(Endpoint.INFO);
  private static final EngineRequest CONTAINERS =
      EngineRequest.to(Endpoint.CONTAINERS).query("all", "1");
  private static final EngineRequest NETWORKS = EngineRequest.to(Endpoint.NETWORKS);

  private final EngineCalls calls;
  private final Podman podman;
  private final ContainerShells shells;
  private final Duration limit;

  /// Reads the certificates; connects with the first call.
  ///
  /// @throws EngineException when a certificate or key cannot be used
  public DockerEngine(DockerConnection connection) {
    this(connection, LIMIT, CallObserver.NONE);
  }

  /// Tells somebody of each call.
  ///
  /// @throws EngineException when a certificate or key cannot be used
  public DockerEngine(DockerConnection connection, CallObserver observer) {
    this(connection, LIMIT, observer);
  }

  /// With another limit for each call than ten seconds; commands have one of their own.
  public DockerEngine(DockerConnection connection, Duration limit) {
    this(connection, limit, CallObserver.NONE);
  }

  private DockerEngine(DockerConnection connection, Duration limit, CallObserver observer) {
    this.limit = limit;
    this.calls = new EngineCalls(connection, new WireClient(connection), limit, observer);
    this.podman = new Podman(calls);
    this.shells = new ContainerShells(calls);
  }

  /// Who answers, and in which version of the API: `20.10.24, API 1.41`.
  public String version() {
    Session session = calls.session();
    return "%s, API %s".formatted(session.engine().version(), session.api());
  }

  /// Which endpoints may be used; changes nothing.
  ///
  /// @throws EngineException when there is no engine to ask
  public List<Access> access() {
    return new AccessCheck(calls).run();
  }

  @Override
  public Observation observe() {
    Session session = calls.session();
    Nodes before = nodes(session);
    Listed<Container> containers =
        calls.understand(CONTAINERS, containers(CONTAINERS), EngineJson::containers);
    // After the containers, so that no container is on a network that is not known.
    Listed<Network> networks =
        calls.understand(NETWORKS, networks(), list -> EngineJson.networks(list, session.engine()));
    // Before and after: a node may be lost between.
    return new Observation(session.engine(), before.and(nodes(session)), containers, networks);
  }

  /// One call. Not of a Swarm manager, of which only everything shows what it has lost, nor of
  /// Podman, which says too little of one container.
  @Override
  public Observation observe(Observation earlier, Set<String> containerIds) {
    Session session = calls.session();
    if (session.engine().classicSwarm()
        || session.podman()
        || !session.engine().equals(earlier.engine())
        || containerIds.size() > MOST_SINGLE) {
      return observe();
    }
    EngineRequest some = only(containerIds);
    Listed<Container> seen = calls.understand(some, containers(some), EngineJson::containers);
    return earlier.knowsNetworksOf(seen.items()) ? earlier.with(containerIds, seen) : observe();
  }

  private static EngineRequest only(Set<String> containerIds) {
    ObjectNode filters = JsonNodeFactory.instance.objectNode();
    containerIds.forEach(filters.putArray("id")::add);
    return CONTAINERS.query("filters", JsonText.of(filters));
  }

  /// The same look as [#observe], as raw engine JSON.
  public Snapshot snapshot() {
    Session session = calls.session();
    JsonNode containers = containers(CONTAINERS);
    JsonNode networks = networks();
    // Last: of a Swarm manager it says whether it has lost a node by now.
    JsonNode info = session.engine().classicSwarm() ? calls.ask(INFO) : infoIfAllowed();
    return Snapshot.of(session.version(), info, containers, networks);
  }

  @Override
  public Subscription subscribe(Consumer<EngineEvent> onEvent, Consumer<EngineException> onEnd) {
    calls.renegotiate();
    return new EventStream(calls, onEvent, onEnd).open(Deadline.in(limit));
  }

  @Override
  public void copyInto(String containerId, String directory, List<CopiedFile> files) {
    calls.tell(
        EngineRequest.to(Endpoint.ARCHIVE, containerId)
            .query("path", directory)
            .tar(Ustar.archive(files, Instant.now())));
  }

  @Override
  public ExecResult exec(String containerId, List<String> command, Duration within) {
    return new ExecCall(calls, command, within).run(containerId);
  }

  /// Through a shell that stays open in the container, where there can be one; Podman's commands
  /// live on when their connection ends.
  @Override
  public ExecResult deliver(
      String containerId,
      String directory,
      List<CopiedFile> files,
      List<String> command,
      Duration within) {
    return (calls.session().podman()
            ? Optional.<ExecResult>empty()
            : shells.run(containerId, directory, files, command, within))
        .orElseGet(() -> Engine.super.deliver(containerId, directory, files, command, within));
  }

  /// @param network its name or identifier; of a classic Swarm manager the identifier, since the
  ///   same name may be on several nodes
  @Override
  public void connect(String network, String containerId) {
    attach(Endpoint.CONNECT, network, containerId, true);
  }

  /// The mark is a driver option of the attachment: drivers pass over what they do not know, it
  /// outlives restarts, and unlike an alias it is no name that others resolve, and allowed on the
  /// default bridge. Only inspecting shows it.
  @Override
  public Set<String> connectedByUs(String containerId) {
    Set<String> ours = new TreeSet<>();
    calls.ask(inspect(containerId)).path("NetworkSettings").path("Networks").properties().stream()
        .filter(network ->
            network.getValue().path("DriverOpts").has(MARK)
                || Podman.marked(network.getValue(), MARK))
        .forEach(network -> ours.add(network.getKey()));
    return ours;
  }

  @Override
  public StopPolicy stopPolicy(String containerId) {
    EngineRequest inspect = inspect(containerId);
    return calls.understand(inspect, calls.ask(inspect), EngineJson::stopPolicy);
  }

  private static EngineRequest inspect(String containerId) {
    return EngineRequest.to(Endpoint.INSPECT, containerId);
  }

  @Override
  public void disconnect(String network, String containerId) {
    attach(Endpoint.DISCONNECT, network, containerId, false);
  }

  /// Engines have several answers for what is so already; what counts is whether it is.
  private void attach(Endpoint endpoint, String network, String containerId, boolean wanted) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("Container", containerId);
    if (wanted) {
      ObjectNode attachment = body.putObject("EndpointConfig");
      attachment.putObject("DriverOpts").put(MARK, "true");
      if (calls.session().api().compareTo(ApiVersion.GATEWAY_PRIORITY) >= 0) {
        attachment.put("GwPriority", NEVER_THE_GATEWAY);
      }
      if (calls.session().podman()) {
        Podman.mark(attachment, MARK);
      }
    }
    try {
      calls.tell(EngineRequest.to(endpoint, network).json(body));
    } catch (RefusedException e) {
      if (attached(network, containerId) != wanted) {
        throw e;
      }
    }
  }

  private boolean attached(String network, String containerId) {
    EngineRequest one = only(Set.of(containerId));
    return calls.understand(one, containers(one), EngineJson::containers).items().stream()
        .filter(container -> container.id().equals(containerId))
        .flatMap(container -> container.networks().entrySet().stream())
        .anyMatch(at -> at.getKey().equals(network) || at.getValue().networkId().equals(network));
  }

  private JsonNode containers(EngineRequest request) {
    JsonNode list = calls.ask(request, JsonTree::containers);
    return calls.session().podman() ? podman.containers(list, networks()) : list;
  }

  private JsonNode networks() {
    JsonNode list = calls.ask(NETWORKS, JsonTree::networks);
    return calls.session().podman() ? Podman.networks(list) : list;
  }

  /// What stands before the engine may keep `/info` to itself; nothing depends on it there.
  private JsonNode infoIfAllowed() {
    try {
      return calls.ask(INFO);
    } catch (RefusedException e) {
      return NullNode.getInstance();
    }
  }

  private Nodes nodes(Session session) {
    return session.engine().classicSwarm()
        ? calls.understand(INFO, calls.ask(INFO), EngineJson::nodes)
        : Nodes.NONE;
  }

  @Override
  public void close() {
    calls.close();
  }
}
