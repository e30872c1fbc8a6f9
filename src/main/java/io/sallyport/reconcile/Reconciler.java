package io.sallyport.reconcile;

import io.sallyport.config.ProxySettings;
import io.sallyport.engine.Engine;
import io.sallyport.engine.Observation;
import io.sallyport.reconcile.FileJournal.TemplateUse;
import io.sallyport.render.TemplateException;
import io.sallyport.routing.Finding;
import io.sallyport.routing.Router;
import io.sallyport.routing.Routing;
import io.sallyport.routing.Routing.ProxyRouting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One pass: look at what is, work out what should be, and hand each proxy its share.
final class Reconciler {
  private final Engine engine;
  private final Router router;
  private final Departures departures;
  private final NameMemory names;
  private final ServedNames served;
  private final Templates templates;
  private final Certificates certificates;
  private final ProxyLanes lanes;
  private final Journal journal;
  private @Nullable Observation known;

  Reconciler(
      Engine engine,
      Router router,
      Departures departures,
      NameMemory names,
      ServedNames served,
      Templates templates,
      Certificates certificates,
      ProxyLanes lanes,
      Journal journal) {
    this.engine = engine;
    this.router = router;
    this.departures = departures;
    this.names = names;
    this.served = served;
    this.templates = templates;
    this.certificates = certificates;
    this.lanes = lanes;
    this.journal = journal;
  }

  /// Runs a pass to its end; what the proxies do with their shares is theirs.
  ///
  /// @param only the containers to look at; empty for everything
  /// @return whether the look was complete; where it was not, what is missing stays as it was
  /// @throws io.sallyport.engine.EngineException when the look failed, or missed something that no
  ///   earlier one saw: nothing was changed then
  boolean pass(Cause cause, Optional<Set<String>> only) {
    long begun = System.nanoTime();
    Observation look = look(only);
    long looked = System.nanoTime();
    Observation seen = known == null ? look.whole() : look.completedBy(known).recognizing(known);
    known = seen;
    List<String> leaving = departures.now();
    Routing routing = routed(seen, leaving);
    long routed = System.nanoTime();
    lanes.keepOnly(routing.proxies());
    List<Finding> findings = new ArrayList<>(routing.findings());
    List<ProxyWork> works = new ArrayList<>();
    Asked asked = new Asked(begun, cause.heard());
    for (ProxyRouting share : routing.proxies()) {
      rendered(share, seen, findings).map(work -> work.with(asked)).ifPresent(works::add);
    }
    long rendered = System.nanoTime();
    journal.passed(seen, leaving, routing, findings.stream().sorted().distinct().toList());
    journal.offering(works);
    works.forEach(lanes::offer);
    journal.tells(new Pass(cause, seen.engine(), routing, works, begun, looked, routed, rendered));
    return seen.nodes().complete();
  }

  private Observation look(Optional<Set<String>> only) {
    return known == null || only.isEmpty() ? engine.observe() : engine.observe(known, only.get());
  }

  /// Names stay where they were at the last pass, or, at the first one, in the proxies.
  private Routing routed(Observation seen, List<String> leaving) {
    Routing routing = router.route(seen, leaving, names.now());
    if (!names.begun() && ServedNames.anyDisputed(routing)) {
      routing = router.route(seen, leaving, served.of(routing));
    }
    names.settled(routing.names());
    return routing;
  }

  /// A template that fails on some hosts costs these; one that fails anyway leaves the proxy with
  /// what it runs.
  private Optional<ProxyWork> rendered(
      ProxyRouting share, Observation seen, List<Finding> findings) {
    ProxySettings extension = share.settings();
    Wanted wanted =
        new Wanted(
            share.table(), templates.of(extension), certificates.of(extension), seen, extension);
    try {
      ProxyWork work = rendered(share, wanted, findings);
      journal.files().templateWorks(extension, TemplateUse.RENDERING);
      return Optional.of(work);
    } catch (TemplateException wrong) {
      journal.files().templateFails(extension, TemplateUse.RENDERING, wrong);
      return Optional.empty();
    }
  }

  private static ProxyWork rendered(ProxyRouting share, Wanted wanted, List<Finding> findings) {
    try {
      return ProxyWork.of(share, wanted);
    } catch (TemplateException someHosts) {
      return ProxyWork.of(share, wanted.sound(findings));
    }
  }
}
