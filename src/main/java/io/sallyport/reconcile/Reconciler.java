package io.sallyport.reconcile;

import io.sallyport.certificates.CertificateSet;
import io.sallyport.config.ProxySettings;
import io.sallyport.events.Cause;
import io.sallyport.events.Damping;
import io.sallyport.events.DrainTracker;
import io.sallyport.events.ProxyRestarts;
import io.sallyport.events.SwarmWatch;
import io.sallyport.finding.Finding;
import io.sallyport.journal.Journal;
import io.sallyport.journal.Pass;
import io.sallyport.proxy.Capabilities;
import io.sallyport.proxy.Renderer;
import io.sallyport.rollout.KnownCapabilities;
import io.sallyport.rollout.ProxyLanes;
import io.sallyport.rollout.ProxyWork;
import io.sallyport.rollout.WorkOrigin;
import io.sallyport.routing.Ownership;
import io.sallyport.routing.OwnershipNotes;
import io.sallyport.routing.Remembered;
import io.sallyport.routing.Router;
import io.sallyport.routing.Routing;
import io.sallyport.routing.Routing.ProxyRouting;
import io.sallyport.routing.RoutingInput;
import io.sallyport.source.Container;
import io.sallyport.source.Observation;
import io.sallyport.source.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One pass: look at what is, work out what should be, and hand each proxy its share.
final class Reconciler {
  private final Source source;
  private final Optional<SwarmWatch> swarm;
  private final Router router;
  private final DrainTracker drains;
  private final Damping damping;
  private final ProxyRestarts restarts;
  private final NameMemory names;
  private final ServedNames served;
  private final Templates templates;
  private final CertificateSources certificates;
  private final KnownCapabilities capabilities;
  private final Renderings renderings;
  private final ProxyLanes lanes;
  private final Journal journal;
  private @Nullable Observation known;
  private @Nullable Decision last;

  Reconciler(
      Source source,
      Optional<SwarmWatch> swarm,
      Router router,
      DrainTracker drains,
      Damping damping,
      ProxyRestarts restarts,
      NameMemory names,
      ServedNames served,
      Templates templates,
      CertificateSources certificates,
      KnownCapabilities capabilities,
      ProxyLanes lanes,
      Journal journal) {
    this.source = source;
    this.swarm = swarm;
    this.router = router;
    this.drains = drains;
    this.damping = damping;
    this.restarts = restarts;
    this.names = names;
    this.served = served;
    this.templates = templates;
    this.certificates = certificates;
    this.capabilities = capabilities;
    renderings = new Renderings(templates, certificates, capabilities, journal);
    this.lanes = lanes;
    this.journal = journal;
  }

  /// What a pass decides from. Equal inputs are not decided on again.
  ///
  /// @param seen tells whether it is the same as the object that it is
  private record Inputs(
      Observation seen,
      List<String> leaving,
      Remembered names,
      List<Renderer> renderers,
      List<CertificateSet> certificates,
      Map<String, Capabilities> capabilities) {
    @SuppressWarnings("ReferenceEquality") // Observation.recognizing gives the same object.
    boolean sameAs(Inputs other) {
      return seen == other.seen
          && leaving.equals(other.leaving)
          && names.equals(other.names)
          && renderers.equals(other.renderers)
          && certificates.equals(other.certificates)
          && capabilities.equals(other.capabilities);
    }
  }

  /// What each proxy is to get, and what is wrong.
  ///
  /// @param routed when that was done, as [System#nanoTime]
  private record Decision(
      Inputs inputs, Routing routing, List<Finding> findings, List<ProxyWork> works, long routed) {
    List<ProxyWork> worksFor(WorkOrigin asked) {
      return works.stream().map(work -> work.with(asked)).toList();
    }
  }

