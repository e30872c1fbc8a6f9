package io.sallyport.history;

import io.sallyport.finding.Finding;
import io.sallyport.source.Container;
import io.sallyport.traffic.FailingServer;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// What Sallyport knows at one moment.
///
/// @param beat when the loop last turned
/// @param lastLook when the engine was last seen completely; empty before the first time
/// @param engineProblem why the newest look failed; empty when it did not
/// @param hosts number of virtual hosts routed
/// @param findings what the last pass found, sorted
/// @param proxies those that run, by container name
/// @param failing servers that fail requests
/// @param stopped proxies that do not run
/// @param files what is wrong with the operator's files
/// @param certificates that hosts use, or that are in `CertSource`
public record Status(
    Instant started,
    Instant beat,
    boolean eventsLive,
    Optional<Instant> lastLook,
    String engineProblem,
    int hosts,
    List<Finding> findings,
    SortedMap<String, ProxyStatus> proxies,
    List<FailingServer> failing,
    List<StoppedProxy> stopped,
    List<Finding> files,
    List<KnownCertificate> certificates) {

  static final String FIRST_LOOK = "the engine has not been seen yet, the first look is under way";

  public Status {
    findings = List.copyOf(findings);
    failing = List.copyOf(failing);
    proxies = Collections.unmodifiableSortedMap(new TreeMap<>(proxies));
    stopped = List.copyOf(stopped);
    files = List.copyOf(files);
    certificates = List.copyOf(certificates);
  }

  public static Status starting(Instant now) {
    return new Status(
        now,
        now,
        false,
        Optional.empty(),
        "",
        0,
        List.of(),
        new TreeMap<>(),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  /// The loop has turned.
  public Status beaten(Instant now, boolean live) {
    return but(draft -> {
      draft.beat = now;
      draft.eventsLive = live;
    });
  }

  /// The engine has been seen completely. Proxies that were known keep what is known of them.
  ///
  /// @param idle containers that would be proxies if they ran
  public Status seen(
      Instant now,
      int routed,
      List<Finding> found,
      SortedMap<String, ProxyStatus> running,
      List<Container> idle) {
    SortedMap<String, ProxyStatus> known = new TreeMap<>(running);
    known.replaceAll((name, proxy) -> {
      ProxyStatus before = proxies.getOrDefault(name, proxy);
      return before.containerId().equals(proxy.containerId()) ? before : proxy;
    });
    return but(draft -> {
      draft.beat = now;
      draft.lastLook = Optional.of(now);
      draft.engineProblem = "";
      draft.hosts = routed;
      draft.findings = found;
      draft.proxies = known;
      draft.failing = failing.stream().filter(each -> known.containsKey(each.proxy())).toList();
      draft.stopped = stopped(idle, now);
    });
  }

  private List<StoppedProxy> stopped(List<Container> idle, Instant now) {
    Map<String, StoppedProxy> before = new HashMap<>();
    stopped.forEach(each -> before.put(each.id(), each));
    return idle.stream()
        .map(proxy -> StoppedProxy.of(proxy, lastLook.map(_ -> now)))
        .map(is -> is.carriedOn(before.getOrDefault(is.id(), is)))
        .toList();
  }

  /// A look failed; what was seen before stays.
  public Status unseen(String problem) {
    return but(draft -> draft.engineProblem = problem);
  }

  /// A proxy has been dealt with. One that is not there any more is not added.
  public Status dealtWith(String name, ProxyStatus proxy) {
    SortedMap<String, ProxyStatus> changed = new TreeMap<>(proxies);
    changed.replace(name, proxy);
    return but(draft -> draft.proxies = changed);
  }

  /// What a proxy notices of its servers now. One that is not there any more notices nothing.
  public Status noticed(String proxy, List<FailingServer> now) {
    List<FailingServer> all =
        Stream.concat(
                failing.stream().filter(each -> !each.proxy().equals(proxy)),
                proxies.containsKey(proxy) ? now.stream() : Stream.empty())
            .toList();
    return but(draft -> draft.failing = all);
  }

  /// The operator's files have been looked at.
  public Status with(List<Finding> wrong, List<KnownCertificate> known) {
    return but(draft -> {
      draft.files = wrong;
      draft.certificates = known;
    });
  }

  private Status but(Consumer<StatusDraft> change) {
    StatusDraft draft = new StatusDraft(this);
    change.accept(draft);
    return draft.status();
  }

  /// Everything that is wrong: with labels, files and proxies, what these refuse, and which servers
  /// fail.
  public List<Finding> allFindings() {
    List<Finding> servers = failing.stream().map(FailingServer::finding).toList();
    List<Finding> others =
        Stream.of(files, ProxyFindings.of(this), servers).flatMap(List::stream).toList();
    return others.isEmpty()
        ? findings
        : Stream.concat(findings.stream(), others.stream()).sorted().distinct().toList();
  }

  /// What this Sallyport is, where it is only its node's agent: it needs no proxy then.
  Optional<String> agentOnly() {
    return findings.stream()
        .filter(each -> each.code() == Finding.Code.AGENT_ONLY)
        .map(Finding::message)
        .findFirst();
  }

  /// Whether the installation does its work.
  public HealthSignal health(Instant now) {
    return HealthSignal.of(this, now);
  }

  /// True while the installation does its work.
  public boolean ready() {
    return health(beat).readiness().ready();
  }

  /// Why the engine was never seen; empty once it was.
  public Optional<String> unseen() {
    return lastLook.isPresent()
        ? Optional.empty()
        : Optional.of(
            engineProblem.isEmpty()
                ? FIRST_LOOK
                : "the engine has not been reached yet: " + engineProblem);
  }
}
