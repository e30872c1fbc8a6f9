/// A rendered configuration into a proxy container that runs it.
///
/// Comes in: a [io.sallyport.proxy.RenderedConfig] for one proxy. Goes out: a [RolloutResult].
/// Touches a proxy only through the [io.sallyport.source.ContainerAccess] port: one copy, one exec.
/// Must not know: labels, routing, when or why a configuration changed.
@NullMarked
package io.sallyport.proxy;

import org.jspecify.annotations.NullMarked;
