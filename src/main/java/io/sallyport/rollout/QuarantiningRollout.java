package io.sallyport.rollout;

import io.sallyport.certificates.CertificateSet;
import io.sallyport.finding.Finding;
import io.sallyport.model.RoutingTable;
import io.sallyport.proxy.Plan;
import io.sallyport.proxy.ProxyDriver;
import io.sallyport.proxy.ProxyReader;
import io.sallyport.proxy.RefusalClues;
import io.sallyport.proxy.Renderer;
import io.sallyport.proxy.Rollout;
import io.sallyport.proxy.RolloutResult;
import io.sallyport.proxy.RolloutResult.Applied;
import io.sallyport.proxy.RolloutResult.Failed;
import io.sallyport.proxy.RolloutResult.Refused;
import io.sallyport.proxy.RolloutResult.RolledBack;
import io.sallyport.proxy.RolloutResult.Unchanged;
import io.sallyport.source.EngineException;
import io.sallyport.template.TemplateException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Rolls out to one proxy as much as it takes: what it refuses goes into [Quarantine] by [Part],
/// and comes out when its labels, its files in the proxy, the certificates or the template change,
/// or the proxy starts anew.
final class QuarantiningRollout {
  private final String containerId;
  private final ProxyDriver driver;
  private final Rollout rollout;
  private final KnownProxy known;
  private final Consumer<RolloutResult> results;
  private final Quarantine quarantine = new Quarantine();
  private final HostFileChecks files;
  private final KeyPairs pairs = new KeyPairs();
  private @Nullable Renderer renderer;
  private @Nullable Renderer accepted;
  private @Nullable Renderer refused;
  private String refusal = "";
  private CertificateSet certificates = CertificateSet.NONE;
  private String incarnation = "";

  /// What came of it.
  ///
  /// @param ran the work without what was left out
  /// @param finished false where hosts are held back that may be innocent
  record Outcome(RolloutResult result, ProxyWork ran, boolean finished) {}

  /// @param results take what becomes of each attempt
  QuarantiningRollout(
      String containerId,
      ProxyDriver driver,
      ProxyReader reader,
      Rollout rollout,
      KnownProxy known,
      Consumer<RolloutResult> results) {
    this.containerId = containerId;
    this.driver = driver;
    files = new HostFileChecks(containerId, reader, quarantine);
    this.rollout = rollout;
    this.known = known;
    this.results = results;
  }

  /// The work without what is known to be refused, by a template that is not.
  ///
  /// @param life tells one life of the proxy from the next
  ProxyWork sift(ProxyWork work, String life) {
    RenderInput wanted = work.wanted();
    if (!wanted.renderer().equals(renderer)
        || !wanted.certificates().equals(certificates)
        || !life.equals(incarnation)) {
      forget();
      renderer = wanted.renderer();
      certificates = wanted.certificates();
      incarnation = life;
    }
    return without(
        wanted.renderer().equals(refused) && accepted != null ? by(accepted, work) : work);
  }

  private void forget() {
    quarantine.forget();
    files.forget();
    refused = null;
    refusal = "";
  }

  /// A template may fail on a part of a table; then the whole is what can be tried.
  private ProxyWork without(ProxyWork work) {
    try {
      return work.with(quarantine.sift(work.wanted().table()));
    } catch (TemplateException wrong) {
      return work;
    }
  }

  /// A former template may fail on a table of now.
  private static ProxyWork by(Renderer former, ProxyWork work) {
    try {
      return work.with(former);
    } catch (TemplateException wrong) {
      return work;
    }
  }

  /// What would be done for the work.
  Plan plan(ProxyWork sifted) {
    return rollout.plan(sifted.config(), known.running());
  }

  RolloutResult apply(ProxyWork sifted) {
    quarantine.releaseDoubtful();
    RolloutResult result =
        pairs
            .problem(sifted)
            .<RolloutResult>map(Refused::new)
            .orElseGet(() -> rollout.apply(containerId, sifted.config(), known.running()));
    results.accept(result);
    if (result.successful()) {
      quarantine.accepted(sifted.wanted().table());
      accepted = sifted.wanted().renderer();
    }
    return result;
  }

  /// Finds out what is to blame for a refusal, and rolls out the rest: a template that is new, or
  /// single hosts, or both.
  Outcome isolate(ProxyWork work, Refused why) {
    Renderer former = accepted;
    if (former == null || former.equals(work.wanted().renderer())) {
      return search(work, why);
    }
    ProxyWork before = by(former, work);
    RolloutResult result = apply(without(before));
    if (result instanceof Refused) {
      Outcome hosts = search(work, why);
      if (!(hosts.result() instanceof Refused)) {
        return hosts;
      }
    }
    refused = work.wanted().renderer();
    refusal = why.message();
    return result instanceof Refused both
        ? search(before, both)
        : new Outcome(result, without(before), true);
  }

  private Outcome search(ProxyWork work, Refused why) {
    files.forget();
    Isolation isolation = new Isolation(new AskedProxy(work), quarantine, work.wanted().table());
    try {
      RolloutResult result = isolation.run(why);
      files.noteHeld();
      return new Outcome(result, without(work), isolation.finished());
    } catch (EngineException failure) {
      return new Outcome(new Failed(failure.getMessage()), work, false);
    } catch (TemplateException wrong) { // On a part of a table that it takes as a whole.
      return new Outcome(why, work, false);
    }
  }

  /// Why the template of now is not used; empty where it is.
  Optional<String> problem() {
    return Optional.of(refusal)
        .filter(message -> !message.isEmpty())
        .map(message ->
            "it refused the new configuration: %s; the former template stays".formatted(message));
  }

  /// Holds hosts whose files the proxy cannot read.
  ///
  /// @throws EngineException when it cannot be found out
  void requireFiles(ProxyWork work) {
    files.require(work);
  }

  /// Lets those out whose files in the proxy have changed since they were refused, and the
  /// template, which may name files that are there now.
  void review() {
    refused = null;
    refusal = "";
    if (files.haveChanged()) {
      quarantine.forget();
    }
  }

  /// What is held, in words for people.
  List<Finding> findings(ProxyWork work) {
    return quarantine.held().stream().map(held -> RefusalFinding.of(held, work, driver)).toList();
  }

  /// What can be asked of this proxy about one piece of work.
  private final class AskedProxy implements RefusingProxy {
    private final ProxyWork work;

    AskedProxy(ProxyWork work) {
      this.work = work;
    }

    @Override
    public RolloutResult apply(RoutingTable table) {
      return QuarantiningRollout.this.apply(work.with(table));
    }

    @Override
    public Optional<String> refusal(RoutingTable table) {
      Optional<String> unfit = pairs.problem(work.with(table));
      if (unfit.isPresent()) {
        return unfit;
      }
      return switch (rollout.test(containerId, work.with(table).config())) {
        case Refused refused -> Optional.of(refused.message());
        case Failed failed -> throw new EngineException(failed.message());
        case Unchanged _, Applied _, RolledBack _ -> Optional.empty();
      };
    }

    @Override
    public Map<String, String> unusable(Collection<String> asked) {
      return files.unusable(work, asked);
    }

    @Override
    public String text(RoutingTable table) {
      return work.with(table).config().rendered().text();
    }

    @Override
    public RefusalClues clues(String refusal) {
      return driver.clues(refusal);
    }
  }
}
