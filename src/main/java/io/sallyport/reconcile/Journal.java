package io.sallyport.reconcile;

import io.sallyport.certificates.CertificateSet;
import io.sallyport.certificates.CertificatesException;
import io.sallyport.config.ProxySettings;
import io.sallyport.config.Setting;
import io.sallyport.engine.EngineEvent;
import io.sallyport.engine.EngineException;
import io.sallyport.engine.Observation;
import io.sallyport.explain.Sight;
import io.sallyport.proxy.RolloutResult;
import io.sallyport.proxy.RolloutResult.Applied;
import io.sallyport.proxy.RolloutResult.Failed;
import io.sallyport.proxy.RolloutResult.Refused;
import io.sallyport.proxy.RolloutResult.RolledBack;
import io.sallyport.proxy.RolloutResult.Unchanged;
import io.sallyport.reconcile.ProxyLane.LaneReport;
import io.sallyport.reconcile.Trigger.Reason;
import io.sallyport.render.TemplateException;
import io.sallyport.routing.Finding;
import io.sallyport.routing.Routing;
import io.sallyport.routing.Routing.ProxyRouting;
import io.sallyport.status.Chronicle;
import io.sallyport.status.Report;
import io.sallyport.status.Status;
import io.sallyport.status.Status.ProxyStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the [Status] and tells the log what changed: a finding when it appears and when it goes, a
/// failure when it begins and when it ends, each reload.
final class Journal {
  private static final Logger LOG = LoggerFactory.getLogger("io.sallyport");

  private static final String CONTESTED =
      "another Sallyport configures it otherwise, again and again, and neither gives way. Let both"
          + " have the same settings, templates and version, or different proxies";

  private static final Pattern NOT_IN_NAMES = Pattern.compile("[^A-Za-z0-9_./-]");

  private final InstantSource clock;
  private final AtomicReference<Status> status;
  private final Chronicle chronicle;
  private final Map<String, String> said = new HashMap<>();

  Journal(InstantSource clock) {
    this.clock = clock;
    status = new AtomicReference<>(Status.starting(clock.instant()));
    chronicle = new Chronicle(clock);
  }

  Status status() {
    return Objects.requireNonNull(status.get());
  }

  Chronicle chronicle() {
    return chronicle;
  }

  void beat(boolean eventsLive) {
    Instant now = clock.instant();
    if (status().eventsLive() != eventsLive) {
      chronicle.engine("event stream", eventsLive ? "live" : "lost");
    }
    update(old -> old.beaten(now, eventsLive));
  }

  /// @param leaving identifiers of containers that are about to end
  /// @param findings everything that is wrong with what was asked for
  void passed(Observation seen, List<String> leaving, Routing routing, List<Finding> findings) {
    Instant now = clock.instant();
    if (!status().engineProblem().isEmpty()) {
      LOG.info("Engine answers again");
      chronicle.engine("answers again", "live");
    }
    chronicle.passed(new Sight(now, seen, routing.proxies(), findings, leaving, new TreeMap<>()));
    int hosts =
        routing.proxies().stream().mapToInt(share -> share.table().hosts().size()).max().orElse(0);
    boolean first = status().lastLook().isEmpty();
    SortedMap<String, ProxyStatus> proxies = new TreeMap<>();
    for (ProxyRouting share : routing.proxies()) {
      proxies.put(share.proxy().name(), ProxyStatus.found(share.proxy().id(), now));
    }
    update(old -> old.seen(now, hosts, findings, proxies));
    sayProxies(routing, first);
  }

  /// @param reasons why it was made; none where it was due
  /// @param failure why it could not be; empty when it could
  void passEnded(Set<Reason> reasons, Instant begun, String failure) {
    String why =
        reasons.stream()
            .map(reason -> reason.name().toLowerCase(Locale.ROOT).replace('_', ' '))
            .collect(Collectors.joining(", "));
    Duration took = Duration.between(begun, clock.instant());
    chronicle.passEnded(why, took.isNegative() ? Duration.ZERO : took, failure);
  }

  /// Called on the event stream's thread. Of an event only what kind it is and whom it is about:
  /// others of its attributes may be anything.
  void heard(EngineEvent event) {
    String subject =
        event.type().equals("network")
            ? event.network()
            : event.attributes().getOrDefault("name", "");
    String what = event.type() + " " + event.action();
    chronicle.event(
        NOT_IN_NAMES.matcher(subject).replaceAll("_"),
        event.action().equals("health_status") ? what + ": " + event.detail() : what);
  }

  private void sayProxies(Routing routing, boolean first) {
    List<String> names =
        routing.proxies().stream().map(share -> share.proxy().name()).sorted().distinct().toList();
    String now = String.join(", ", names);
    if (changed("proxies", now) || first) {
      if (names.isEmpty()) {
        LOG.warn("No running proxy has the label interlock.ext.name=nginx; waiting for one");
      } else {
        LOG.info("Proxies: {}", now);
      }
    }
  }

  private void sayFindings(List<Finding> before, List<Finding> now) {
    if (now.equals(before)) {
      return;
    }
    Set<Finding> appeared = new LinkedHashSet<>(now);
    before.forEach(appeared::remove);
    for (Finding finding : appeared) {
      switch (finding.code().severity()) {
        case ERROR, WARNING -> LOG.warn("Finding: {}", finding);
        case INFO -> LOG.info("Finding: {}", finding);
      }
    }
    Set<Finding> gone = new LinkedHashSet<>(before);
    now.forEach(gone::remove);
    gone.forEach(finding -> LOG.info("Finding gone: {}", finding));
    chronicle.findings(appeared, gone);
  }

