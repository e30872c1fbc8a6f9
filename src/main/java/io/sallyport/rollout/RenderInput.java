package io.sallyport.rollout;

import io.sallyport.certificates.CertificateSet;
import io.sallyport.config.ProxySettings;
import io.sallyport.finding.Finding;
import io.sallyport.model.RoutingTable;
import io.sallyport.proxy.Capabilities;
import io.sallyport.proxy.ProxyConfig;
import io.sallyport.proxy.Renderer;
import io.sallyport.source.Observation;
import io.sallyport.template.TemplateException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a proxy should serve, and all that is needed to render it, or a part of it.
///
/// @param can what the proxy can do, as far as it is known
/// @param seen the look that it comes from
/// @param extension to which the proxy belongs
/// @param notes what the proxy keeps for us beside its configuration
public record RenderInput(
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

  RenderInput with(RoutingTable other) {
    return new RenderInput(other, renderer, can, certificates, seen, extension, notes);
  }

  RenderInput with(CertificateSet others) {
    return new RenderInput(table, renderer, can, others, seen, extension, notes);
  }

  RenderInput with(Capabilities other) {
    return new RenderInput(table, renderer, other, certificates, seen, extension, notes);
  }

  RenderInput with(Renderer other) {
    return new RenderInput(table, other, can, certificates, seen, extension, notes);
  }

  /// Without what the template fails on, each part of which adds to the findings.
  public RenderInput sound(List<Finding> findings) {
    Map<String, List<Part>> sound = new HashMap<>();
    for (Part part : Part.of(table)) {
      List<Part> known = sound.computeIfAbsent(part.host().name(), any -> new ArrayList<>());
      List<Part> tried = new ArrayList<>(known);
      tried.add(part);
      try {
        renderer.render(table.with(Part.join(tried)), can);
        known.add(part);
      } catch (TemplateException wrong) {
        findings.add(RefusalFinding.of(part, seen, wrong));
      }
    }
    return with(table.with(Part.join(sound.values().stream().flatMap(List::stream).toList())));
  }
}
