package io.sallyport.journal;

import io.sallyport.config.Setting;
import io.sallyport.history.EventHistory;
import io.sallyport.history.ProxyStatus;
import io.sallyport.history.Status;
import io.sallyport.metrics.Metrics;
import io.sallyport.proxy.RolloutResult;
import io.sallyport.proxy.RolloutResult.Applied;
import io.sallyport.proxy.RolloutResult.Unchanged;
import io.sallyport.rollout.ProxyLane.LaneReport;
import io.sallyport.rollout.ProxyWork;
import io.sallyport.source.Container;
import io.sallyport.template.TemplateException;
import io.sallyport.traffic.FailingServer;
import io.sallyport.traffic.FailureBook.FailureCount;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says what there is to say of proxies: which run, what they were given, what became of it, and
/// which of their servers fail.
public final class ProxyJournal {
  private static final Logger LOG = LoggerFactory.getLogger("io.sallyport");

  private final InstantSource clock;
  private final Metrics metrics;
  private final EventHistory history;
  private final Supplier<Status> status;
  private final Consumer<UnaryOperator<Status>> changes;
  private final RolloutJournal rollouts;
  private final LastLogged said = new LastLogged();
  private final OverdueProxies overdue = new OverdueProxies();

  /// @param status what is published now
  /// @param changes take what is to become of it
  ProxyJournal(
      InstantSource clock,
      Metrics metrics,
      EventHistory history,
      Supplier<Status> status,
      Consumer<UnaryOperator<Status>> changes) {
    this.clock = clock;
    this.metrics = metrics;
    this.history = history;
    this.status = status;
    this.changes = changes;
    rollouts = new RolloutJournal(metrics);
  }

  /// These run.
  void keepOnly(Set<String> running) {
    overdue.keepOnly(running);
    String names = String.join(", ", running);
    if (said.changed("proxies", names) && !names.isEmpty()) {
      LOG.info("Proxies: {}", names);
    }
  }

  /// The status with those that do not answer.
  Status withOverdue(Status now, Instant at) {
    return overdue.in(now, at);
  }

  /// Called before the proxies are given their work, so that none answers before it was asked.
  public void offering(List<ProxyWork> works) {
    Instant now = clock.instant();
    for (ProxyWork work : works) {
      metrics.offered(work.proxy().name(), work.asked().stamp());
      overdue.offered(work.proxy(), work.wanted().extension().get(Setting.RELOAD_INTERVAL), now);
    }
  }

  /// One attempt has ended. Called on lanes' threads.
  public void rolledOut(String proxy, RolloutResult result) {
    rollouts.ended(proxy, result);
  }

  /// Called on lanes' threads. What a proxy that has gone meanwhile still reports is not news.
  public void reported(LaneReport report) {
    Container proxy = report.work().proxy();
    String name = proxy.name();
    metrics.answered(name, report.work().asked().stamp());
    rollouts.measure(report);
    Optional<ProxyStatus> known = of(proxy, status.get());
    if (known.isEmpty()) {
      return;
    }
    String problem = RolloutJournal.problem(report);
    say(report, known.get(), problem);
    history.reported(RolloutJournal.told(report, problem));
    overdue.answered(name);
    Instant now = clock.instant();
    update(
        proxy,
        before ->
            before.dealtWith(
                report.work().config().version(),
                report.result().successful(),
                problem,
                report.findings(),
                now));
  }

  private void say(LaneReport report, ProxyStatus before, String problem) {
    String name = report.work().proxy().name();
    String version = report.work().config().version();
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
  }

  /// A template fails on what a proxy is to serve. One that has been configured keeps that; another
  /// one would wait for ever.
  public void unrendered(Container proxy, TemplateException wrong) {
    Instant now = clock.instant();
    update(
        proxy,
        before ->
            before.running().isEmpty()
                ? before.unrendered(
                    "its configuration cannot be rendered: " + wrong.getMessage(), now)
                : before);
  }

  private void update(Container proxy, UnaryOperator<ProxyStatus> change) {
    changes.accept(old ->
        of(proxy, old)
            .map(before -> old.dealtWith(proxy.name(), change.apply(before)))
            .orElse(old));
  }

  private static Optional<ProxyStatus> of(Container proxy, Status status) {
    return Optional.ofNullable(status.proxies().get(proxy.name()))
        .filter(known -> known.containerId().equals(proxy.id()));
  }

  /// Called on proxies' threads.
  ///
  /// @param failing the servers that fail, as the proxy notices it; those that are gone from the
  ///   list fail no more
  public void noticed(String proxy, List<FailingServer> failing) {
    List<FailingServer> before = status.get().failing();
    changes.accept(old -> old.noticed(proxy, failing));
    if (!status.get().failing().equals(before)) {
      history.noticed();
    }
  }

  /// A server has failed requests, as a proxy noted. Called on proxies' threads.
  public void failed(FailureCount server) {
    metrics.failed(server.host(), server.container(), Metrics.word(server.fault()), server.times());
  }
}
