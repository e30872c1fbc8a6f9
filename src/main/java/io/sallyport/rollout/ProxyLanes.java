package io.sallyport.rollout;

import io.sallyport.certificates.CertificateSet;
import io.sallyport.config.ProxySettings;
import io.sallyport.config.Setting;
import io.sallyport.events.SelfCausedEvents;
import io.sallyport.proxy.Drivers;
import io.sallyport.proxy.ProxyDriver;
import io.sallyport.proxy.ProxyReader;
import io.sallyport.proxy.Rollout;
import io.sallyport.proxy.RolloutResult;
import io.sallyport.rollout.ProxyLane.LaneReport;
import io.sallyport.rollout.ServerWatch.Notices;
import io.sallyport.routing.Routing.ProxyRouting;
import io.sallyport.source.Container;
import io.sallyport.source.ContainerAccess;
import io.sallyport.traffic.FailingServer;
import io.sallyport.traffic.FailureBook.FailureCount;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// The lanes of the proxies that run now, by container.
public final class ProxyLanes implements AutoCloseable {
  private final ContainerAccess access;
  private final Drivers drivers;
  private final SelfCausedEvents own;
  private final Duration trust;
  private final Duration poll;
  private final InstantSource clock;
  private final KnownCapabilities capabilities;
  private final Consumer<String> onNews;
  private final Consumer<LaneReport> reports;
  private final BiConsumer<String, RolloutResult> results;
  private final BiConsumer<Container, CertificateSet> copies;
  private final Notices notices;
  private final Consumer<HostCertificates> certificates;
  private final Map<String, OpenLane> open = new HashMap<>();

  private record OpenLane(ProxyLane lane, Thread thread, ServerWatch watch, Thread watching) {
    void interrupt() {
      thread.interrupt();
      watching.interrupt();
    }
  }

  /// @param trust how long a proxy is believed to run what it was last seen to run
  /// @param poll how long a proxy that can be reached again may wait at most
  /// @param capabilities take what the proxies can do
  /// @param onNews takes the container of a proxy that can do something else than was known
  /// @param reports take what became of a piece of work
  /// @param results take each attempt at it, by the proxy's name
  /// @param copies take the certificates that a proxy is about to be sent
  /// @param failing take the servers that fail, by the proxy's name
  /// @param failed take each server that failed since the last time
  /// @param certificates take those that a proxy serves hosts with
  public ProxyLanes(
      ContainerAccess access,
      Drivers drivers,
      SelfCausedEvents own,
      Duration trust,
      Duration poll,
      InstantSource clock,
      KnownCapabilities capabilities,
      Consumer<String> onNews,
      Consumer<LaneReport> reports,
      BiConsumer<String, RolloutResult> results,
      BiConsumer<Container, CertificateSet> copies,
      BiConsumer<String, List<FailingServer>> failing,
      Consumer<FailureCount> failed,
      Consumer<HostCertificates> certificates) {
    notices = new Notices(failing, failed);
    this.capabilities = capabilities;
    this.onNews = onNews;
    this.copies = copies;
    this.certificates = certificates;
    this.results = results;
    this.access = access;
    this.drivers = drivers;
    this.own = own;
    this.trust = trust;
    this.poll = poll;
    this.clock = clock;
    this.reports = reports;
  }

  public void offer(ProxyWork work) {
    open.computeIfAbsent(work.proxy().id(), _ -> begin(work.wanted().extension(), work.proxy()))
        .lane()
        .offer(work);
  }

  /// Ends the lanes of proxies that do not run any more.
  public void keepOnly(Collection<ProxyRouting> running) {
    Set<String> ids = running.stream().map(share -> share.proxy().id()).collect(Collectors.toSet());
    open.entrySet()
        .removeIf(entry -> {
          boolean gone = !ids.contains(entry.getKey());
          if (gone) {
            entry.getValue().interrupt();
          }
          return gone;
        });
  }

  private OpenLane begin(ProxySettings extension, Container proxy) {
    String containerId = proxy.id();
    ProxyDriver driver = drivers.of(extension);
    ProxyReader reader = new ProxyReader(access, driver, extension, clock);
    KnownProxy known = new KnownProxy(trust);
    Rollout rollout =
        new Rollout(
            access, driver, extension, clock, certificates -> copies.accept(proxy, certificates));
    ServerWatch watch = new ServerWatch(proxy, access, driver, clock, notices);
    ProxyLane lane =
        new ProxyLane(
            new ProxyLife(
                driver.baseline(),
                () -> reader.probe(containerId),
                can -> capabilities.learned(containerId, driver.baseline(), can, onNews)),
            new QuarantiningRollout(
                containerId,
                driver,
                reader,
                rollout,
                known,
                result -> results.accept(proxy.name(), result)),
            new ProxyNetworks(access, own, containerId),
            new KeyTrust(containerId, reader, clock),
            new Pacing(extension.get(Setting.RELOAD_INTERVAL)),
            known,
            new ProxyWatch(
                containerId, reader, new CertificateReview(containerId, reader), certificates),
            clock,
            poll,
            report -> {
              reports.accept(report);
              if (report.result().successful()) {
                watch.runs(report.work());
              }
            });
    return new OpenLane(
        lane,
        Thread.ofVirtual().name("proxy-" + containerId).start(lane),
        watch,
        Thread.ofVirtual().name("servers-" + containerId).start(watch));
  }

  /// Ends all lanes; each may end the rollout that it has begun, since two in one proxy would get
  /// in each other's way.
  ///
  /// @param limit to wait for the slowest; after it, what is still going on is broken off
  public void finish(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    open.values()
        .forEach(each -> {
          each.watch().finish();
          each.lane().finish();
        });
    for (OpenLane each : open.values()) {
      if (!each.thread().join(Duration.ofNanos(Math.max(1, end - System.nanoTime())))) {
        each.interrupt();
      }
    }
    open.clear();
  }

  @Override
  public void close() {
    open.values().forEach(OpenLane::interrupt);
  }
}
