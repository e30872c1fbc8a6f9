package io.sallyport.reconcile;

import io.sallyport.certificates.CertificateExpiry;
import io.sallyport.certificates.CertificateSet;
import io.sallyport.certificates.CertificatesException;
import io.sallyport.config.ProxySettings;
import io.sallyport.config.Setting;
import io.sallyport.engine.EngineException;
import io.sallyport.proxy.RolloutResult;
import io.sallyport.proxy.RolloutResult.Applied;
import io.sallyport.proxy.RolloutResult.Failed;
import io.sallyport.proxy.RolloutResult.Refused;
import io.sallyport.proxy.RolloutResult.RolledBack;
import io.sallyport.proxy.RolloutResult.Unchanged;
import io.sallyport.reconcile.ProxyLane.LaneReport;
import io.sallyport.render.TemplateException;
import io.sallyport.routing.Finding;
import io.sallyport.routing.Routing;
import io.sallyport.routing.Routing.ProxyRouting;
import io.sallyport.status.Metric;
import io.sallyport.status.Metrics;
import io.sallyport.status.Status;
import io.sallyport.status.Status.ProxyStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/// Keeps the [Status] and tells the log what changed: a finding when it appears and when it goes, a
/// failure when it begins and when it ends, each reload.
final class Journal {
  private static final Logger LOG = LoggerFactory.getLogger("io.sallyport");

  private static final String CONTESTED =
      "another Sallyport configures it otherwise, again and again, and neither gives way. Let both"
          + " have the same settings, templates and version, or different proxies";

  private static final Duration NOTICE = Duration.ofDays(14);

  private final InstantSource clock;
  private final Metrics metrics;
  private final AtomicReference<Status> status;
  private Served served = Served.NOTHING;
  private Map<String, String> versions = Map.of();
  private final Map<String, String> said = new HashMap<>();

  Journal(InstantSource clock, Metrics metrics) {
    this.clock = clock;
    this.metrics = metrics;
    status = new AtomicReference<>(Status.starting(clock.instant()));
  }

  Status status() {
    return Objects.requireNonNull(status.get());
  }

  Metrics metrics() {
    return metrics;
  }

  void beat(boolean eventsLive) {
    Instant now = clock.instant();
    update(old -> old.beaten(now, eventsLive));
  }

  /// @param findings everything that is wrong with what was asked for
  void passed(Routing routing, List<Finding> findings) {
    Instant now = clock.instant();
    if (!status().engineProblem().isEmpty()) {
      LOG.info("Engine answers again");
    }
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

  /// Called before the proxies are given their work, so that none answers before it was asked.
  void offering(List<ProxyWork> works) {
    works.forEach(work -> metrics.offered(work.proxy().name(), work.asked().stamp()));
  }

  /// Counts a pass, and says what it has changed.
  void tells(Pass pass) {
    metrics.observe(Metric.LOOK, pass.look());
    metrics.observe(Metric.ROUTE, pass.route());
    metrics.observe(Metric.RENDER, pass.render());
    metrics.servers(Served.states(pass.routing()));
    Served now = Served.of(pass.routing());
    metrics.proxies(now.proxies().keySet());
    Map<String, String> rendered = new TreeMap<>();
    pass.works().forEach(work -> rendered.put(work.proxy().name(), work.config().version()));
    Set<String> others = new TreeSet<>(now.otherwise(served));
    rendered.forEach((name, version) -> {
      if (!version.equals(versions.get(name))) {
        others.add(name);
      }
    });
    Changes changes = Changes.between(served, now);
    if (changed("engine", pass.engine().toString())) {
      LOG.info(
          "Engine {}, API {}; looks {}",
          pass.engine().version(),
          pass.engine().apiVersion(),
          status().eventsLive() ? "at each event" : "every `PollInterval`");
    }
    boolean news = !others.isEmpty() || !changes.none();
    metrics.count(Metric.PASSES, pass.cause().reason(), news ? "changed" : "unchanged");
    if (news) {
      say(pass, changes, others);
    }
    served = now;
    versions = rendered;
  }

  private static void say(Pass pass, Changes changes, Set<String> proxies) {
    double millis = pass.whole().toNanos() / 1e6;
    LOG.atInfo()
        .addKeyValue("reason", pass.cause().reason())
        .addKeyValue("cause", pass.cause().words())
        .addKeyValue("added", String.join(", ", changes.added()))
        .addKeyValue("removed", String.join(", ", changes.removed()))
        .addKeyValue("changed", String.join(", ", changes.changed()))
        .addKeyValue("proxies", String.join(", ", proxies))
        .addKeyValue("millis", Math.round(millis))
        .log(
            "Changed, after {}: {}; {}; looked, routed and rendered in {} ms",
            pass.cause().words(),
            changes.none() ? "the configuration's text, not what is served" : changes,
            proxies.isEmpty() ? "no proxy runs" : "for " + String.join(", ", proxies),
            "%.1f".formatted(millis));
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
      metrics.count(Metric.FINDINGS_APPEARED, Metrics.word(finding.code()));
      switch (finding.code().severity()) {
        case ERROR, WARNING -> say(LOG.atWarn(), "Finding: {}", finding);
        case INFO -> say(LOG.atInfo(), "Finding: {}", finding);
      }
    }
    Set<Finding> gone = new LinkedHashSet<>(before);
    now.forEach(gone::remove);
    gone.forEach(finding -> say(LOG.atInfo(), "Finding gone: {}", finding));
  }

