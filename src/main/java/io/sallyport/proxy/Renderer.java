package io.sallyport.proxy;

import io.sallyport.model.RoutingTable;

/// Writes routing tables as configurations of one kind of proxy, by the settings and the template
/// of one extension. Pure after the template is read; may be used by several threads.
public interface Renderer {

  /// The configuration for a table, for what the proxy can do.
  ///
  /// @throws io.sallyport.template.TemplateException when the template fails on this table
  RenderedConfig render(RoutingTable table, Capabilities can);

  /// True when a file of the operator's template has changed since it was read.
  boolean stale();
}
