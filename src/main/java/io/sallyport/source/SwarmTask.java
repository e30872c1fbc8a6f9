package io.sallyport.source;

import io.sallyport.finding.Harmless;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// A task of a Swarm's service, as `GET /tasks` lists it: a container, before, while and after it
/// runs.
///
/// @param slot its number among those of its service; 0 of a global one, which has one on each node
/// @param desired what Swarm wants of it: `running`, `shutdown`, `remove`, …
/// @param state what it is: `pending`, `starting`, `running`, `failed`, …
/// @param containerId empty before it has one
/// @param addresses that Swarm has given it, by the network's identifier
/// @param created when it was made
/// @param labels that its container is made with
public record SwarmTask(
    String id,
    String serviceId,
    String nodeId,
    int slot,
    String desired,
    String state,
    String containerId,
    SortedMap<String, String> addresses,
    Instant created,
    SortedMap<String, String> labels) {
  private static final String RUNNING = "running";

  public SwarmTask {
    desired = Harmless.of(desired);
    state = Harmless.of(state);
    addresses = Collections.unmodifiableSortedMap(new TreeMap<>(addresses));
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
  }

  /// One that has no address and no labels.
  public SwarmTask(
      String id,
      String serviceId,
      String nodeId,
      int slot,
      String desired,
      String state,
      String containerId) {
    this(
        id,
        serviceId,
        nodeId,
        slot,
        desired,
        state,
        containerId,
        new TreeMap<>(),
        Instant.EPOCH,
        new TreeMap<>());
  }

  /// The same, where Swarm has given it addresses.
  public SwarmTask at(SortedMap<String, String> given) {
    return new SwarmTask(
        id, serviceId, nodeId, slot, desired, state, containerId, given, created, labels);
  }

  /// Whether it runs, as far as the managers know.
  public boolean running() {
    return state.equals(RUNNING);
  }

  /// Whether Swarm has decided to end it: known 1 to 3 s before the container gets its stop signal.
  public boolean leaving() {
    return !desired.isEmpty() && !desired.equals(RUNNING);
  }

  /// This task, of which only a manager has told, as the container that its engine would list: it
  /// runs, as far as the managers know, and which ports it has is not known.
  ///
  /// @param where the node's name
  /// @param names of networks by their identifiers; on others it is not said to be
  Container asContainer(SwarmService service, String where, Map<String, String> names) {
    SortedMap<String, String> all = new TreeMap<>(labels);
    all.put(Container.TASK_ID, id);
    all.put(Container.SERVICE_ID, serviceId);
    all.put(Container.SERVICE_NAME, service.name());
    SortedMap<String, Container.Attachment> networks = new TreeMap<>();
    addresses.forEach((network, address) -> {
      if (names.containsKey(network)) {
        boolean v6 = address.contains(":");
        networks.put(
            names.getOrDefault(network, ""),
            new Container.Attachment(network, "", v6 ? "" : address, v6 ? address : "", ""));
      }
    });
    String place = slot == 0 ? nodeId : Integer.toString(slot);
    return new Container(
        containerId,
        "%s.%s.%s".formatted(service.name(), place, id),
        where,
        "",
        created,
        Container.State.RUNNING,
        Container.Health.NONE,
        "default",
        all,
        List.of(),
        networks);
  }
}
