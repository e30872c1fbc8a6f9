package io.sallyport.journal;

import io.sallyport.events.Cause;
import io.sallyport.explain.PassSnapshot;
import io.sallyport.finding.Finding;
import io.sallyport.finding.Harmless;
import io.sallyport.history.EventHistory;
import io.sallyport.history.ProxyStatus;
import io.sallyport.history.Status;
import io.sallyport.metrics.Metric;
import io.sallyport.metrics.Metrics;
import io.sallyport.routing.Routing;
import io.sallyport.routing.Routing.ProxyRouting;
import io.sallyport.source.Container;
import io.sallyport.source.EngineEvent;
import io.sallyport.source.EngineException;
import io.sallyport.source.Observation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
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

  private static final Pattern NOT_IN_NAMES = Pattern.compile("[^A-Za-z0-9_./-]");

  private final InstantSource clock;
  private final Metrics metrics;
  private final AtomicReference<Status> status;
  private final EventHistory history;
  private final PassJournal passes;
  private final ProxyJournal proxies;
  private final FindingJournal findings;
  private final FileJournal files;

  public Journal(InstantSource clock, Metrics metrics) {
    this.clock = clock;
    this.metrics = metrics;
    status = new AtomicReference<>(Status.starting(clock.instant()));
    history = new EventHistory(clock);
    passes = new PassJournal(metrics);
    proxies = new ProxyJournal(clock, metrics, history, this::status, this::update);
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

  /// What is said of proxies and their servers.
  public ProxyJournal proxies() {
    return proxies;
  }

  public void beat(boolean eventsLive) {
    Instant now = clock.instant();
    if (status().eventsLive() != eventsLive) {
      history.engine("event stream", eventsLive ? "live" : "lost");
    }
    files.beat();
    update(old -> proxies.withOverdue(old.beaten(now, eventsLive), now));
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
    SortedMap<String, ProxyStatus> running = new TreeMap<>();
    for (ProxyRouting share : routing.proxies()) {
      running.put(share.proxy().name(), ProxyStatus.found(share.proxy().id(), now));
    }
    proxies.keepOnly(running.keySet());
    files.keepOnly(running.keySet());
    update(old -> old.seen(now, hosts, findings, running, idle));
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

  /// Counts a pass, and says what it has changed.
  public void tells(Pass pass) {
    history.changed(passes.tells(pass, status().eventsLive()));
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

  /// The loop and the lanes take turns, so that each finding is said once.
  private synchronized void update(UnaryOperator<Status> change) {
    List<Finding> before = status().allFindings();
    findings.tells(before, status.updateAndGet(change).allFindings());
  }
}
