package io.sallyport.rollout;

import io.sallyport.certificates.CertificateSet;
import io.sallyport.config.ProxySettings;
import io.sallyport.config.Setting;
import io.sallyport.events.SelfCausedEvents;
import io.sallyport.proxy.Rollout;
import io.sallyport.proxy.RolloutResult;
import io.sallyport.proxy.nginx.Capabilities;
import io.sallyport.proxy.nginx.NginxProxy;
import io.sallyport.rollout.ProxyLane.LaneReport;
import io.sallyport.routing.Routing.ProxyRouting;
import io.sallyport.source.Container;
import io.sallyport.source.ContainerAccess;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// The lanes of the proxies that run now, by container.
public final class ProxyLanes implements AutoCloseable {
  private final ContainerAccess access;
  private final SelfCausedEvents own;
  private final Duration trust;
  private final Duration poll;
  private final InstantSource clock;
  private final BiConsumer<String, Capabilities> learned;
  private final Consumer<LaneReport> reports;
  private final BiConsumer<String, RolloutResult> results;
  private final BiConsumer<Container, CertificateSet> copies;
  private final Map<String, OpenLane> open = new HashMap<>();

  private record OpenLane(ProxyLane lane, Thread thread) {}

  /// @param trust how long a proxy is believed to run what it was last seen to run
  /// @param poll how long a proxy that can be reached again may wait at most
  /// @param learned takes what a proxy's Nginx can do, by container
  /// @param reports take what became of a piece of work
  /// @param results take each attempt at it, by the proxy's name
  /// @param copies take the certificates that a proxy is about to be sent
  public ProxyLanes(
      ContainerAccess access,
      SelfCausedEvents own,
      Duration trust,
      Duration poll,
      InstantSource clock,
      BiConsumer<String, Capabilities> learned,
      Consumer<LaneReport> reports,
      BiConsumer<String, RolloutResult> results,
      BiConsumer<Container, CertificateSet> copies) {
    this.learned = learned;
    this.copies = copies;
    this.results = results;
    this.access = access;
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
            entry.getValue().thread().interrupt();
          }
          return gone;
        });
  }

  private OpenLane begin(ProxySettings extension, Container proxy) {
    String containerId = proxy.id();
    Rollout rollout =
        new Rollout(
            access,
            new NginxProxy(),
            extension,
            clock,
            certificates -> copies.accept(proxy, certificates));
    ProxyLane lane =
        new ProxyLane(
            new ProxyLife(
                () -> rollout.probe(containerId), can -> learned.accept(containerId, can)),
            new SiftedRollout(containerId, rollout, result -> results.accept(proxy.name(), result)),
            new ProxyNetworks(access, own, containerId),
            new KeyTrust(containerId, rollout, clock),
            new Pacing(extension.get(Setting.RELOAD_INTERVAL)),
            new KnownProxy(trust),
            clock,
            poll,
            reports);
    return new OpenLane(lane, Thread.ofVirtual().name("proxy-" + containerId).start(lane));
  }

  /// Ends all lanes; each may end the rollout that it has begun, since two in one proxy would get
  /// in each other's way.
  ///
  /// @param limit to wait for the slowest; after it, what is still going on is broken off
  public void finish(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    open.values().forEach(each -> each.lane().finish());
    for (OpenLane each : open.values()) {
      if (!each.thread().join(Duration.ofNanos(Math.max(1, end - System.nanoTime())))) {
        each.thread().interrupt();
      }
    }
    open.clear();
  }

  @Override
  public void close() {
    open.values().forEach(lane -> lane.thread().interrupt());
  }
}
