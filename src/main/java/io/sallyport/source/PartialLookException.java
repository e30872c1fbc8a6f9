package io.sallyport.source;

/// The engine answered, but not for all of what it stands for: a classic Swarm manager that has
/// lost a node lists the containers of the others as if they were all.
public final class PartialLookException extends EngineException {
  private static final long serialVersionUID = 1L;

  /// @param message names the nodes that are missing, and what the manager says of each
  public PartialLookException(String message) {
    super(message);
  }
}
