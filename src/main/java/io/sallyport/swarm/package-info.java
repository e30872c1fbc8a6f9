/// The engines of a Swarm's nodes as one: what runs on each, what happens there, and what is done
/// in the containers of each, through the node's agent.
///
/// Comes in: the own engine and manager, and what opens a connection to another node's agent. Goes
/// out: one [io.sallyport.source.Source] and one [io.sallyport.source.ContainerAccess]. Must not
/// know: how an engine is spoken to, what a label means, what a proxy is.
@NullMarked
package io.sallyport.swarm;

import org.jspecify.annotations.NullMarked;
