package io.sallyport.source;

/// What an engine is in a Swarm.
public enum SwarmRole {
  /// It is in none.
  NONE,
  /// It runs tasks, and cannot say what services there are.
  WORKER,
  /// A worker whose containers the managers' Sallyports serve, through its agent.
  AGENT,
  MANAGER
}
