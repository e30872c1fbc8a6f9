package io.sallyport.routing;

import io.sallyport.config.ProxySettings;
import io.sallyport.finding.Finding;
import io.sallyport.finding.FindingCap;
import io.sallyport.model.RoutingTable;
import io.sallyport.source.Container;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What each proxy should serve, and everything that is wrong with what was asked for.
///
/// @param remembered what the next pass goes by
/// @param requested what each container asks for that asks for anything, by identifier
public record Routing(
    List<ProxyRouting> proxies,
    List<Finding> findings,
    Remembered remembered,
    Map<String, Requested> requested) {
  public Routing {
    proxies = List.copyOf(proxies);
    findings = FindingCap.of(findings);
    requested = Collections.unmodifiableMap(requested);
  }

  /// One proxy's share.
  ///
  /// @param proxy the proxy's container
  /// @param settings the extension that it belongs to
  /// @param join the networks that it must be connected to and is not: identifiers by name, since a
  ///   name may stand for one network on each Swarm node
  /// @param keep names of the networks that labels of any container name, running or not: the proxy
  ///   stays on these, so that a restart does not take it off and on again
  public record ProxyRouting(
      Container proxy,
      ProxySettings settings,
      RoutingTable table,
      SortedMap<String, String> join,
      SortedSet<String> keep) {
    public ProxyRouting {
      join = Collections.unmodifiableSortedMap(new TreeMap<>(join));
      keep = Collections.unmodifiableSortedSet(new TreeSet<>(keep));
    }

    /// Whether what a container asks for is this proxy's business.
    public boolean looksAt(Container container) {
      return ExtensionScopes.serves(settings, container);
    }

    /// The same proxy with another table.
    public ProxyRouting with(RoutingTable other) {
      return new ProxyRouting(proxy, settings, other, join, keep);
    }
  }
}
