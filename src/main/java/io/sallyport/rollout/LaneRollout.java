package io.sallyport.rollout;

import io.sallyport.certificates.CertificateSet;
import io.sallyport.finding.Finding;
import io.sallyport.finding.Subject;
import io.sallyport.proxy.RolloutResult;
import io.sallyport.proxy.RolloutResult.Applied;
import io.sallyport.proxy.RolloutResult.Failed;
import io.sallyport.proxy.RolloutResult.Refused;
import io.sallyport.proxy.RolloutResult.RolledBack;
import io.sallyport.proxy.RolloutResult.Unchanged;
import io.sallyport.source.EngineException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Rolls out one piece of a lane's work, and remembers what that shows of its proxy.
final class LaneRollout {
  private static final String HELD_BACK =
      "some hosts are held back until it is known which of them it refuses";

  private final QuarantiningRollout sifting;
  private final ProxyNetworks networks;
  private final Pacing pacing;
  private final KnownProxy known;
  private final ProxyWatch watch;
  private final HandChange hand = new HandChange();
  private final FormerCertificates certificates = new FormerCertificates();
  private final InstantSource clock;

  /// Why not all is tried yet.
  private Optional<String> unfinished = Optional.empty();

  LaneRollout(
      QuarantiningRollout sifting,
      ProxyNetworks networks,
      Pacing pacing,
      KnownProxy known,
      ProxyWatch watch,
      InstantSource clock) {
    this.sifting = sifting;
    this.networks = networks;
    this.pacing = pacing;
    this.known = known;
    this.watch = watch;
    this.clock = clock;
  }

  /// What is to be said of others who change the configuration.
  List<Finding> findings(ProxyWork work) {
    List<Finding> findings = new ArrayList<>();
    hand.finding(work, clock.instant()).ifPresent(findings::add);
    if (known.contested()) {
      findings.add(
          new Finding(
              Finding.Code.PROXY_CONTESTED,
              Subject.proxy(work.proxy().id(), work.proxy().name()),
              "is contested: another Sallyport keeps overwriting its configuration",
              "give both the same settings, templates and version, or different proxies"));
    }
    return findings;
  }

  /// Why the proxy does not run all that it should, though it was given what it takes.
  List<String> problems() {
    return Stream.of(sifting.problem(), certificates.problem(), unfinished)
        .flatMap(Optional::stream)
        .toList();
  }

  /// The work without what the proxy is known to refuse.
  ProxyWork sift(ProxyWork work) {
    return certificates.sift(sifting.sift(work, work.incarnation(networks.ours())));
  }

  /// All of it; else all of it with the certificates of before; else what the proxy takes of it.
  RolloutResult run(ProxyWork work) {
    sifting.review();
    certificates.forget();
    unfinished = Optional.empty();
    try {
      sifting.requireFiles(work);
    } catch (EngineException failure) {
      return new Failed(failure.getMessage());
    }
    ProxyWork sifted = sift(work);
    RolloutResult result = sifting.apply(sifted);
    if (!(result instanceof Refused refused)) {
      return noted(result, sifted);
    }
    return withFormerCertificates(sifted, refused).orElseGet(() -> isolated(work, refused));
  }

  /// A search that has not ended is to go on, and the proxy runs what was found until then.
  private RolloutResult isolated(ProxyWork work, Refused refused) {
    QuarantiningRollout.Outcome outcome = sifting.isolate(work, refused);
    RolloutResult result = noted(outcome.result(), outcome.ran());
    if (outcome.finished() || result instanceof Failed) {
      return result;
    }
    if (!result.successful()) {
      return new Failed(HELD_BACK);
    }
    known.recordDoubt();
    unfinished = Optional.of(HELD_BACK);
    return result;
  }

  private RolloutResult noted(RolloutResult result, ProxyWork work) {
    switch (result) {
      case Applied applied -> {
        countReload(applied);
        hand.applied(work, applied, watch.untouched(), clock.instant());
        known.recordReplaced(applied.replaced());
        known.recordRunning(work, networks.ours(), clock.instant());
      }
      case Unchanged _ -> {
        hand.confirmed();
        known.recordConfirmed();
        if (known.recordRunning(work, networks.ours(), clock.instant())) {
          pacing.reloaded(clock.instant()); // Another Sallyport may have done it just now.
        }
      }
      case RolledBack _ -> {
        pacing.reloaded(clock.instant());
        known.markUnknown();
      }
      case Failed _ -> hand.failed();
      case Refused _ -> {}
    }
    return result;
  }

  /// A certificate that does not fit its key holds up its own renewal, and no change of a route.
  private Optional<RolloutResult> withFormerCertificates(ProxyWork work, Refused refused) {
    CertificateSet former = known.certificates();
    if (former.equals(work.config().certificates())) {
      return Optional.empty();
    }
    ProxyWork before = work.with(former);
    RolloutResult result = sifting.apply(before);
    if (result instanceof Refused) {
      return Optional.empty();
    } else if (result.successful()) {
      certificates.keep(former, work, refused.message());
    }
    return Optional.of(noted(result, before));
  }

  private void countReload(Applied applied) {
    if (applied.done().reloads()) {
      pacing.reloaded(clock.instant());
    }
  }
}
