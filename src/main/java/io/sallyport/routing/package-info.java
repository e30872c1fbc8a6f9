/// Who owns what, and what each proxy is to serve: a routing table for each proxy, and findings for
/// what was wrong on the way.
///
/// Comes in: a [RoutingInput], and the checked settings; what containers ask for is read by
/// [io.sallyport.labels.Dialect]s. Goes out: a [Routing]: per proxy a
/// [io.sallyport.model.RoutingTable] and the networks that it needs, what the next pass goes by
/// ([Remembered]), and [io.sallyport.finding.Finding]s. Total and pure: equal input gives an equal
/// result; no I/O, no clock, no logger. Must not know: how an engine is reached, which labels there
/// are in a dialect, what a proxy's configuration looks like.
@NullMarked
package io.sallyport.routing;

import org.jspecify.annotations.NullMarked;
