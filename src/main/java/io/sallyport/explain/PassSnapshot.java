package io.sallyport.explain;

import io.sallyport.finding.Finding;
import io.sallyport.routing.Requested;
import io.sallyport.routing.Routing;
import io.sallyport.routing.Routing.ProxyRouting;
import io.sallyport.source.Container;
import io.sallyport.source.Observation;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What one pass saw and decided.
///
/// @param at when
/// @param requested what each container asks for that asks for anything, by identifier
/// @param leaving identifiers of containers that are about to end
/// @param startingSince since when health checks have been seen to be starting, by identifier
public record PassSnapshot(
    Instant at,
    Observation seen,
    List<ProxyRouting> proxies,
    Map<String, Requested> requested,
    List<Finding> findings,
    List<String> leaving,
    SortedMap<String, Instant> startingSince) {

  public PassSnapshot {
    proxies = List.copyOf(proxies);
    findings = List.copyOf(findings);
    leaving = List.copyOf(leaving);
    startingSince = Collections.unmodifiableSortedMap(new TreeMap<>(startingSince));
  }

  /// One that nothing went before.
  public static PassSnapshot single(
      Instant at, Observation seen, Routing routing, List<Finding> findings) {
    return new PassSnapshot(
        at,
        seen,
        routing.proxies(),
        routing.requested(),
        findings,
        seen.leavingTasks(),
        new TreeMap<>());
  }

  /// What a container asks for.
  public Requested requestedBy(Container container) {
    return requested.getOrDefault(container.id(), Requested.NOTHING);
  }

  /// The same with other findings.
  public PassSnapshot with(List<Finding> others) {
    return new PassSnapshot(at, seen, proxies, requested, others, leaving, startingSince);
  }

  /// Whether the same is to be said of it, whenever it was.
  public boolean sameAs(PassSnapshot other) {
    return seen.equals(other.seen)
        && sameTables(other)
        && findings.equals(other.findings)
        && leaving.equals(other.leaving);
  }

  /// Whether the proxies are to serve the same.
  public boolean sameTables(PassSnapshot other) {
    return tables().equals(other.tables());
  }

  private Map<String, Object> tables() {
    Map<String, Object> tables = new HashMap<>();
    proxies.forEach(share -> tables.put(share.proxy().id(), share.table()));
    return tables;
  }
}
