/// An observation into a routing table for each proxy, and findings for what was wrong on the way.
///
/// Comes in: an [io.sallyport.source.Observation] and the checked settings. Goes out: a [Routing]:
/// per proxy a [RoutingTable] and the networks that it needs, and [io.sallyport.finding.Finding]s.
/// Total and pure: any label text becomes a checked value or a finding, never an exception; no I/O,
/// no clock, no logger. Must not know: how an engine is reached, what a proxy's configuration looks
/// like.
@NullMarked
package io.sallyport.routing;

import org.jspecify.annotations.NullMarked;
