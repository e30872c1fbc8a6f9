package io.sallyport.source;

import io.sallyport.finding.Harmless;

/// A task of a Swarm's service, as `GET /tasks` lists it: a container, before, while and after it
/// runs.
///
/// @param slot its number among those of its service; 0 of a global one, which has one on each node
/// @param desired what Swarm wants of it: `running`, `shutdown`, `remove`, …
/// @param state what it is: `pending`, `starting`, `running`, `failed`, …
/// @param containerId empty before it has one
public record SwarmTask(
    String id,
    String serviceId,
    String nodeId,
    int slot,
    String desired,
    String state,
    String containerId) {
  private static final String RUNNING = "running";

  public SwarmTask {
    desired = Harmless.of(desired);
    state = Harmless.of(state);
  }

  /// Whether Swarm has decided to end it: known 1 to 3 s before the container gets its stop signal.
  public boolean leaving() {
    return !desired.isEmpty() && !desired.equals(RUNNING);
  }
}
