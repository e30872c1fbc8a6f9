package io.sallyport.source;

import io.sallyport.finding.Harmless;
import java.util.Collections;
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
public record SwarmTask(
    String id,
    String serviceId,
    String nodeId,
    int slot,
    String desired,
    String state,
    String containerId,
    SortedMap<String, String> addresses) {
  private static final String RUNNING = "running";

  public SwarmTask {
    desired = Harmless.of(desired);
    state = Harmless.of(state);
    addresses = Collections.unmodifiableSortedMap(new TreeMap<>(addresses));
  }

  /// One that has no address.
  public SwarmTask(
      String id,
      String serviceId,
      String nodeId,
      int slot,
      String desired,
      String state,
      String containerId) {
    this(id, serviceId, nodeId, slot, desired, state, containerId, new TreeMap<>());
  }

  /// Whether it runs, as far as the managers know.
  public boolean running() {
    return state.equals(RUNNING);
  }

  /// Whether Swarm has decided to end it: known 1 to 3 s before the container gets its stop signal.
  public boolean leaving() {
    return !desired.isEmpty() && !desired.equals(RUNNING);
  }
}
