package io.sallyport.rollout;

import io.sallyport.model.Location;
import io.sallyport.model.RoutingTable;
import io.sallyport.model.VirtualHost;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What one proxy refuses, by [Part]: a refused one stays as the proxy last accepted it, with the
/// servers that it has now, or, where that does not load either, is left out. It is tried again
/// when it changes.
final class Quarantine {
  private final Map<String, Part> accepted = new HashMap<>();
  private final SortedMap<String, Held> held = new TreeMap<>();
  private final Set<String> doubtful = new HashSet<>();

  /// What is kept out.
  ///
  /// @param refused what the proxy does not take
  /// @param message what it said
  /// @param former what it took before and is given instead; nothing where the part is left out
  record Held(Part refused, String message, Optional<Part> former) {}

  /// A table without what is known to be refused. What has changed since is in it again.
  RoutingTable sift(RoutingTable wanted) {
    return held.isEmpty() ? wanted : wanted.with(Part.join(sifted(wanted)));
  }

  /// The parts of such a table.
  List<Part> sifted(RoutingTable wanted) {
    List<Part> parts = Part.of(wanted);
    Map<String, Part> now =
        parts.stream().collect(Collectors.toMap(Part::key, Function.identity()));
    held.values().removeIf(each -> !each.refused().equals(now.get(each.refused().key())));
    List<Part> sifted = new ArrayList<>();
    for (Part part : parts) {
      Held instead = held.get(part.key());
      if (instead == null) {
        sifted.add(part);
      } else {
        instead.former().ifPresent(sifted::add);
      }
    }
    return sifted;
  }

  /// Keeps a part out. One that is held already is left out altogether: what it was given instead
  /// is refused too.
  void hold(Part part, String message) {
    Held before = held.get(part.key());
    Optional<Part> former =
        before == null ? former(part).filter(other -> !other.equals(part)) : Optional.empty();
    held.put(part.key(), new Held(part, message, former));
  }

  /// Keeps a part out that may be innocent, until [#releaseDoubtful].
  void holdForNow(Part part, String message) {
    if (!held.containsKey(part.key())) {
      hold(part, "it is among hosts of which one or more are refused: " + message);
      doubtful.add(part.key());
    }
  }

  void releaseDoubtful() {
    doubtful.forEach(held::remove);
    doubtful.clear();
  }

  void release(String key) {
    held.remove(key);
  }

  /// Whether it is kept out as it is.
  boolean holds(Part part) {
    Held known = held.get(part.key());
    return known != null && known.refused().equals(part);
  }

  boolean leftOut(String key) {
    return held.containsKey(key) && held.get(key).former().isEmpty();
  }

  /// Everything may be another now: all parts are tried again.
  void forget() {
    held.clear();
  }

  Collection<Held> held() {
    return List.copyOf(held.values());
  }

  /// The proxy runs this now.
  void accepted(RoutingTable table) {
    accepted.clear();
    Part.of(table).forEach(part -> accepted.put(part.key(), part));
  }

  boolean isAccepted(Part part) {
    return part.equals(accepted.get(part.key()));
  }

  /// As it was accepted, with the servers of now: those of then may be gone. Only where the
  /// protocol towards them is the same.
  private Optional<Part> former(Part now) {
    Part then = accepted.get(now.key());
    if (then == null) {
      return Optional.empty();
    }
    List<Location> locations =
        then.host().locations().stream()
            .flatMap(location -> served(location, now.host()).stream())
            .toList();
    return locations.isEmpty() && !now.host().locations().isEmpty()
        ? Optional.empty()
        : Optional.of(new Part(then.host().with(locations), then.root()));
  }

  private static Optional<Location> served(Location then, VirtualHost now) {
    return now.locations().stream()
        .filter(location -> location.root().equals(then.root()))
        .filter(location -> location.backendTls().isPresent() == then.backendTls().isPresent())
        .findFirst()
        .map(location -> then.with(location.upstream().servers()));
  }
}
