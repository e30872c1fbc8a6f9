package io.sallyport.rollout;

import io.sallyport.certificates.CertificateSet;
import io.sallyport.model.RoutingTable;
import io.sallyport.proxy.Capabilities;
import io.sallyport.proxy.ProxyConfig;
import io.sallyport.proxy.Renderer;
import io.sallyport.routing.Routing.ProxyRouting;
import io.sallyport.source.Container;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What a proxy should be: the configuration that it should run and the networks it should be on.
///
/// @param proxy the proxy's container as last seen
/// @param wanted what the configuration is of
/// @param join networks to connect it to first, identifiers by name
/// @param keep networks to leave it on
/// @param asked how it came about; no part of what it is
public record ProxyWork(
    Container proxy,
    RenderInput wanted,
    ProxyConfig config,
    SortedMap<String, String> join,
    SortedSet<String> keep,
    WorkOrigin asked) {

  public ProxyWork {
    join = Collections.unmodifiableSortedMap(new TreeMap<>(join));
    keep = Collections.unmodifiableSortedSet(new TreeSet<>(keep));
  }

  /// Renders it.
  ///
  /// @throws io.sallyport.template.TemplateException when the template fails on it
  public static ProxyWork of(ProxyRouting share, RenderInput wanted) {
    return new ProxyWork(
        share.proxy(),
        wanted,
        wanted.config(wanted.table()),
        share.join(),
        share.keep(),
        WorkOrigin.NOBODY);
  }

  /// The same, with how it came about.
  public ProxyWork with(WorkOrigin other) {
    return new ProxyWork(proxy, wanted, config, join, keep, other);
  }

  /// In place of work that was not done yet.
  ProxyWork inPlaceOf(ProxyWork earlier) {
    return with(asked.inPlaceOf(earlier.asked));
  }

  /// The same proxy with another table.
  ProxyWork with(RoutingTable table) {
    return table.equals(wanted.table())
        ? this
        : new ProxyWork(proxy, wanted.with(table), wanted.config(table), join, keep, asked);
  }

  /// The same with other files of `CertSource`.
  ProxyWork with(CertificateSet others) {
    return new ProxyWork(proxy, wanted.with(others), config.with(others), join, keep, asked);
  }

  /// The same proxy by another template.
  ProxyWork with(Renderer renderer) {
    if (renderer.equals(wanted.renderer())) {
      return this;
    }
    RenderInput other = wanted.with(renderer);
    return new ProxyWork(proxy, other, other.config(other.table()), join, keep, asked);
  }

  /// The same for what the proxy can do.
  ///
  /// @throws io.sallyport.template.TemplateException when the template fails on it
  ProxyWork with(Capabilities can) {
    if (can.equals(wanted.can())) {
      return this;
    }
    RenderInput other = wanted.with(can);
    return new ProxyWork(proxy, other, other.config(other.table()), join, keep, asked);
  }

  /// Tells one life of a container from the next: an engine gives a container new endpoints each
  /// time that it starts it.
  ///
  /// @param ours networks that do not count, since we connect it to them
  String incarnation(Set<String> ours) {
    StringBuilder endpoints = new StringBuilder(proxy.id());
    proxy
        .networks()
        .forEach((network, attachment) -> {
          if (!ours.contains(network)) {
            endpoints.append(' ').append(attachment.endpointId());
          }
        });
    return endpoints.toString();
  }

  /// True when fulfilling the one is fulfilling the other.
  boolean sameAs(ProxyWork other) {
    return config.version().equals(other.config.version())
        && config.notes().equals(other.config.notes())
        && join.equals(other.join)
        && incarnation(Set.of()).equals(other.incarnation(Set.of()));
  }

  /// Networks that the proxy is on and that nothing needs.
  SortedSet<String> unneeded() {
    SortedSet<String> unneeded = new TreeSet<>(proxy.networks().keySet());
    unneeded.removeAll(keep);
    return unneeded;
  }
}
