package io.sallyport.source;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One look at an engine.
///
/// @param engine what the engine says that it is
/// @param nodes whose containers these are; the look is complete unless one is lost
/// @param containers all of them, running or not, oldest first; one that shares the network stack
///   of another with that one's networks and ports; on nodes that were never seen the tasks that a
///   manager tells of
/// @param networks ordered by name, then identifier
/// @param unreadable what the engine listed besides, and nobody can use
/// @param swarm what a Swarm manager knows besides, whatever engines the containers are of; those
///   that are tasks have their services' labels
public record Observation(
    EngineIdentity engine,
    Nodes nodes,
    List<Container> containers,
    List<Network> networks,
    List<Unreadable> unreadable,
    Swarm swarm) {

  /// The mark of a container that the manager may start anew, on another node.
  private static final String SWARM_ID = "com.docker.swarm.id";

  public Observation {
    Stream<Container> told =
        nodes.unmet().isEmpty()
            ? Stream.empty()
            : swarm.told(nodes.unmet(), containers, networks).stream();
    containers =
        SharedNetworks.followed(
            Stream.concat(containers.stream(), told).sorted(Container.BY_AGE).toList());
    containers = swarm.services().isEmpty() ? containers : placed(containers, swarm);
    networks =
        networks.stream()
            .sorted(Comparator.comparing(Network::name).thenComparing(Network::id))
            .toList();
    unreadable = List.copyOf(unreadable);
  }

  /// One in which everything can be read.
  public Observation(
      EngineIdentity engine, Nodes nodes, List<Container> containers, List<Network> networks) {
    this(engine, nodes, containers, networks, List.of(), Swarm.NONE);
  }

  private static List<Container> placed(List<Container> containers, Swarm swarm) {
    return containers.stream().map(swarm::placed).toList();
  }

  /// One of an engine's two lists.
  public Observation(
      EngineIdentity engine, Nodes nodes, Listed<Container> containers, Listed<Network> networks) {
    this(
        engine,
        nodes,
        containers.items(),
        networks.items(),
        Stream.concat(containers.unreadable().stream(), networks.unreadable().stream()).toList(),
        Swarm.NONE);
  }

  /// This look, with what an earlier one saw on nodes that are lost now: those containers and
  /// networks stay as they were. Not kept is a container that the manager has since moved.
  public Observation completedBy(Observation earlier) {
    if (nodes.whole()) {
      return this;
    }
    Set<String> known = new HashSet<>();
    for (Container container : containers) {
      known.add(container.id());
      container.label(SWARM_ID).ifPresent(known::add);
    }
    List<Container> kept = new ArrayList<>(containers);
    earlier.containers.stream()
        .filter(container -> nodes.lost(container.node()) && !known.contains(container.id()))
        .filter(container -> container.label(SWARM_ID).filter(known::contains).isEmpty())
        .forEach(kept::add);
    Set<String> listed = networks.stream().map(Network::id).collect(Collectors.toSet());
    List<Network> keptNetworks = new ArrayList<>(networks);
    earlier.networks.stream()
        .filter(network -> nodes.lost(network.node()) && !listed.contains(network.id()))
        .forEach(keptNetworks::add);
    return new Observation(engine, nodes, kept, keptNetworks, unreadable, swarm);
  }

  /// This look, with other containers.
  public Observation with(List<Container> others) {
    return new Observation(engine, nodes, others, networks, unreadable, swarm);
  }

  /// This look, with what a Swarm manager knows.
  public Observation with(Swarm known) {
    return swarm.equals(known)
        ? this
        : new Observation(engine, nodes, containers, networks, unreadable, known);
  }

  /// Running containers that a Swarm manager is about to stop, oldest first, by identifier: their
  /// signal is 1 to 3 s away. Before them, what ran on a node that the manager says is down, once
  /// its agent is lost too.
  public List<String> leavingTasks() {
    return swarm.tasks().isEmpty() && nodes.down().isEmpty()
        ? List.of()
        : containers.stream()
            .filter(each -> each.running() && leaving(each))
            .sorted(Comparator.comparing(each -> !nodes.down().contains(each.node())))
            .map(Container::id)
            .toList();
  }

  private boolean leaving(Container container) {
    return nodes.down().contains(container.node())
        || container.task().filter(ServiceTask::leaving).isPresent();
  }

  /// Whether the engine is in a Swarm, as far as its lists show: else no manager need be asked.
  public boolean showsSwarm() {
    return networks.stream().anyMatch(network -> network.scope().equals("swarm"))
        || containers.stream().anyMatch(Container::swarmTask);
  }

  /// This look, with what a later one saw of some containers: those that it did not see are gone.
  ///
  /// @param asked the containers that it was to see
  /// @param seen what it saw of them
  public Observation with(Set<String> asked, Listed<Container> seen) {
    List<Container> all = new ArrayList<>(seen.items());
    containers.stream().filter(container -> !asked.contains(container.id())).forEach(all::add);
    List<Unreadable> allUnreadable = new ArrayList<>(seen.unreadable());
    unreadable.stream().filter(each -> !asked.contains(each.id())).forEach(allUnreadable::add);
    return new Observation(engine, nodes, all, networks, allUnreadable, swarm);
  }

  /// This look, with each container that is as an earlier one saw it as that very object, and the
  /// earlier look itself where all is: what was worked out from these still holds.
  public Observation recognizing(Observation earlier) {
    Map<String, Container> known = new HashMap<>();
    earlier.containers.forEach(container -> known.put(container.id(), container));
    boolean other =
        containers.size() != earlier.containers.size()
            || !engine.equals(earlier.engine)
            || !nodes.equals(earlier.nodes)
            || !swarm.equals(earlier.swarm)
            || !unreadable.equals(earlier.unreadable)
            || !networks.equals(earlier.networks);
    List<Container> recognized = new ArrayList<>(containers.size());
    for (Container container : containers) {
      Container before = known.get(container.id());
      boolean same = container.equals(before);
      other |= !same;
      recognized.add(same ? before : container);
    }
    return other
        ? new Observation(engine, nodes, recognized, networks, unreadable, swarm)
        : earlier;
  }

  /// This look's networks, and containers that a later one saw.
  ///
  /// @param all that it saw
  public Observation withAll(Listed<Container> all) {
    Stream<Unreadable> others =
        unreadable.stream().filter(each -> each.kind() == Unreadable.Kind.NETWORK);
    return new Observation(
        engine,
        nodes,
        all.items(),
        networks,
        Stream.concat(all.unreadable().stream(), others).toList(),
        Swarm.NONE);
  }

  /// Whether all networks are known that the containers are on.
  public boolean knowsNetworksOf(List<Container> some) {
    Set<String> known = networks.stream().map(Network::id).collect(Collectors.toSet());
    known.add(""); // As a container says that has not started yet.
    unreadable.forEach(each -> known.add(each.id()));
    return some.stream()
        .flatMap(container -> container.networks().values().stream())
        .allMatch(attachment -> known.contains(attachment.networkId()));
  }

  /// This look, where nothing is missing from it.
  ///
  /// @throws PartialLookException where it misses what runs on lost nodes
  public Observation whole() {
    if (!nodes.whole()) {
      throw new PartialLookException(
          "the Swarm manager has no view of %s; what runs there is unknown"
              .formatted(String.join(", ", nodes.describeLost())));
    }
    return this;
  }

  public Optional<Container> container(String id) {
    return containers.stream().filter(container -> container.id().equals(id)).findFirst();
  }

  /// What `GET /version` tells.
  ///
  /// @param version such as `20.10.24` or `swarm/1.2.9`
  /// @param apiVersion the newest API that it speaks, such as `1.41`
  public record EngineIdentity(String version, String apiVersion) {
    /// A classic Swarm manager, which stands in front of several engines.
    public boolean classicSwarm() {
      return version.startsWith("swarm/");
    }
  }
}