  private static void say(LoggingEventBuilder line, String text, Finding finding) {
    line.addKeyValue("code", Metrics.word(finding.code()))
        .addKeyValue("container", finding.container())
        .addKeyValue("label", finding.label())
        .log(text, finding);
  }

  void lookFailed(Cause cause, EngineException failure) {
    metrics.count(Metric.PASSES, cause.reason(), "failed");
    if (status().engineProblem().isEmpty()) {
      LOG.warn("Cannot look at the engine, the proxies stay as they are: {}", failure.getMessage());
    } else {
      LOG.debug("Cannot look at the engine: {}", failure.getMessage());
    }
    update(old -> old.unseen(failure.getMessage()));
  }

  /// Called on lanes' threads. What a proxy that has gone meanwhile still reports is not news.
  void reported(LaneReport report) {
    String name = report.work().proxy().name();
    metrics.answered(name, report.work().asked().stamp());
    measure(report);
    String version = report.work().config().version();
    ProxyStatus before = status().proxies().get(name);
    if (before == null || !before.containerId().equals(report.work().proxy().id())) {
      return;
    }
    List<String> problems = new ArrayList<>(report.problems());
    problem(report.result()).ifPresent(problems::add);
    String problem = String.join("; ", problems);
    if (report.result() instanceof Applied applied) {
      LOG.atInfo()
          .addKeyValue("proxy", name)
          .addKeyValue("version", version)
          .addKeyValue("millis", applied.took().toMillis())
          .log("Proxy {} runs {}, in {} ms", name, version, applied.took().toMillis());
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
    String running = report.result().successful() ? version : before.running();
    Instant now = clock.instant();
    update(old ->
        old.dealtWith(
            name,
            new ProxyStatus(
                before.containerId(), version, running, now, problem, report.quarantined())));
  }

  private void measure(LaneReport report) {
    if (report.result() instanceof Applied applied) {
      metrics.rolledOut(applied.took());
      applied
          .reload()
          .ifPresent(reload -> {
            metrics.observe(Metric.RELOAD_TO_VERIFIED, reload.verified());
            report
                .work()
                .asked()
                .heard()
                .map(heard -> Duration.between(heard, reload.signalled()))
                .map(took -> took.isNegative() ? Duration.ZERO : took)
                .ifPresent(took -> metrics.observe(Metric.EVENT_TO_RELOAD, took));
          });
    }
  }

  /// One attempt has ended. Called on lanes' threads.
  void rolledOut(String proxy, RolloutResult result) {
    String word =
        switch (result) {
          case Unchanged _ -> "unchanged";
          case Applied _ -> "applied";
          case Refused _ -> "refused";
          case RolledBack _ -> "rolled_back";
          case Failed _ -> "failed";
        };
    metrics.count(Metric.ROLLOUTS, proxy, word);
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

  /// Says once that a certificate will expire, two weeks before it does.
  void certificatesExpire(List<CertificateExpiry> certificates) {
    metrics.certificates(
        certificates.size(),
        certificates.stream().map(CertificateExpiry::at).min(Comparator.naturalOrder()));
    Instant soon = clock.instant().plus(NOTICE);
    for (CertificateExpiry certificate : certificates) {
      boolean near = certificate.at().isBefore(soon);
      if (near && changed("expiry " + certificate, "said")) {
        LOG.warn(
            "CertSource: the certificate in {} expires at {}: renew it",
            certificate.file(),
            certificate.at());
      }
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
