package io.sallyport.docker;

import io.sallyport.docker.http.Deadline;
import io.sallyport.docker.json.EngineJson;
import io.sallyport.source.Container;
import io.sallyport.source.EngineEvent;
import io.sallyport.source.EngineException;
import io.sallyport.source.Listed;
import io.sallyport.source.Network;
import io.sallyport.source.Nodes;
import io.sallyport.source.Observation;
import io.sallyport.source.Source;
import io.sallyport.source.StopPolicy;
import io.sallyport.source.SwarmSource;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// What an engine says of its containers.
///
/// Inspected is a container that got a signal; never one that is just starting, which blocks until
/// it has started (but on Podman).
final class DockerSource implements Source {
  /// Beyond it, a look at everything is as cheap, and a query might be too long.
  private static final int MOST_SINGLE = 50;

  /// So long a manager is asked for networks: without a leader it hangs (measured on 20.10).
  private static final Duration WITHOUT_LEADER = Duration.ofSeconds(1);

  private final EngineCalls calls;
  private final EngineLists lists;
  private final Optional<DockerSwarm> manager;
  private final Duration limit;

  /// @param manager empty where no Swarm is to be followed
  /// @param limit how long a subscription may take to begin
  DockerSource(
      EngineCalls calls, EngineLists lists, Optional<DockerSwarm> manager, Duration limit) {
    this.manager = manager;
    this.calls = calls;
    this.lists = lists;
    this.limit = limit;
  }

  @Override
  public Observation observe() {
    EngineSession session = calls.session();
    Nodes before = nodes(session);
    Listed<Container> containers = lists.containers();
    // After the containers, so that no container is on a network that is not known.
    Listed<Network> networks = lists.networks();
    // Before and after: a node may be lost between.
    return new Observation(session.engine(), before.and(nodes(session)), containers, networks);
  }

  @Override
  public Observation observe(Observation earlier) {
    EngineSession session = calls.session();
    if (session.engine().classicSwarm()
        || session.podman()
        || !session.engine().equals(earlier.engine())
        || !earlier.showsSwarm()) {
      return observe();
    }
    Listed<Container> containers = lists.containers();
    try {
      return new Observation(
          session.engine(), Nodes.NONE, containers, lists.networks(WITHOUT_LEADER));
    } catch (EngineException silent) {
      if (!earlier.knowsNetworksOf(containers.items())) {
        throw silent;
      }
      return earlier.withAll(containers);
    }
  }

  /// One call. Not of a Swarm manager, of which only everything shows what it has lost, nor of
  /// Podman, which says too little of one container.
  @Override
  public Observation observe(Observation earlier, Set<String> containerIds) {
    EngineSession session = calls.session();
    if (session.engine().classicSwarm()
        || session.podman()
        || !session.engine().equals(earlier.engine())
        || containerIds.size() > MOST_SINGLE) {
      return observe();
    }
    Listed<Container> seen = lists.containers(containerIds);
    return earlier.knowsNetworksOf(seen.items()) ? earlier.with(containerIds, seen) : observe();
  }

  @Override
  public Optional<SwarmSource> swarmSource() {
    return manager.map(one -> one);
  }

  private Nodes nodes(EngineSession session) {
    return session.engine().classicSwarm()
        ? calls.understand(EngineLists.INFO, calls.ask(EngineLists.INFO), EngineJson::nodes)
        : Nodes.NONE;
  }

  @Override
  public Subscription subscribe(Consumer<EngineEvent> onEvent, Consumer<EngineException> onEnd) {
    calls.renegotiate();
    return EventStream.ofEngine(calls, onEvent, onEnd).open(Deadline.in(limit));
  }

  @Override
  public StopPolicy stopPolicy(String containerId) {
    EngineRequest inspect = EngineRequest.to(Endpoint.INSPECT, containerId);
    return calls.understand(inspect, calls.ask(inspect), EngineJson::stopPolicy);
  }
}
