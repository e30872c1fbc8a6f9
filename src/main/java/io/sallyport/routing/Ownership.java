package io.sallyport.routing;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Which host each name belongs to among the containers of one extension, and which group decides
/// about each host. What one pass settles is what the next one remembers, so that names and hosts
/// stay where they are when containers are replaced.
///
/// @param hosts the owner's host name by name
/// @param owners who decides, by host (`shop.example.com`) and by context root
///   (`shop.example.com/`)
/// @param absent hosts and roots whose owner has no container there; they keep what is theirs for
///   as long as they are remembered
/// @param disputed names that more than one host or group claims
public record Ownership(
    SortedMap<String, String> hosts,
    SortedMap<String, Owner> owners,
    SortedSet<String> absent,
    SortedSet<String> disputed) {
  /// Nothing is remembered: the oldest running container's claim counts.
  public static final Ownership UNKNOWN = of(Map.of());

  public Ownership {
    hosts = Collections.unmodifiableSortedMap(new TreeMap<>(hosts));
    owners = Collections.unmodifiableSortedMap(new TreeMap<>(owners));
    absent = Collections.unmodifiableSortedSet(new TreeSet<>(absent));
    disputed = Collections.unmodifiableSortedSet(new TreeSet<>(disputed));
  }

  /// What is remembered from elsewhere: owners by name. Which groups they are is not known.
  public static Ownership of(Map<String, String> hosts) {
    SortedMap<String, Owner> unknown = new TreeMap<>();
    hosts.values().forEach(host -> unknown.put(host, new Owner(Group.UNKNOWN, List.of())));
    return new Ownership(new TreeMap<>(hosts), unknown, new TreeSet<>(), new TreeSet<>());
  }

  /// What several proxies say, as far as all of them say the same. One that says nothing says
  /// something else: a container that only claims to be a proxy must not be the one that is
  /// believed because the others were made anew.
  public static Ownership agreed(List<Ownership> words) {
    if (words.isEmpty()) {
      return UNKNOWN;
    }
    SortedMap<String, String> names = new TreeMap<>(words.getFirst().hosts());
    SortedMap<String, Owner> groups = new TreeMap<>(words.getFirst().owners());
    for (Ownership word : words) {
      names.entrySet().removeIf(each -> !each.getValue().equals(word.hosts().get(each.getKey())));
      groups
          .entrySet()
          .removeIf(each -> !sameGroup(each.getValue(), word.owners().get(each.getKey())));
      groups.replaceAll((place, owner) ->
          owner.equals(word.owners().get(place)) ? owner : new Owner(owner.group(), List.of()));
    }
    groups.keySet().removeIf(place -> !names.containsValue(hostOf(place)));
    names.values().removeIf(host -> !groups.containsKey(host));
    return new Ownership(names, groups, new TreeSet<>(), new TreeSet<>());
  }

  private static boolean sameGroup(Owner one, @Nullable Owner other) {
    return other != null && one.group().equals(other.group());
  }

  private static String hostOf(String place) {
    int slash = place.indexOf('/');
    return slash < 0 ? place : place.substring(0, slash);
  }

  /// Without these owners. Names stay where a container of their host still claims them.
  public Ownership without(Set<String> gone) {
    if (gone.isEmpty()) {
      return this;
    }
    SortedMap<String, Owner> kept = new TreeMap<>(owners);
    kept.keySet().removeAll(gone);
    SortedSet<String> away = new TreeSet<>(absent);
    away.removeAll(gone);
    return new Ownership(hosts, kept, away, disputed);
  }
}
