package io.sallyport.history;

import io.sallyport.finding.Finding;
import io.sallyport.traffic.FailingServer;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What Sallyport knows at one moment.
///
/// @param beat when the loop last turned
/// @param lastLook when the engine was last seen completely; empty before the first time
/// @param engineProblem why the newest look failed; empty when it did not
/// @param hosts number of virtual hosts routed
/// @param findings what is wrong with labels
/// @param proxies by container name
/// @param failing servers that fail requests
public record Status(
    Instant started,
    Instant beat,
    boolean eventsLive,
    Optional<Instant> lastLook,
    String engineProblem,
    int hosts,
    List<Finding> findings,
    SortedMap<String, ProxyStatus> proxies,
    List<FailingServer> failing) {

  public Status {
    findings = List.copyOf(findings);
    failing = List.copyOf(failing);
    proxies = Collections.unmodifiableSortedMap(new TreeMap<>(proxies));
  }

  /// One in which no server is known to fail.
  public Status(
      Instant started,
      Instant beat,
      boolean eventsLive,
      Optional<Instant> lastLook,
      String engineProblem,
      int hosts,
      List<Finding> findings,
      SortedMap<String, ProxyStatus> proxies) {
    this(started, beat, eventsLive, lastLook, engineProblem, hosts, findings, proxies, List.of());
  }

  public static Status starting(Instant now) {
    return new Status(now, now, false, Optional.empty(), "", 0, List.of(), new TreeMap<>());
  }

  /// The loop has turned.
  public Status beaten(Instant now, boolean live) {
    return new Status(
        started, now, live, lastLook, engineProblem, hosts, findings, proxies, failing);
  }

  /// The engine has been seen completely. Proxies that were known keep what is known of them.
  public Status seen(
      Instant now, int routed, List<Finding> found, SortedMap<String, ProxyStatus> running) {
    SortedMap<String, ProxyStatus> known = new TreeMap<>(running);
    known.replaceAll((name, proxy) -> {
      ProxyStatus before = proxies.getOrDefault(name, proxy);
      return before.containerId().equals(proxy.containerId()) ? before : proxy;
    });
    List<FailingServer> noticed =
        failing.stream().filter(each -> known.containsKey(each.proxy())).toList();
    return new Status(
        started, now, eventsLive, Optional.of(now), "", routed, found, known, noticed);
  }

  /// A look failed; what was seen before stays.
  public Status unseen(String problem) {
    return new Status(
        started, beat, eventsLive, lastLook, problem, hosts, findings, proxies, failing);
  }

  /// A proxy has been dealt with. One that is not there any more is not added.
  public Status dealtWith(String name, ProxyStatus proxy) {
    SortedMap<String, ProxyStatus> changed = new TreeMap<>(proxies);
    changed.replace(name, proxy);
    return new Status(
        started, beat, eventsLive, lastLook, engineProblem, hosts, findings, changed, failing);
  }

  /// What a proxy notices of its servers now. One that is not there any more notices nothing.
  public Status noticed(String proxy, List<FailingServer> now) {
    List<FailingServer> all =
        Stream.concat(
                failing.stream().filter(each -> !each.proxy().equals(proxy)),
                proxies.containsKey(proxy) ? now.stream() : Stream.empty())
            .toList();
    return new Status(
        started, beat, eventsLive, lastLook, engineProblem, hosts, findings, proxies, all);
  }

  /// What is wrong with labels, what proxies refuse, and which servers fail.
  public List<Finding> allFindings() {
    return Stream.of(
            findings.stream(),
            proxies.values().stream().flatMap(proxy -> proxy.quarantined().stream()),
            failing.stream().map(FailingServer::finding))
        .flatMap(each -> each)
        .sorted()
        .distinct()
        .toList();
  }

  /// True while it can be relied on.
  public boolean ready() {
    return unready().isEmpty();
  }

  /// Why nobody should rely on it yet, or any more; empty once every proxy has been given its
  /// configuration, or has been found unable to take it, and while changes are seen.
  public Optional<String> unready() {
    if (lastLook.isEmpty()) {
      return Optional.of("the engine has not been reached yet: " + engineProblem);
    }
    if (!engineProblem.isEmpty()) {
      return Optional.of("changes are not detected, the engine cannot be read: " + engineProblem);
    }
    return proxies.entrySet().stream()
        .filter(proxy -> !proxy.getValue().settled())
        .findFirst()
        .map(proxy -> "proxy " + proxy.getKey() + " waits for its first configuration");
  }

  /// One proxy.
  ///
  /// @param wanted the version that it should run
  /// @param running the version that it was last seen to run; empty before the first time
  /// @param problem why it does not run what it should; empty when it does
  /// @param quarantined hosts that it refuses
  public record ProxyStatus(
      String containerId,
      String wanted,
      String running,
      Instant since,
      String problem,
      List<Finding> quarantined) {
    public ProxyStatus {
      quarantined = List.copyOf(quarantined);
    }

    /// One that has just been found.
    public static ProxyStatus found(String containerId, Instant now) {
      return new ProxyStatus(containerId, "not rendered yet", "", now, "", List.of());
    }

    /// True once it has what it should, or it is known why not.
    public boolean settled() {
      return wanted.equals(running) || !problem.isEmpty();
    }
  }
}
