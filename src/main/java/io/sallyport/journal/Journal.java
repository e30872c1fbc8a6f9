package io.sallyport.journal;

import io.sallyport.config.Setting;
import io.sallyport.events.Cause;
import io.sallyport.explain.PassSnapshot;
import io.sallyport.finding.Finding;
import io.sallyport.finding.Harmless;
import io.sallyport.history.EventHistory;
import io.sallyport.history.Status;
import io.sallyport.history.Status.ProxyStatus;
import io.sallyport.metrics.Metric;
import io.sallyport.metrics.Metrics;
import io.sallyport.proxy.RolloutResult;
import io.sallyport.proxy.RolloutResult.Applied;
import io.sallyport.proxy.RolloutResult.Unchanged;
import io.sallyport.rollout.ProxyLane.LaneReport;
import io.sallyport.rollout.ProxyWork;
import io.sallyport.routing.Routing;
import io.sallyport.routing.Routing.ProxyRouting;
import io.sallyport.source.Container;
import io.sallyport.source.EngineEvent;
import io.sallyport.source.EngineException;
import io.sallyport.source.Observation;
import io.sallyport.template.TemplateException;
import io.sallyport.traffic.FailingServer;
import io.sallyport.traffic.FailureBook.FailureCount;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the [Status] and tells the log what changed: a finding when it appears and when it goes, a
/// failure when it begins and when it ends, each reload.
public final class Journal {
  private static final Logger LOG = LoggerFactory.getLogger("io.sallyport");

  private static final String CONTESTED =
      "another Sallyport keeps overwriting its configuration. Give both the same settings,"
          + " templates and version, or different proxies";

  private static final Pattern NOT_IN_NAMES = Pattern.compile("[^A-Za-z0-9_./-]");

  private final InstantSource clock;
  private final Metrics metrics;
  private final AtomicReference<Status> status;
  private final EventHistory history;
  private final PassJournal passes;
  private final RolloutJournal rollouts;
  private final FindingJournal findings;
  private final FileJournal files;
  private final LastLogged said = new LastLogged();
  private final OverdueProxies overdue = new OverdueProxies();

  public Journal(InstantSource clock, Metrics metrics) {
    this.clock = clock;
    this.metrics = metrics;
    status = new AtomicReference<>(Status.starting(clock.instant()));
    history = new EventHistory(clock);
    passes = new PassJournal(metrics);
    rollouts = new RolloutJournal(metrics);
    findings = new FindingJournal(metrics, history);
    files =
        new FileJournal(clock, metrics, (wrong, known) -> update(old -> old.with(wrong, known)));
  }

  public Status status() {
    return Objects.requireNonNull(status.get());
  }

  public Metrics metrics() {
    return metrics;
  }

  public EventHistory history() {
    return history;
  }

  /// What is said of templates and certificates.
  public FileJournal files() {
    return files;
  }

  public void beat(boolean eventsLive) {
    Instant now = clock.instant();
    if (status().eventsLive() != eventsLive) {
      history.engine("event stream", eventsLive ? "live" : "lost");
    }
    files.beat();
    update(old -> overdue.in(old.beaten(now, eventsLive), now));
  }

  /// Something was decided.
  ///
  /// @param leaving identifiers of containers that are about to end
  /// @param findings everything that is wrong with what was asked for
  /// @param idle containers that would be proxies if they ran
  public void passed(
      Observation seen,
      List<String> leaving,
      Routing routing,
      List<Finding> findings,
      List<Container> idle) {
    Instant now = clock.instant();
    if (!status().engineProblem().isEmpty()) {
      LOG.info("Engine answers again");
      history.engine("answers again", "live");
    }
    history.passed(
        new PassSnapshot(
            now, seen, routing.proxies(), routing.requested(), findings, leaving, new TreeMap<>()));
    int hosts = ServedHosts.count(routing);
    SortedMap<String, ProxyStatus> proxies = new TreeMap<>();
    for (ProxyRouting share : routing.proxies()) {
      proxies.put(share.proxy().name(), ProxyStatus.found(share.proxy().id(), now));
    }
    overdue.keepOnly(proxies.keySet());
    files.keepOnly(proxies.keySet());
    update(old -> old.seen(now, hosts, findings, proxies, idle));
    sayProxies(routing);
  }

  /// A pass is over.
  ///
  /// @param failure why the pass could not be made; empty when it could
  public void passEnded(Cause cause, Instant begun, String failure) {
    Duration took = Duration.between(begun, clock.instant());
    history.passEnded(
        cause.expected() ? "" : cause.words(), took.isNegative() ? Duration.ZERO : took, failure);
  }

  /// Called on the event stream's thread. Of an event only what kind it is and whom it is about:
  /// others of its attributes may be anything.
  public void heard(EngineEvent event) {
    String subject =
        event.type().equals("network")
            ? event.network()
            : event.attributes().getOrDefault("name", "");
    String what = event.type() + " " + event.action();
    history.event(
        NOT_IN_NAMES.matcher(subject).replaceAll("_"),
        Harmless.of(event.action().equals("health_status") ? what + ": " + event.detail() : what));
  }

