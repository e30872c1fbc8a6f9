/// What a proxy is to serve, as values: hosts, their context roots, the servers behind them.
///
/// Comes in: what routing decides. Goes out: a [RoutingTable] for whatever writes a configuration.
/// Must not know: any other room, labels, engines, any proxy's syntax.
@NullMarked
package io.sallyport.model;

import org.jspecify.annotations.NullMarked;
