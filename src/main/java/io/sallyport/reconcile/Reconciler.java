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
import org.jspecify.annotations.Nullable;

/// One pass: look at what is, work out what should be, and hand each proxy its share.
final class Reconciler {
  private final Engine engine;
  private final Router router;
  private final Departures departures;
  private final Templates templates;
  private final Certificates certificates;
  private final ProxyLanes lanes;
  private final Journal journal;
  private @Nullable Observation known;

  Reconciler(
      Engine engine,
      Router router,
      Departures departures,
      Templates templates,
      Certificates certificates,
      ProxyLanes lanes,
      Journal journal) {
    this.engine = engine;
    this.router = router;
    this.departures = departures;
    this.templates = templates;
    this.certificates = certificates;
    this.lanes = lanes;
    this.journal = journal;
  }

  /// Runs a pass to its end; what the proxies do with their shares is theirs.
  ///
  /// @return whether the look was complete; where it was not, what is missing stays as it was
  /// @throws io.sallyport.engine.EngineException when the look failed, or missed something that no
  ///   earlier one saw: nothing was changed then
  boolean pass() {
    Observation look = engine.observe();
    Observation seen = known == null ? look.whole() : look.completedBy(known);
    known = seen;
    Routing routing = router.route(seen, departures.now());
    lanes.keepOnly(routing.proxies());
    journal.passed(routing);
    for (ProxyRouting share : routing.proxies()) {
      handOver(share);
    }
    return seen.nodes().complete();
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
