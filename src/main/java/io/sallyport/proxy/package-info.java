/// A rendered configuration into a proxy container that runs it.
///
/// Comes in: a [RenderedConfig] for one proxy. Goes out: a [RolloutResult], and what a proxy says
/// of itself ([ProxyReader]). What is about one kind of proxy alone is behind [ProxyDriver].
/// Touches a proxy only through the port to its engine. Must not know: any kind of proxy by name,
/// labels, routing, when or why a configuration changed.
@NullMarked
package io.sallyport.proxy;

import org.jspecify.annotations.NullMarked;
