/// Everything about HAProxy: how its configuration is written, brought to it and refused.
///
/// Comes in: a [io.sallyport.model.RoutingTable], the extension's settings, what the proxy says of
/// itself. Goes out: a configuration's text, scripts to run in the proxy, what their output means.
/// Pure but for reading the template and the scripts. Must not know: engines, containers, when or
/// why a configuration changes.
@NullMarked
package io.sallyport.proxy.haproxy;

import org.jspecify.annotations.NullMarked;
