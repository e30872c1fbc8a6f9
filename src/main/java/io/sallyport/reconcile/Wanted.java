package io.sallyport.reconcile;

import io.sallyport.certificates.CertificateSet;
import io.sallyport.config.ProxySettings;
import io.sallyport.engine.Observation;
import io.sallyport.proxy.ProxyConfig;
import io.sallyport.render.Capabilities;
import io.sallyport.render.Renderer;
import io.sallyport.render.TemplateException;
import io.sallyport.routing.Finding;
import io.sallyport.routing.RoutingTable;
import io.sallyport.routing.VirtualHost;
import java.util.ArrayList;
import java.util.List;

/// What a proxy should serve, and all that is needed to render it, or a part of it.
///
/// @param can what the proxy's Nginx can do, as far as it is known
/// @param seen the look that it comes from
/// @param extension to which the proxy belongs
/// @param notes what the proxy keeps for us beside its configuration
record Wanted(
    RoutingTable table,
    Renderer renderer,
    Capabilities can,
    CertificateSet certificates,
    Observation seen,
    ProxySettings extension,
    String notes) {

  /// The configuration for this table or another one.
  ///
  /// @throws TemplateException when the template fails on it
  ProxyConfig config(RoutingTable any) {
    return new ProxyConfig(renderer.render(any, can), certificates, notes);
  }

  Wanted with(RoutingTable other) {
    return new Wanted(other, renderer, can, certificates, seen, extension, notes);
  }

  Wanted withoutCertificates() {
    return new Wanted(table, renderer, can, CertificateSet.NONE, seen, extension, notes);
  }

  Wanted with(Capabilities other) {
    return new Wanted(table, renderer, other, certificates, seen, extension, notes);
  }

  Wanted with(Renderer other) {
    return new Wanted(table, other, can, certificates, seen, extension, notes);
  }

  /// Without hosts on which the template fails, each of which adds to the findings.
  Wanted sound(List<Finding> findings) {
    List<VirtualHost> sound = new ArrayList<>();
    for (VirtualHost host : table.hosts()) {
      try {
        renderer.render(table.with(List.of(host)), can);
        sound.add(host);
      } catch (TemplateException wrong) {
        findings.add(Blame.of(host, seen, wrong));
      }
    }
    return with(table.with(sound));
  }
}
