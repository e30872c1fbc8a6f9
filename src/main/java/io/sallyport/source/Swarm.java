package io.sallyport.source;

import io.sallyport.finding.Harmless;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What a Swarm manager knows: services, tasks and nodes, each by its identifier. Which containers
/// run, it does not say; that is each engine's to tell.
///
/// @param role of the engine that was asked
/// @param unreadable what it listed besides, and nobody can use
/// @param trouble why it tells nothing now, so that the rest is from before; empty where it does
public record Swarm(
    SwarmRole role,
    SortedMap<String, SwarmService> services,
    SortedMap<String, SwarmTask> tasks,
    SortedMap<String, SwarmNode> nodes,
    List<Unreadable> unreadable,
    String trouble) {
  /// Where there is none, or none is asked.
  public static final Swarm NONE = empty(SwarmRole.NONE, "");

  public Swarm {
    services = Collections.unmodifiableSortedMap(new TreeMap<>(services));
    tasks = Collections.unmodifiableSortedMap(new TreeMap<>(tasks));
    nodes = Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
    unreadable = List.copyOf(unreadable);
    trouble = Harmless.of(trouble);
  }

  /// One of which nothing is known.
  ///
  /// @param trouble why; empty where there is nothing to know
  public static Swarm empty(SwarmRole role, String trouble) {
    return new Swarm(role, new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), List.of(), trouble);
  }

  /// What a manager lists.
  public static Swarm of(
      Listed<SwarmService> services, Listed<SwarmTask> tasks, Listed<SwarmNode> nodes) {
    return empty(SwarmRole.MANAGER, "").withServices(services).withTasks(tasks).withNodes(nodes);
  }

  /// All that a manager knows.
  ///
  /// @throws EngineException where any of it is not told
  public static Swarm read(SwarmSource manager) {
    // Services before tasks: no task is of a service that is not known.
    return of(manager.services(), manager.tasks(), manager.nodes());
  }

  /// As [#read], for who asks once: of what may be no manager, and may not be asked.
  ///
  /// @throws EngineException where any of it is not told
  static Swarm once(SwarmSource source) {
    SwarmRole role = source.role();
    if (role != SwarmRole.MANAGER) {
      return empty(role, "");
    }
    try {
      return read(source);
    } catch (NotAllowedException kept) {
      return empty(SwarmRole.WORKER, String.valueOf(kept.getMessage()));
    }
  }

  /// With what the manager lists of services now.
  public Swarm withServices(Listed<SwarmService> listed) {
    return new Swarm(
        SwarmRole.MANAGER,
        byId(listed.items(), SwarmService::id),
        tasks,
        nodes,
        without(Unreadable.Kind.SERVICE, listed.unreadable()),
        "");
  }

  /// With what the manager lists of all tasks now.
  public Swarm withTasks(Listed<SwarmTask> listed) {
    return new Swarm(
        SwarmRole.MANAGER,
        services,
        byId(listed.items(), SwarmTask::id),
        nodes,
        without(Unreadable.Kind.TASK, listed.unreadable()),
        "");
  }

  /// With what the manager lists of one service's tasks now.
  public Swarm withTasksOf(String serviceId, Listed<SwarmTask> listed) {
    SortedMap<String, SwarmTask> others = new TreeMap<>(tasks);
    others.values().removeIf(task -> task.serviceId().equals(serviceId));
    others.putAll(byId(listed.items(), SwarmTask::id));
    return new Swarm(SwarmRole.MANAGER, services, others, nodes, unreadable, "");
  }

  /// With what the manager lists of nodes now.
  public Swarm withNodes(Listed<SwarmNode> listed) {
    return new Swarm(
        SwarmRole.MANAGER,
        services,
        tasks,
        byId(listed.items(), SwarmNode::id),
        without(Unreadable.Kind.NODE, listed.unreadable()),
        "");
  }

  /// The same, of which nothing new is told.
  public Swarm inTrouble(String why) {
    return new Swarm(role, services, tasks, nodes, unreadable, why);
  }

  /// With what was known before of services and tasks that containers still belong to. A manager
  /// forgets a service at once and a task before its container has ended, and an answer may be
  /// wrong: what runs keeps the labels and the fate that were told last.
  ///
  /// @param serviceIds of the services that running containers belong to
  /// @param taskIds of the tasks that running containers are
  public Swarm keeping(Swarm before, Set<String> serviceIds, Set<String> taskIds) {
    SortedMap<String, SwarmService> allServices = kept(before.services, serviceIds, services);
    SortedMap<String, SwarmTask> allTasks = kept(before.tasks, taskIds, tasks);
    return new Swarm(role, allServices, allTasks, nodes, unreadable, trouble);
  }

  private static <T> SortedMap<String, T> kept(
      SortedMap<String, T> before, Set<String> ids, SortedMap<String, T> now) {
    SortedMap<String, T> all = new TreeMap<>(before);
    all.keySet().retainAll(ids);
    all.putAll(now);
    return all;
  }

  private List<Unreadable> without(Unreadable.Kind kind, List<Unreadable> more) {
    List<Unreadable> all = new ArrayList<>(unreadable);
    all.removeIf(each -> each.kind() == kind);
    all.addAll(more);
    return all;
  }

  private static <T> SortedMap<String, T> byId(Collection<T> items, Function<T, String> id) {
    SortedMap<String, T> byId = new TreeMap<>();
    items.forEach(item -> byId.put(id.apply(item), item));
    return byId;
  }

  /// A container as the task that it is: with its service's labels. The container itself where it
  /// is none, or where its service is not known.
  ///
  /// A container that only carries a task's labels is none where the manager knows another one of
  /// that task.
  Container placed(Container container) {
    SwarmService service = services.get(container.serviceId());
    if (service == null) {
      return container;
    }
    Optional<SwarmTask> task = Optional.ofNullable(tasks.get(container.taskId()));
    boolean forged =
        task.filter(
                each -> !each.containerId().isEmpty() && !each.containerId().equals(container.id()))
            .isPresent();
    return forged ? container : container.as(service, task, task.flatMap(this::nodeOf));
  }

  /// What runs on nodes that have never been seen, as far as the manager tells.
  ///
  /// @param unmet those nodes: identifiers by name
  /// @param seen containers that an engine has told of
  /// @param networks those that are known
  List<Container> told(
      Map<String, String> unmet, List<Container> seen, Collection<Network> networks) {
    Set<String> known = seen.stream().map(Container::id).collect(Collectors.toSet());
    Map<String, String> names =
        networks.stream()
            .filter(network -> network.scope().equals("swarm"))
            .collect(Collectors.toMap(Network::id, Network::name, (one, other) -> one));
    List<Container> told = new ArrayList<>();
    unmet.forEach((name, node) ->
        tasks.values().stream()
            .filter(task -> task.nodeId().equals(node) && task.running())
            .filter(task -> services.containsKey(task.serviceId()))
            .filter(task -> !task.containerId().isEmpty() && known.add(task.containerId()))
            .map(task ->
                task.asContainer(
                    Objects.requireNonNull(services.get(task.serviceId())), name, names))
            .forEach(told::add));
    return told;
  }

  private Optional<SwarmNode> nodeOf(SwarmTask task) {
    return Optional.ofNullable(nodes.get(task.nodeId()));
  }
}
