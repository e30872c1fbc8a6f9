package io.sallyport.reconcile;

import io.sallyport.config.ProxySettings;
import io.sallyport.finding.Finding;
import io.sallyport.journal.Journal;
import io.sallyport.proxy.ProxyDriver;
import io.sallyport.rollout.KnownCapabilities;
import io.sallyport.rollout.ProxyWork;
import io.sallyport.rollout.RenderInput;
import io.sallyport.routing.Routing.ProxyRouting;
import io.sallyport.source.Observation;
import io.sallyport.template.TemplateException;
import java.util.List;
import java.util.Optional;

/// Renders what each proxy is to serve, with its template, its certificates and for what it can do.
final class Renderings {
  private final Templates templates;
  private final CertificateSources certificates;
  private final KnownCapabilities capabilities;
  private final Journal journal;

  Renderings(
      Templates templates,
      CertificateSources certificates,
      KnownCapabilities capabilities,
      Journal journal) {
    this.templates = templates;
    this.certificates = certificates;
    this.capabilities = capabilities;
    this.journal = journal;
  }

  /// A template that fails on some hosts costs these; one that fails anyway leaves the proxy with
  /// what it runs.
  ///
  /// @param notes of the owners of names, to be kept in the proxy
  /// @param findings gets those about hosts that are left out
  /// @return empty where the template fails
  Optional<ProxyWork> of(
      ProxyRouting share, Observation seen, String notes, List<Finding> findings) {
    ProxySettings extension = share.settings();
    ProxyDriver driver = templates.drivers().of(extension);
    RenderInput wanted =
        new RenderInput(
            share.table(),
            templates.of(extension),
            capabilities.of(share.proxy().id()).orElseGet(driver::baseline),
            certificates.of(extension),
            seen,
            extension,
            notes);
    try {
      ProxyWork work = rendered(share, wanted, findings);
      journal.files().rendered(share.proxy());
      return Optional.of(work);
    } catch (TemplateException wrong) {
      journal.files().unrendered(share.proxy(), extension, wrong);
      journal.proxies().unrendered(share.proxy(), wrong);
      return Optional.empty();
    }
  }

  private static ProxyWork rendered(
      ProxyRouting share, RenderInput wanted, List<Finding> findings) {
    try {
      return ProxyWork.of(share, wanted);
    } catch (TemplateException someHosts) {
      return ProxyWork.of(share, wanted.sound(findings));
    }
  }
}
