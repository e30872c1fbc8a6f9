package io.sallyport.engine;

import java.util.List;

/// The engine answered, but not for all of what it stands for: a classic Swarm manager that has
/// lost a node lists the containers of the others as if they were all.
public final class PartialLookException extends EngineException {
  private static final long serialVersionUID = 1L;

  private final List<String> nodes;

  /// @param nodes those that are missing, each with what the manager says of it
  public PartialLookException(String message, List<String> nodes) {
    super(message);
    this.nodes = List.copyOf(nodes);
  }

  public List<String> nodes() {
    return nodes;
  }
}
