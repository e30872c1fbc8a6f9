package io.sallyport.source;

import io.sallyport.finding.Harmless;

/// A node of a Swarm, as `GET /nodes` lists it.
///
/// @param address as the managers see it; empty where that is not said
/// @param state `ready`, `down`, `unknown`, …
/// @param availability `active`, `pause`, `drain`
/// @param leader whether it leads the managers
public record SwarmNode(
    String id,
    String hostname,
    String address,
    String state,
    String availability,
    boolean manager,
    boolean leader) {
  public SwarmNode {
    hostname = Harmless.of(hostname);
    address = Harmless.of(address);
    state = Harmless.of(state);
    availability = Harmless.of(availability);
  }

  /// Whether the address is one by which others reach the node.
  public boolean hasAddress() {
    return !address.isEmpty()
        && !address.equals("0.0.0.0")
        && !address.equals("::")
        && !address.equals("::1")
        && !address.startsWith("127.");
  }
}
