package io.sallyport.routing;

import io.sallyport.labels.Claim;
import io.sallyport.labels.NameClaim;
import io.sallyport.model.SiteId;
import io.sallyport.source.Group;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Which site each name and port belongs to among the containers of one extension, and which group
/// decides about each site. What one pass settles is what the next one remembers, so that names and
/// sites stay where they are when containers are replaced.
///
/// @param claims the site that has what is claimed
/// @param owners who decides, by site and by context root
/// @param absent places whose owner has no container there; they keep what is theirs for as long as
///   they are remembered
/// @param disputed what more than one site or group claims
public record Ownership(
    SortedMap<Claim, SiteId> claims,
    SortedMap<Place, Owner> owners,
    SortedSet<Place> absent,
    SortedSet<Claim> disputed) {
  /// Nothing is remembered: the oldest running container's claim counts.
  public static final Ownership UNKNOWN = of(Map.of());

  public Ownership {
    claims = Collections.unmodifiableSortedMap(new TreeMap<>(claims));
    owners = Collections.unmodifiableSortedMap(new TreeMap<>(owners));
    absent = Collections.unmodifiableSortedSet(new TreeSet<>(absent));
    disputed = Collections.unmodifiableSortedSet(new TreeSet<>(disputed));
  }

  /// What is remembered from elsewhere: host names by name. Which groups own them is not known.
  public static Ownership of(Map<String, String> hosts) {
    SortedMap<Claim, SiteId> names = new TreeMap<>();
    SortedMap<Place, Owner> unknown = new TreeMap<>();
    hosts.forEach((name, host) -> {
      SiteId site = new SiteId(host);
      names.put(new NameClaim(name), site);
      unknown.put(Place.whole(site), new Owner(Group.UNKNOWN, List.of()));
    });
    return new Ownership(names, unknown, new TreeSet<>(), new TreeSet<>());
  }

  /// What several proxies say, as far as all of them say the same. One that says nothing says
  /// something else: a container that only claims to be a proxy must not be the one that is
  /// believed because the others were made anew.
  public static Ownership agreed(List<Ownership> words) {
    if (words.isEmpty()) {
      return UNKNOWN;
    }
    SortedMap<Claim, SiteId> claims = new TreeMap<>(words.getFirst().claims());
    SortedMap<Place, Owner> owners = new TreeMap<>(words.getFirst().owners());
    for (Ownership word : words) {
      claims.entrySet().removeIf(each -> !each.getValue().equals(word.claims().get(each.getKey())));
      owners
          .entrySet()
          .removeIf(each -> !sameGroup(each.getValue(), word.owners().get(each.getKey())));
      owners.replaceAll((place, owner) ->
          owner.equals(word.owners().get(place)) ? owner : new Owner(owner.group(), List.of()));
    }
    Set<SiteId> claimed = Set.copyOf(claims.values());
    owners.keySet().removeIf(place -> !claimed.contains(place.site()));
    claims.values().removeIf(site -> !owners.containsKey(Place.whole(site)));
    return new Ownership(claims, owners, new TreeSet<>(), new TreeSet<>());
  }

  private static boolean sameGroup(Owner one, @Nullable Owner other) {
    return other != null && one.group().equals(other.group());
  }

  /// Without these owners. What they had stays where a container of their site still claims it.
  public Ownership without(Set<Place> gone) {
    if (gone.isEmpty()) {
      return this;
    }
    SortedMap<Place, Owner> kept = new TreeMap<>(owners);
    kept.keySet().removeAll(gone);
    SortedSet<Place> away = new TreeSet<>(absent);
    away.removeAll(gone);
    return new Ownership(claims, kept, away, disputed);
  }
}
