package io.sallyport.source;

import io.sallyport.source.Container.NetworkOwner;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Containers that share another one's network stack (`network_mode: service:…` or `container:…`)
/// have no networks and no ports of their own: theirs are the other one's.
final class SharedNetworks {
  /// Of a chain; nobody makes a longer one but by mistake.
  private static final int LONGEST = 16;

  private static final int SHORTEST_ID = 12;

  private final Map<String, Container> byId = new HashMap<>();
  private final Map<String, Container> byName = new HashMap<>();

  private SharedNetworks(List<Container> all) {
    for (Container each : all) {
      byId.put(each.id(), each);
      if (each.id().length() > SHORTEST_ID) {
        byId.putIfAbsent(each.id().substring(0, SHORTEST_ID), each);
      }
      byName.put(each.name(), each);
    }
  }

  /// All of them, each with the networks and ports by which it is reached.
  static List<Container> followed(List<Container> all) {
    if (all.stream().noneMatch(each -> each.sharesNetworkOf().isPresent())) {
      return all;
    }
    SharedNetworks shared = new SharedNetworks(all);
    return all.stream().map(shared::followed).toList();
  }

  private Container followed(Container container) {
    Optional<String> named = container.sharesNetworkOf();
    if (named.isEmpty()) {
      return container;
    }
    Optional<Container> next = Optional.of(container);
    for (int i = 0; i < LONGEST && next.isPresent(); i++) {
      Optional<String> further = next.get().sharesNetworkOf();
      if (further.isEmpty()) {
        return placed(container, next.get());
      }
      next = find(further.get());
    }
    return container.placed(
        new NetworkOwner(named.get(), "", false, false), List.of(), Collections.emptySortedMap());
  }

  private static Container placed(Container container, Container owner) {
    NetworkOwner known =
        new NetworkOwner(owner.id(), owner.name(), owner.hasProcesses(), owner.onHostNetwork());
    return owner.hasProcesses()
        ? container.placed(known, owner.ports(), owner.networks())
        : container.placed(known, List.of(), new TreeMap<>());
  }

  private Optional<Container> find(String named) {
    Container found = byId.get(named);
    if (found == null && named.length() > SHORTEST_ID) {
      found = byId.get(named.substring(0, SHORTEST_ID));
      found = found != null && found.id().startsWith(named) ? found : null;
    }
    return Optional.ofNullable(found == null ? byName.get(named) : found);
  }
}
