package io.sallyport.rollout;

import io.sallyport.events.SelfCausedEvents;
import io.sallyport.finding.Finding;
import io.sallyport.routing.reach.JoinRules;
import io.sallyport.source.Container.Attachment;
import io.sallyport.source.ContainerAccess;
import io.sallyport.source.EngineException;
import io.sallyport.source.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The networks of one proxy: joins those that servers are reached through, and leaves, of those
/// that it was joined to by us, the ones that no container names any more. Never touches another
/// network.
final class ProxyNetworks {
  private static final Logger LOG = LoggerFactory.getLogger(ProxyNetworks.class);

  private final ContainerAccess access;
  private final SelfCausedEvents own;
  private final String containerId;
  private final SortedSet<String> ours = new TreeSet<>();
  private final SortedSet<String> moved = new TreeSet<>();
  private boolean earlierOnesKnown;

  ProxyNetworks(ContainerAccess access, SelfCausedEvents own, String containerId) {
    this.access = access;
    this.own = own;
    this.containerId = containerId;
  }

  /// Networks that we have connected the proxy to.
  Set<String> ours() {
    return ours;
  }

  /// Joins what is missing.
  ///
  /// @return what could not be joined, in words; the rest is joined all the same
  List<String> join(ProxyWork work) {
    List<String> failures = new ArrayList<>();
    if (JoinRules.isTask(work.proxy())) {
      return failures; // Its address would be one that Swarm has given to others (moby 32172).
    }
    for (Map.Entry<String, String> wanted : work.join().entrySet()) {
      String network = wanted.getKey();
      if (ours.contains(network) && work.proxy().networks().containsKey(network)) {
        continue;
      }
      try {
        own.connecting(network, containerId);
        access.connect(wanted.getValue(), containerId);
        if (ours.add(network)) {
          LOG.info("Connected proxy {} to network {}", work.proxy().name(), network);
          lookAtRoute(work, network, wanted.getValue());
        }
      } catch (EngineException refused) {
        failures.add("cannot join network `" + network + "`: " + refused.getMessage());
      }
    }
    return failures;
  }

  /// Engines before 28 have the order of networks' names decide where the default route leads.
  private void lookAtRoute(ProxyWork work, String network, String id) {
    String gateway =
        work.wanted().seen().networks().stream()
            .filter(each -> each.id().equals(id))
            .map(Network::gateway)
            .findFirst()
            .orElse("");
    try {
      if (!gateway.isEmpty() && DefaultRoute.of(access, containerId).equals(Optional.of(gateway))) {
        moved.add(network);
      }
    } catch (EngineException unknown) {
      LOG.debug("Proxy {}: no routes: {}", work.proxy().name(), unknown.getMessage());
    }
  }

  /// What is to be said of the networks that it was joined to.
  List<Finding> findings(ProxyWork work) {
    return moved.stream()
        .map(network ->
            new Finding(
                Finding.Code.ROUTE_MOVED,
                work.proxy().id(),
                work.proxy().name(),
                "",
                "its default route leads into network `%s` now, which a label had it join"
                    .formatted(network),
                "engines from 28 on leave the route where it is; on older ones it follows the"
                    + " alphabet: give the proxy's own network a name that comes first, or keep"
                    + " labels from this network with `JoinNetworks`"))
        .toList();
  }

  /// Leaves what is not needed any more. Failing at it costs nothing: it is tried again next time.
  void leave(ProxyWork work) {
    SortedSet<String> unneeded = work.unneeded();
    if (unneeded.isEmpty() || JoinRules.isTask(work.proxy())) {
      return;
    }
    try {
      if (!earlierOnesKnown) {
        ours.addAll(access.connectedByUs(containerId));
        earlierOnesKnown = true;
      }
      unneeded.retainAll(ours);
      for (String network : unneeded) {
        own.disconnecting(network, containerId);
        access.disconnect(identifier(work, network), containerId);
        ours.remove(network);
        moved.remove(network);
        LOG.info("Disconnected proxy {} from network {}", work.proxy().name(), network);
      }
    } catch (EngineException refused) {
      LOG.debug("Leaving networks failed: {}", refused.getMessage());
    }
  }

  private static String identifier(ProxyWork work, String network) {
    return work.proxy().attachment(network).map(Attachment::networkId).orElse(network);
  }
}