  /// Called before the proxies are given their work, so that none answers before it was asked.
  public void offering(List<ProxyWork> works) {
    Instant now = clock.instant();
    for (ProxyWork work : works) {
      metrics.offered(work.proxy().name(), work.asked().stamp());
      overdue.offered(work.proxy(), work.wanted().extension().get(Setting.RELOAD_INTERVAL), now);
    }
  }

  /// Counts a pass, and says what it has changed.
  public void tells(Pass pass) {
    history.changed(passes.tells(pass, status().eventsLive()));
  }

  /// One attempt has ended. Called on lanes' threads.
  public void rolledOut(String proxy, RolloutResult result) {
    rollouts.ended(proxy, result);
  }

  private void sayProxies(Routing routing) {
    List<String> names =
        routing.proxies().stream().map(share -> share.proxy().name()).sorted().distinct().toList();
    if (said.changed("proxies", String.join(", ", names)) && !names.isEmpty()) {
      LOG.info("Proxies: {}", String.join(", ", names));
    }
  }

  public void lookFailed(Cause cause, EngineException failure) {
    metrics.count(Metric.PASSES, cause.reason(), "failed");
    if (status().engineProblem().isEmpty()) {
      LOG.warn(
          "Cannot read the engine's state, proxies keep their current configuration: {}",
          failure.getMessage());
      history.engine("cannot be read: " + failure.getMessage(), "lost");
    } else {
      LOG.debug("Cannot read the engine's state: {}", failure.getMessage());
    }
    update(old -> old.unseen(failure.getMessage()));
  }

  /// Called on lanes' threads. What a proxy that has gone meanwhile still reports is not news.
  public void reported(LaneReport report) {
    String name = report.work().proxy().name();
    metrics.answered(name, report.work().asked().stamp());
    rollouts.measure(report);
    String version = report.work().config().version();
    ProxyStatus before = status().proxies().get(name);
    if (before == null || !before.containerId().equals(report.work().proxy().id())) {
      return;
    }
    String problem = RolloutJournal.problem(report);
    if (report.result() instanceof Applied applied) {
      LOG.atInfo()
          .addKeyValue("proxy", name)
          .addKeyValue("version", version)
          .addKeyValue("millis", applied.took().toMillis())
          .log("Proxy {} runs {}, in {} ms", name, version, applied.took().toMillis());
    } else if (report.result() instanceof Unchanged && before.running().isEmpty()) {
      LOG.info("Proxy {} runs {} already", name, version);
    }
    if (problem.isEmpty() && !before.reason().isEmpty()) {
      LOG.info("Proxy {} recovered", name);
    }
    if (said.changed("contested " + name, report.contested() ? CONTESTED : "")) {
      if (report.contested()) {
        LOG.warn("Proxy {}: {}", name, CONTESTED);
      } else {
        LOG.info("Proxy {} is no longer configured by another Sallyport", name);
      }
    }
    history.reported(RolloutJournal.told(report, problem));
    overdue.answered(name);
    update(old ->
        of(report.work().proxy(), old).isPresent()
            ? old.dealtWith(name, dealtWith(before, report, problem))
            : old);
  }

  private static Optional<ProxyStatus> of(Container proxy, Status status) {
    return Optional.ofNullable(status.proxies().get(proxy.name()))
        .filter(known -> known.containerId().equals(proxy.id()));
  }

  /// A template fails on what a proxy is to serve. One that has been configured keeps that; another
  /// one would wait for ever.
  public void unrendered(Container proxy, TemplateException wrong) {
    Instant now = clock.instant();
    update(old ->
        of(proxy, old)
            .filter(known -> known.running().isEmpty())
            .map(known ->
                old.dealtWith(
                    proxy.name(),
                    new ProxyStatus(
                        known.containerId(),
                        known.wanted(),
                        "",
                        now,
                        "its configuration cannot be rendered: " + wrong.getMessage(),
                        known.quarantined(),
                        true,
                        known.failingSince().or(() -> Optional.of(now)),
                        "")))
            .orElse(old));
  }

  private ProxyStatus dealtWith(ProxyStatus before, LaneReport report, String problem) {
    Instant now = clock.instant();
    String version = report.work().config().version();
    boolean well = report.result().successful();
    return new ProxyStatus(
        before.containerId(),
        version,
        well ? version : before.running(),
        now,
        problem,
        report.quarantined(),
        !well,
        problem.isEmpty() ? Optional.empty() : before.failingSince().or(() -> Optional.of(now)),
        "");
  }

  /// Called on proxies' threads.
  ///
  /// @param failing the servers that fail, as the proxy notices it; those that are gone from the
  ///   list fail no more
  public void noticed(String proxy, List<FailingServer> failing) {
    List<FailingServer> before = status().failing();
    update(old -> old.noticed(proxy, failing));
    if (!status().failing().equals(before)) {
      history.noticed();
    }
  }

  /// A server has failed requests, as a proxy noted. Called on proxies' threads.
  public void failed(FailureCount server) {
    metrics.failed(server.host(), server.container(), Metrics.word(server.fault()), server.times());
  }

  /// The loop and the lanes take turns, so that each finding is said once.
  private synchronized void update(UnaryOperator<Status> change) {
    List<Finding> before = status().allFindings();
    findings.tells(before, status.updateAndGet(change).allFindings());
  }
}
