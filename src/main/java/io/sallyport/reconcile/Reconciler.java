package io.sallyport.reconcile;

import io.sallyport.config.ProxySettings;
import io.sallyport.engine.Engine;
import io.sallyport.engine.Observation;
import io.sallyport.proxy.ProxyConfig;
import io.sallyport.reconcile.Journal.TemplateUse;
import io.sallyport.render.RenderedConfig;
import io.sallyport.render.TemplateException;
import io.sallyport.routing.Router;
import io.sallyport.routing.Routing;
import io.sallyport.routing.Routing.ProxyRouting;

/// One pass: look at what is, work out what should be, and hand each proxy its share.
final class Reconciler {
  private final Engine engine;
  private final Router router;
  private final Templates templates;
  private final Certificates certificates;
  private final ProxyLanes lanes;
  private final Journal journal;

  Reconciler(
      Engine engine,
      Router router,
      Templates templates,
      Certificates certificates,
      ProxyLanes lanes,
      Journal journal) {
    this.engine = engine;
    this.router = router;
    this.templates = templates;
    this.certificates = certificates;
    this.lanes = lanes;
    this.journal = journal;
  }

  /// Runs a pass to its end; what the proxies do with their shares is theirs.
  ///
  /// @throws io.sallyport.engine.EngineException when the look failed: nothing was changed then
  void pass() {
    Observation seen = engine.observe();
    Routing routing = router.route(seen);
    lanes.keepOnly(routing.proxies());
    journal.passed(routing);
    for (ProxyRouting share : routing.proxies()) {
      handOver(share);
    }
  }

  /// A template that fails on this table leaves the proxy with what it runs.
  private void handOver(ProxyRouting share) {
    ProxySettings extension = share.settings();
    try {
      RenderedConfig rendered = templates.of(extension).render(share.table());
      ProxyConfig config = new ProxyConfig(rendered, certificates.of(extension));
      lanes.offer(extension, new ProxyWork(share.proxy(), config, share.join(), share.keep()));
      journal.templateWorks(extension, TemplateUse.RENDERING);
    } catch (TemplateException wrong) {
      journal.templateFails(extension, TemplateUse.RENDERING, wrong);
    }
  }
}
