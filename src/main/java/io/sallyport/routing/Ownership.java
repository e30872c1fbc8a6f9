package io.sallyport.routing;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Which host each name belongs to among the containers of one extension. What one pass settles is
/// what the next one remembers, so that a name stays where it is when containers are replaced.
///
/// @param hosts the owner's host name by name
/// @param absent owners of which no container is there; they keep their names for as long as they
///   are remembered
/// @param disputed names that more than one host claims
public record Ownership(
    SortedMap<String, String> hosts, SortedSet<String> absent, SortedSet<String> disputed) {
  /// Nothing is remembered: the oldest running container's claim counts.
  public static final Ownership UNKNOWN = of(Map.of());

  public Ownership {
    hosts = Collections.unmodifiableSortedMap(new TreeMap<>(hosts));
    absent = Collections.unmodifiableSortedSet(new TreeSet<>(absent));
    disputed = Collections.unmodifiableSortedSet(new TreeSet<>(disputed));
  }

  /// What is remembered from elsewhere: owners by name.
  public static Ownership of(Map<String, String> hosts) {
    return new Ownership(new TreeMap<>(hosts), new TreeSet<>(), new TreeSet<>());
  }

  /// Without what belongs to these hosts.
  public Ownership without(Set<String> gone) {
    SortedMap<String, String> kept = new TreeMap<>(hosts);
    kept.values().removeIf(gone::contains);
    SortedSet<String> away = new TreeSet<>(absent);
    away.removeAll(gone);
    return new Ownership(kept, away, disputed);
  }
}
