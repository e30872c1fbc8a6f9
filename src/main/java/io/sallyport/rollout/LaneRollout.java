package io.sallyport.rollout;

import io.sallyport.certificates.CertificateSet;
import io.sallyport.finding.Finding;
import io.sallyport.proxy.RolloutResult;
import io.sallyport.proxy.RolloutResult.Applied;
import io.sallyport.proxy.RolloutResult.Failed;
import io.sallyport.proxy.RolloutResult.Refused;
import io.sallyport.proxy.RolloutResult.RolledBack;
import io.sallyport.proxy.RolloutResult.Unchanged;
import io.sallyport.source.EngineException;
import java.time.InstantSource;
import java.util.Optional;

/// Rolls out one piece of a lane's work, and remembers what that shows of its proxy.
final class LaneRollout {
  private final QuarantiningRollout sifting;
  private final ProxyNetworks networks;
  private final Pacing pacing;
  private final KnownProxy known;
  private final ProxyWatch watch;
  private final HandChange hand = new HandChange();
  private final InstantSource clock;

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

  /// What is to be said where somebody has changed the configuration by hand.
  Optional<Finding> changedByHand(ProxyWork work) {
    return hand.finding(work, clock.instant());
  }

  private ProxyWork sift(ProxyWork work) {
    return sifting.sift(work, work.incarnation(networks.ours()));
  }

  /// All of it; else all of it with the certificates of before; else what the proxy takes of it.
  RolloutResult run(ProxyWork work) {
    sifting.review();
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
    Optional<Refused> former = withFormerCertificates(sifted, refused);
    if (former.isPresent()) {
      return former.get();
    }
    QuarantiningRollout.Outcome outcome = sifting.isolate(work, refused);
    noted(outcome.result(), outcome.ran());
    return outcome.finished() || outcome.result() instanceof Failed
        ? outcome.result()
        : new Failed("some hosts are held back until it is known which of them it refuses");
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
        known.recordConfirmed();
        if (known.recordRunning(work, networks.ours(), clock.instant())) {
          pacing.reloaded(clock.instant()); // Another Sallyport may have done it just now.
        }
      }
      case RolledBack _ -> {
        pacing.reloaded(clock.instant());
        known.markUnknown();
      }
      case Refused _, Failed _ -> {}
    }
    return result;
  }

  /// A certificate that does not fit its key holds up its own renewal, and no change of a route.
  private Optional<Refused> withFormerCertificates(ProxyWork work, Refused refused) {
    CertificateSet former = known.certificates();
    if (former.equals(work.config().certificates())) {
      return Optional.empty();
    }
    RolloutResult result = sifting.apply(work, former);
    if (result instanceof Applied applied) {
      countReload(applied);
    }
    return result.successful()
        ? Optional.of(
            new Refused(
                refused.message()
                    + OldCopies.words(work)
                    + "; it runs the rest of it on its former certificates"))
        : Optional.empty();
  }

  private void countReload(Applied applied) {
    if (applied.done().reloads()) {
      pacing.reloaded(clock.instant());
    }
  }
}
