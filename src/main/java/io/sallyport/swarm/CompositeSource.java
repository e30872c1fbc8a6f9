package io.sallyport.swarm;

import io.sallyport.source.Container;
import io.sallyport.source.EngineEvent;
import io.sallyport.source.EngineException;
import io.sallyport.source.Network;
import io.sallyport.source.Nodes;
import io.sallyport.source.Observation;
import io.sallyport.source.Source;
import io.sallyport.source.StopPolicy;
import io.sallyport.source.Swarm;
import io.sallyport.source.SwarmPlace;
import io.sallyport.source.SwarmRole;
import io.sallyport.source.SwarmSource;
import io.sallyport.source.Unreadable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// What runs on all nodes of a Swarm, where the own engine is one of its managers. On a worker
/// there is nothing: the managers' Sallyports serve what runs there. Outside of a Swarm, the own
/// engine.
///
/// The own engine is asked as if there were no others; the others at the same time, each for 2 s at
/// most and only while it is followed. What was seen on one that is lost stays in each look.
final class CompositeSource implements Source {
  private static final String LOCAL = "";

  private final Source local;
  private final FollowedSwarm manager;
  private final Members members;
  private final NodeEvents events;
  private final Duration first;
  private volatile Map<String, String> nodes = Map.of();
  private Optional<Observation> localSeen = Optional.empty();
  private boolean begun;

  /// @param first how long the first look waits for nodes that are ready
  CompositeSource(
      Source local, FollowedSwarm manager, Members members, NodeEvents events, Duration first) {
    this.local = local;
    this.manager = manager;
    this.members = members;
    this.events = events;
    this.first = first;
  }

  @Override
  public Observation observe() {
    SwarmPlace place = manager.known();
    begun &= place.role() == SwarmRole.MANAGER;
    return switch (place.role()) {
      case MANAGER -> all(Optional.empty());
      case WORKER, AGENT -> agentOnly(local.observe());
      case NONE -> local.observe();
    };
  }

  @Override
  public Observation observe(Observation earlier, Set<String> containerIds) {
    return switch (manager.known().role()) {
      case MANAGER -> begun ? all(parts(containerIds)) : observe();
      case WORKER, AGENT -> observe();
      case NONE -> local.observe(earlier, containerIds);
    };
  }

  private static Observation agentOnly(Observation seen) {
    return new Observation(seen.engine(), Nodes.NONE, List.of(), List.of())
        .with(Swarm.empty(SwarmRole.AGENT, ""));
  }

  /// The containers of each node that is to be asked; empty where that is not known of all.
  private Optional<Map<String, Set<String>>> parts(Set<String> containerIds) {
    Map<String, Set<String>> parts = new HashMap<>();
    for (String id : containerIds) {
      Optional<String> node = nodeOf(id);
      if (node.isEmpty()) {
        return Optional.empty();
      }
      parts.computeIfAbsent(node.get(), _ -> new HashSet<>()).add(id);
    }
    return Optional.of(parts);
  }

  /// @param only containers by their nodes; empty for all
  private Observation all(Optional<Map<String, Set<String>>> only) {
    if (!begun) {
      begin();
    }
    Map<Member, BoundedWork<Observation>> looks = new LinkedHashMap<>();
    for (Member member : members.others()) {
      Optional<Set<String>> asked = only.map(parts -> parts.get(member.node().id()));
      if (member.trouble().isEmpty() && (only.isEmpty() || asked.isPresent())) {
        looks.put(member, member.look(asked));
      }
    }
    lookHere(only);
    looks.forEach(Member::looked);
    return merged(localSeen.orElseThrow());
  }

  private void lookHere(Optional<Map<String, Set<String>>> only) {
    if (localSeen.isEmpty()) {
      localSeen = Optional.of(local.observe());
    } else if (only.isEmpty()) {
      localSeen = Optional.of(local.observe(localSeen.get()));
    } else if (only.get().containsKey(LOCAL)) {
      localSeen =
          Optional.of(local.observe(localSeen.get(), only.get().getOrDefault(LOCAL, Set.of())));
    }
  }

  /// Nodes are known, and were looked at or waited for, before anything changes.
  private void begin() {
    manager.nodes();
    manager.tasks();
    try {
      members.awaitReady(first);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new EngineException("interrupted", stopped);
    }
    begun = true;
  }

  /// Each container and each network counts once: this engine's own word first, so that no other
  /// node can speak for it.
  private Observation merged(Observation here) {
    String ownName = members.ownName();
    if (ownName.isEmpty()) {
      nodes = Map.of();
      return here;
    }
    Map<String, Container> containers = new LinkedHashMap<>();
    Map<String, Network> networks = new LinkedHashMap<>();
    List<Unreadable> unreadable = new ArrayList<>();
    Map<String, String> where = new HashMap<>();
    add(here, LOCAL, ownName, containers, networks, unreadable, where);
    for (Member member : members.others()) {
      member
          .seen()
          .ifPresent(seen ->
              add(
                  seen,
                  member.node().id(),
                  member.name(),
                  containers,
                  networks,
                  unreadable,
                  where));
    }
    nodes = Map.copyOf(where);
    return new Observation(
        here.engine(),
        members.nodes(),
        List.copyOf(containers.values()),
        List.copyOf(networks.values()),
        unreadable,
        Swarm.NONE);
  }

  private static void add(
      Observation seen,
      String node,
      String name,
      Map<String, Container> containers,
      Map<String, Network> networks,
      List<Unreadable> unreadable,
      Map<String, String> where) {
    for (Container each : seen.containers()) {
      if (containers.putIfAbsent(each.id(), each.onNode(name)) == null) {
        where.put(each.id(), node);
      }
    }
    for (Network each : seen.networks()) {
      networks.putIfAbsent(each.id(), each.scope().equals("swarm") ? each : each.onNode(name));
    }
    unreadable.addAll(seen.unreadable());
  }

  /// The identifier of the node that a container is on, empty for this one; nothing where no look
  /// and no event has told.
  Optional<String> nodeOf(String containerId) {
    return Optional.ofNullable(nodes.get(containerId)).or(() -> events.nodeOf(containerId));
  }

  @Override
  public Subscription subscribe(Consumer<EngineEvent> onEvent, Consumer<EngineException> onEnd) {
    Subscription stream = local.subscribe(this::heardHere, onEnd);
    events.listen(onEvent);
    return new Subscription() {
      @Override
      public Pulse pulse() {
        return stream.pulse();
      }

      @Override
      public void close() {
        events.listen(any -> {});
        stream.close();
      }
    };
  }

  /// What happens on a worker is the managers' affair.
  private void heardHere(EngineEvent event) {
    if (!manager.worker()) {
      events.heard(LOCAL, event);
    }
  }

  @Override
  public StopPolicy stopPolicy(String containerId) {
    return nodeOf(containerId)
        .flatMap(members::other)
        .map(member -> member.engine().source())
        .orElse(local)
        .stopPolicy(containerId);
  }

  @Override
  public Optional<SwarmSource> swarmSource() {
    return Optional.of(manager);
  }
}
