package io.sallyport.proxy.nginx;

import io.sallyport.model.VirtualHost;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/// The views of hosts that were rendered lately, so that a pass in which one host changes writes
/// one host. A host is known as the object that it is: routing makes a new one where anything
/// changed.
final class HostViews {
  /// Renderings. As many proxies may have one renderer in common, each with hosts of its own.
  private static final int KEPT_FOR = 8;

  private final IdentityHashMap<VirtualHost, HostView> known = new IdentityHashMap<>();
  private long renderings;

  /// Those of the hosts, in their order.
  synchronized List<HostView> of(List<VirtualHost> hosts) {
    renderings++;
    List<HostView> views = new ArrayList<>(hosts.size());
    for (VirtualHost host : hosts) {
      views.add(known.computeIfAbsent(host, HostView::new).usedIn(renderings));
    }
    if (known.size() > 2 * hosts.size()) {
      known.values().removeIf(view -> view.lastUse() + KEPT_FOR < renderings);
    }
    return views;
  }

  synchronized int size() {
    return known.size();
  }
}
