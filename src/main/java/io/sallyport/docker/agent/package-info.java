/// The agent: a filter in front of a node's engine, for the managers of its Swarm alone.
///
/// Comes in: connections by TLS, from whoever reaches the port. Goes out: the calls of
/// [io.sallyport.docker.Endpoint] that a Sallyport on another node needs, each made anew from
/// parsed parts, and of the engine's answers the fields that it needs. Must not know: what is
/// routed, settings, why something is asked.
@NullMarked
package io.sallyport.docker.agent;

import org.jspecify.annotations.NullMarked;
