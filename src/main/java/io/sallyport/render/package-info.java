/// A routing table and a template into a proxy's configuration and its version.
///
/// Comes in: a [io.sallyport.model.RoutingTable], the extension's settings, what the proxy's Nginx
/// can do ([io.sallyport.render.Capabilities]), the operator's template if there is one. Goes out:
/// a [RenderedConfig], or a [TemplateException] that says where the template is wrong. Pure after
/// the template is read: same table, settings, capabilities and template, same bytes. Must not
/// know: engines, containers, how a configuration reaches a proxy.
@NullMarked
package io.sallyport.render;

import org.jspecify.annotations.NullMarked;
