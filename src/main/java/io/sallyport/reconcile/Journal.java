package io.sallyport.reconcile;

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
import io.sallyport.status.Status;
import io.sallyport.status.Status.ProxyStatus;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the [Status] and tells the log what changed: a finding when it appears and when it goes, a
/// failure when it begins and when it ends, each reload.
final class Journal {
  private static final Logger LOG = LoggerFactory.getLogger("io.sallyport");

  private final InstantSource clock;
  private final AtomicReference<Status> status;
  private final Map<String, String> said = new HashMap<>();

  Journal(InstantSource clock) {
    this.clock = clock;
    status = new AtomicReference<>(Status.starting(clock.instant()));
  }

  Status status() {
    return Objects.requireNonNull(status.get());
  }

  void beat(boolean eventsLive) {
    Instant now = clock.instant();
    update(old ->
        new Status(
            old.started(),
            now,
            eventsLive,
            old.lastLook(),
            old.engineProblem(),
            old.hosts(),
            old.findings(),
            old.proxies()));
  }

  void passed(Routing routing) {
    Instant now = clock.instant();
    sayFindings(routing.findings());
    if (!status().engineProblem().isEmpty()) {
      LOG.info("Engine answers again");
    }
    int hosts =
        routing.proxies().stream().mapToInt(share -> share.table().hosts().size()).max().orElse(0);
    boolean first = status().lastLook().isEmpty();
    update(old -> {
      SortedMap<String, ProxyStatus> proxies = new TreeMap<>();
      for (ProxyRouting share : routing.proxies()) {
        String name = share.proxy().name();
        proxies.put(name, old.proxies().getOrDefault(name, waiting(share, now)));
      }
      return new Status(
          old.started(),
          now,
          old.eventsLive(),
          Optional.of(now),
          "",
          hosts,
          routing.findings(),
          proxies);
    });
    sayProxies(routing, first);
  }

  private static ProxyStatus waiting(ProxyRouting share, Instant now) {
    return new ProxyStatus(share.proxy().id(), "not rendered yet", "", now, "");
  }

  private void sayProxies(Routing routing, boolean first) {
    List<String> names = routing.proxies().stream().map(share -> share.proxy().name()).toList();
    String now = String.join(", ", names);
    if (changed("proxies", now) || first) {
      if (names.isEmpty()) {
        LOG.warn("No running proxy has the label interlock.ext.name=nginx; waiting for one");
      } else {
        LOG.info("Proxies: {}", now);
      }
    }
  }

  private void sayFindings(List<Finding> now) {
    List<Finding> before = status().findings();
    for (Finding finding : now) {
      if (!before.contains(finding)) {
        switch (finding.code().severity()) {
          case ERROR, WARNING -> LOG.warn("Finding: {}", finding);
          case INFO -> LOG.info("Finding: {}", finding);
        }
      }
    }
    for (Finding finding : before) {
      if (!now.contains(finding)) {
        LOG.info("Finding gone: {}", finding);
      }
    }
  }

  void lookFailed(EngineException failure, boolean announced) {
    if (status().engineProblem().isEmpty() && !announced) {
      LOG.warn("Cannot look at the engine, the proxies stay as they are: {}", failure.getMessage());
    } else {
      LOG.debug("Cannot look at the engine: {}", failure.getMessage());
    }
    update(old ->
        new Status(
            old.started(),
            old.beat(),
            old.eventsLive(),
            old.lastLook(),
            failure.getMessage(),
            old.hosts(),
            old.findings(),
            old.proxies()));
  }

  /// Called on lanes' threads.
  void reported(LaneReport report) {
    String proxy = report.work().proxy().name();
    String version = report.work().config().version();
    List<String> problems = new ArrayList<>(report.problems());
    problem(report.result()).ifPresent(problems::add);
    String problem = String.join("; ", problems);
    if (report.result() instanceof Applied applied) {
      LOG.info("Proxy {} runs {}, in {} ms", proxy, version, applied.took().toMillis());
    }
    if (changed("proxy " + report.work().proxy().id(), problem)) {
      if (problem.isEmpty()) {
        LOG.info("Proxy {} is all right again", proxy);
      } else {
        LOG.error("Proxy {} goes on with what it has: {}", proxy, problem);
      }
    }
    Instant now = clock.instant();
    update(old -> with(old, report, problem, now));
  }

  private static Status with(Status old, LaneReport report, String problem, Instant now) {
    SortedMap<String, ProxyStatus> proxies = new TreeMap<>(old.proxies());
    String name = report.work().proxy().name();
    if (!proxies.containsKey(name)) {
      return old;
    }
    String version = report.work().config().version();
    String running =
        report.result().successful()
            ? version
            : Optional.ofNullable(proxies.get(name)).map(ProxyStatus::running).orElse("");
    proxies.put(name, new ProxyStatus(report.work().proxy().id(), version, running, now, problem));
    return new Status(
        old.started(),
        old.beat(),
        old.eventsLive(),
        old.lastLook(),
        old.engineProblem(),
        old.hosts(),
        old.findings(),
        proxies);
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

  private static String templateOf(ProxySettings extension) {
    return extension.find(Setting.TEMPLATE_PATH).orElse("built in");
  }

  private synchronized boolean changed(String subject, String state) {
    return !Objects.requireNonNullElse(said.put(subject, state), "").equals(state);
  }

  private void update(UnaryOperator<Status> change) {
    status.updateAndGet(change);
  }
}