  void lookFailed(EngineException failure) {
    if (status().engineProblem().isEmpty()) {
      LOG.warn("Cannot look at the engine, the proxies stay as they are: {}", failure.getMessage());
      chronicle.engine("cannot be looked at: " + failure.getMessage(), "lost");
    } else {
      LOG.debug("Cannot look at the engine: {}", failure.getMessage());
    }
    update(old -> old.unseen(failure.getMessage()));
  }

  /// Called on lanes' threads. What a proxy that has gone meanwhile still reports is not news.
  void reported(LaneReport report) {
    String name = report.work().proxy().name();
    String version = report.work().config().version();
    ProxyStatus before = status().proxies().get(name);
    if (before == null || !before.containerId().equals(report.work().proxy().id())) {
      return;
    }
    List<String> problems = new ArrayList<>(report.problems());
    problem(report.result()).ifPresent(problems::add);
    String problem = String.join("; ", problems);
    if (report.result() instanceof Applied applied) {
      LOG.info("Proxy {} runs {}, in {} ms", name, version, applied.took().toMillis());
    } else if (report.result() instanceof Unchanged && before.running().isEmpty()) {
      LOG.info("Proxy {} runs {} already", name, version);
    }
    if (problem.isEmpty() && !before.problem().isEmpty()) {
      LOG.info("Proxy {} is all right again", name);
    } else if (!problem.equals(before.problem())) {
      LOG.error("Proxy {} goes on with what it has: {}", name, problem);
    }
    if (changed("contested " + name, report.contested() ? CONTESTED : "")) {
      if (report.contested()) {
        LOG.warn("Proxy {}: {}", name, CONTESTED);
      } else {
        LOG.info("Proxy {} is left alone by others again", name);
      }
    }
    chronicle.reported(told(report, problem));
    String running = report.result().successful() ? version : before.running();
    Instant now = clock.instant();
    update(old ->
        old.dealtWith(
            name,
            new ProxyStatus(
                before.containerId(), version, running, now, problem, report.quarantined())));
  }

  private static Report told(LaneReport report, String problem) {
    Report.Result result =
        switch (report.result()) {
          case Unchanged _ -> Report.Result.UNCHANGED;
          case Applied _ -> Report.Result.APPLIED;
          case Refused _ -> Report.Result.REFUSED;
          case RolledBack _ -> Report.Result.ROLLED_BACK;
          case Failed _ -> Report.Result.FAILED;
        };
    return new Report(
        report.work().proxy().name(),
        report.work().proxy().id(),
        report.work().config().version(),
        report.work().config().rendered().text(),
        report.work().wanted().table(),
        result,
        report.result() instanceof Applied applied ? applied.took() : Duration.ZERO,
        problem);
  }

  private static Optional<String> problem(RolloutResult result) {
    return switch (result) {
      case Unchanged _, Applied _ -> Optional.empty();
      case Refused refused -> Optional.of("it refused the new configuration: " + refused.message());
      case RolledBack back -> Optional.of("it did not take the reload: " + back.message());
      case Failed failed -> Optional.of(failed.message());
    };
  }

  /// A template that was changed on disk cannot be used, or fails on what is to be served now;
  /// these begin and end apart from each other.
  enum TemplateUse {
    READING,
    RENDERING
  }

  void templateFails(ProxySettings extension, TemplateUse use, TemplateException wrong) {
    if (changed(use + templateOf(extension), wrong.getMessage())) {
      LOG.error("The last good configuration stays: {}", wrong.getMessage());
    }
  }

  void templateWorks(ProxySettings extension, TemplateUse use) {
    if (changed(use + templateOf(extension), "")) {
      LOG.info("Template {} is all right again", templateOf(extension));
    }
  }

  /// @param path the `CertSource`
  void certificatesRead(String path, CertificateSet before, CertificateSet now) {
    LOG.info(
        "CertSource {}: {} files; new or changed: {}", path, now.files().size(), now.notIn(before));
    Set<String> gone = new TreeSet<>(before.files().keySet());
    gone.removeAll(now.files().keySet());
    if (!gone.isEmpty()) {
      LOG.warn("CertSource {}: gone are {}; proxies keep their copies", path, gone);
    }
  }

  void certificatesFail(String path, CertificatesException wrong) {
    if (changed("CertSource " + path, wrong.getMessage())) {
      LOG.error("The last good certificates stay: CertSource: {}", wrong.getMessage());
    }
  }

  void certificatesWork(String path) {
    if (changed("CertSource " + path, "")) {
      LOG.info("CertSource {} is all right again", path);
    }
  }

  private static String templateOf(ProxySettings extension) {
    return extension.find(Setting.TEMPLATE_PATH).orElse("built in");
  }

  private synchronized boolean changed(String subject, String state) {
    return !Objects.requireNonNullElse(said.put(subject, state), "").equals(state);
  }

  /// The loop and the lanes take turns, so that each finding is said once.
  private synchronized void update(UnaryOperator<Status> change) {
    List<Finding> before = status().allFindings();
    sayFindings(before, status.updateAndGet(change).allFindings());
  }
}