  /// Runs a pass to its end; what the proxies do with their shares is theirs.
  ///
  /// @param only the containers to look at; empty for everything
  /// @return whether the look was complete; where it was not, what is missing stays as it was
  /// @throws io.sallyport.source.EngineException when the look failed, or missed something that no
  ///   earlier one saw: nothing was changed then
  boolean pass(Cause cause, Optional<Set<String>> only) {
    long begun = System.nanoTime();
    Observation seen = observe(only);
    long looked = System.nanoTime();
    Inputs inputs = inputs(seen);
    Decision decision = last != null && last.inputs().sameAs(inputs) ? last : decide(inputs);
    last = decision;
    long rendered = System.nanoTime();
    Routing routing = decision.routing();
    List<ProxyWork> works = decision.worksFor(new WorkOrigin(begun, cause.heard()));
    lanes.keepOnly(routing.proxies());
    capabilities.keepOnly(routing.proxies().stream().map(share -> share.proxy().id()).toList());
    List<Container> stopped = router.stoppedProxies(seen);
    journal.passed(seen, inputs.leaving(), routing, findings(decision, stopped), stopped);
    journal.proxies().offering(works);
    works.forEach(lanes::offer);
    journal.tells(
        new Pass(cause, seen.engine(), routing, works, begun, looked, decision.routed(), rendered));
    return seen.nodes().whole();
  }

  /// What is wrong with what was asked for, and with containers over time.
  private List<Finding> findings(Decision decision, List<Container> stopped) {
    List<Container> proxies = new ArrayList<>(stopped);
    decision.routing().proxies().forEach(share -> proxies.add(share.proxy()));
    List<Finding> restarting = restarts.findings(proxies);
    List<Finding> others = damping.explained(decision.findings());
    return restarting.isEmpty()
        ? others
        : Stream.concat(others.stream(), restarting.stream()).sorted().toList();
  }

  /// What is, whole: what a partial look misses stays as an earlier one saw it.
  private Observation observe(Optional<Set<String>> only) {
    Observation look = look(only);
    Observation seen = known == null ? look.whole() : look.completedBy(known).recognizing(known);
    known = seen;
    return seen;
  }

  private Inputs inputs(Observation seen) {
    return new Inputs(
        damping.steady(seen),
        drains.leaving(seen),
        names.now(),
        templates.all(),
        certificates.all(),
        capabilities.all());
  }

  /// Recalls nothing of earlier passes: the next one works everything out.
  void forget() {
    last = null;
    router.forget();
  }

  private Decision decide(Inputs inputs) {
    Routing routing = AdmittedRouting.of(routed(inputs), templates.drivers());
    long routed = System.nanoTime();
    List<Finding> findings = new ArrayList<>(routing.findings());
    List<ProxyWork> works = new ArrayList<>();
    findings.addAll(served.findings(routing));
    Map<ProxySettings, String> notes = new HashMap<>();
    routing
        .remembered()
        .owners()
        .forEach(
            (extension, owned) -> notes.put(extension, OwnershipNotes.write(owned, extension)));
    for (ProxyRouting share : routing.proxies()) {
      String own = notes.getOrDefault(share.settings(), "");
      renderings.of(share, inputs.seen(), own, findings).ifPresent(works::add);
    }
    return new Decision(
        inputs, routing, findings.stream().sorted().distinct().toList(), works, routed);
  }

  private Observation look(Optional<Set<String>> only) {
    Observation before = known;
    Observation look =
        before == null
            ? source.observe()
            : only.map(ids -> source.observe(before, ids)).orElseGet(() -> source.observe(before));
    return swarm.map(watch -> watch.complete(look)).orElse(look);
  }

  /// Names stay where they were at the last pass, or, at the first one, in the proxies.
  private Routing routed(Inputs inputs) {
    Routing routing = router.route(input(inputs, inputs.names()));
    Set<ProxySettings> served =
        routing.proxies().stream().map(ProxyRouting::settings).collect(Collectors.toSet());
    if (!names.knows(served)) {
      Map<ProxySettings, Ownership> known = new HashMap<>(inputs.names().owners());
      this.served.of(routing, extension -> !names.knows(Set.of(extension))).forEach(known::put);
      routing = router.route(input(inputs, new Remembered(known)));
    }
    names.settled(routing.remembered(), served);
    return routing;
  }

  private static RoutingInput input(Inputs inputs, Remembered remembered) {
    return new RoutingInput(inputs.seen(), inputs.leaving(), remembered);
  }
}
