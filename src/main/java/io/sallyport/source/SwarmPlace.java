package io.sallyport.source;

/// What an engine is in which Swarm.
///
/// @param cluster the Swarm's identifier; empty where the engine does not say: only managers do
/// @param node the engine's own identifier as a node; empty outside of a Swarm
public record SwarmPlace(SwarmRole role, String cluster, String node) {}
