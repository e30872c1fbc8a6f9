package io.sallyport.explain;

import io.sallyport.explain.Explanation.ByProxy;
import io.sallyport.explain.Explanation.Note;
import io.sallyport.explain.Explanation.Route;
import io.sallyport.explain.Explanation.Standing;
import io.sallyport.explain.Reasons.Reason;
import io.sallyport.finding.Finding;
import io.sallyport.finding.Finding.Code;
import io.sallyport.routing.Requested;
import io.sallyport.source.Container;
import io.sallyport.traffic.FailingServer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Explains what becomes of each container.
public final class Explainer {
  private final PassSnapshot pass;
  private final Optional<SortedMap<String, ProxyState>> served;
  private final RouteIndex routes;
  private final Reasons reasons;
  private final Map<String, List<Finding>> findings = new HashMap<>();

  private Explainer(
      PassSnapshot pass,
      Optional<SortedMap<String, ProxyState>> served,
      List<FailingServer> failing,
      Instant now) {
    this.pass = pass;
    this.served = served;
    routes = new RouteIndex(pass, served.orElse(new TreeMap<>()), failing);
    reasons = new Reasons(pass, now);
    for (Finding finding : pass.findings()) {
      findings.computeIfAbsent(finding.containerId(), any -> new ArrayList<>()).add(finding);
    }
  }

  /// What is to become of each container, by name, where nobody knows what the proxies run.
  public static List<Explanation> planned(PassSnapshot pass) {
    return new Explainer(pass, Optional.empty(), List.of(), pass.at()).all();
  }

  /// What has become of each container, by name.
  ///
  /// @param served what each proxy is known to serve, by the proxy's name
  /// @param failing servers that fail requests
  public static List<Explanation> known(
      PassSnapshot pass,
      SortedMap<String, ProxyState> served,
      List<FailingServer> failing,
      Instant now) {
    return new Explainer(pass, Optional.of(served), failing, now).all();
  }

  /// What is to be said about no container of the look, such as a node that is lost.
  public static List<Note> general(PassSnapshot pass) {
    return pass.findings().stream()
        .filter(finding -> finding.containerId().isEmpty())
        .map(Note::withSubject)
        .toList();
  }

  private List<Explanation> all() {
    return pass.seen().containers().stream()
        .sorted(Comparator.comparing(Container::name).thenComparing(Container::id))
        .map(this::one)
        .toList();
  }

  private Explanation one(Container container) {
    List<Finding> own = findings.getOrDefault(container.id(), List.of());
    List<Route> ways = routes.to(container, pass.leaving().contains(container.id()));
    Verdict verdict = verdict(container, own, ways);
    return new Explanation(
        container.id(),
        container.name(),
        container.nodeName(),
        Explanation.lower(container.state()),
        Explanation.lower(container.health()),
        verdict.standing(),
        verdict.reason().text(),
        verdict.reason().advice(),
        pass.requestedBy(container).claimed().stream().map(at -> at.host() + at.root()).toList(),
        ways,
        own.stream().map(Note::of).toList());
  }

  private record Verdict(Standing standing, Reason reason) {}

  private Verdict verdict(Container container, List<Finding> own, List<Route> ways) {
    Requested requested = pass.requestedBy(container);
    if (!requested.anything()) {
      return new Verdict(Standing.NOT_ASKED, Reasons.NO_LABEL);
    }
    if (!requested.elsewhere().isEmpty()) {
      return new Verdict(Standing.NOT_ASKED, Reasons.elsewhere(requested.elsewhere()));
    }
    if (container.endedTask()) {
      return new Verdict(Standing.NOT_ASKED, Reasons.endedTask(container));
    }
    if (!container.running()) {
      return new Verdict(Standing.NOT_RUNNING, Reasons.notRunning(container));
    }
    if (!ways.isEmpty()) {
      return routed(ways, own);
    }
    if (!requested.named() && isProxy(container, own)) {
      return new Verdict(Standing.PROXY, Reasons.ofProxy(own));
    }
    Reason why = reasons.of(container, own);
    return new Verdict(why.passes() ? Standing.WAITING : Standing.NOT_ROUTED, why);
  }

  /// One on a node that is lost stays one.
  private boolean isProxy(Container container, List<Finding> own) {
    return pass.proxies().stream().anyMatch(share -> share.proxy().id().equals(container.id()))
        || (!pass.requestedBy(container).proxyKind().isEmpty()
            && own.stream().anyMatch(finding -> finding.code() == Code.NODE_LOST));
  }

  /// What is decided is not yet done, and a proxy may refuse it.
  private Verdict routed(List<Route> ways, List<Finding> own) {
    List<ByProxy> proxies = ways.stream().flatMap(way -> way.proxies().stream()).toList();
    if (served.isEmpty() || proxies.stream().anyMatch(ByProxy::running)) {
      return new Verdict(Standing.ROUTED, Reason.NONE);
    }
    Optional<Reason> refused = reasons.refused(own, ways);
    if (refused.isPresent()) {
      return new Verdict(Standing.NOT_ROUTED, refused.get());
    }
    return proxies.stream()
        .filter(proxy -> !problem(proxy).isEmpty())
        .findFirst()
        .map(proxy ->
            new Verdict(Standing.NOT_ROUTED, Reasons.proxyFails(proxy.name(), problem(proxy))))
        .orElseGet(() -> new Verdict(Standing.WAITING, Reasons.UNDER_WAY));
  }

  private String problem(ByProxy proxy) {
    return served.orElseThrow().getOrDefault(proxy.name(), ProxyState.NOTHING).problem();
  }
}
