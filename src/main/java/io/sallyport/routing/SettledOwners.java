package io.sallyport.routing;

import io.sallyport.labels.Intent;
import io.sallyport.model.SiteId;
import io.sallyport.source.Group;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Which group decides about each site and about each context root of it: its former group, while
/// that is there or remembered; else that of the oldest container which asks for it.
///
/// @param owners by site and by root, the whole site under the empty root
/// @param absent places whose owner has no container there
record SettledOwners(Map<SiteId, SortedMap<String, Owner>> owners, Set<Place> absent) {
  private static final SortedMap<String, Owner> NOBODY =
      Collections.unmodifiableSortedMap(new TreeMap<>());

  private static final String WHOLE = "";

  static SettledOwners of(SortedMap<SiteId, Claimants> claimants, Ownership before) {
    Settling settling =
        new Settling(bySite(before.owners()), new SettledOwners(new HashMap<>(), new HashSet<>()));
    settling.before.forEach((site, places) -> {
      if (!claimants.containsKey(site)) {
        settling.settled.owners.put(site, places);
        places.keySet().forEach(root -> settling.settled.absent.add(new Place(site, root)));
      }
    });
    claimants.forEach(settling::settle);
    return settling.settled;
  }

  private static Map<SiteId, SortedMap<String, Owner>> bySite(SortedMap<Place, Owner> owners) {
    Map<SiteId, SortedMap<String, Owner>> bySite = HashMap.newHashMap(owners.size());
    owners.forEach((place, owner) ->
        bySite.computeIfAbsent(place.site(), any -> new TreeMap<>()).put(place.root(), owner));
    return bySite;
  }

  /// Who decides about a whole site; nothing where nobody asks for it in a way that counts.
  @Nullable Owner of(SiteId site) {
    return owners.getOrDefault(site, NOBODY).get(WHOLE);
  }

  /// Who decides about its context roots, by root.
  SortedMap<String, Owner> roots(SiteId site) {
    return owners.getOrDefault(site, NOBODY).tailMap("/");
  }

  /// Forgets sites that have nothing any more.
  void keepOnly(Set<SiteId> sites) {
    owners.keySet().retainAll(sites);
    absent.removeIf(place -> !owners.containsKey(place.site()));
  }

  /// By place.
  SortedMap<Place, Owner> byPlace() {
    SortedMap<Place, Owner> all = new TreeMap<>();
    owners.forEach(
        (site, places) -> places.forEach((root, owner) -> all.put(new Place(site, root), owner)));
    return all;
  }

  private record Settling(Map<SiteId, SortedMap<String, Owner>> before, SettledOwners settled) {

    void settle(SiteId site, Claimants all) {
      SortedMap<String, Owner> former = before.getOrDefault(site, NOBODY);
      if (isAsBefore(former, all)) {
        settled.owners.put(site, former);
        return;
      }
      settle(Place.whole(site), all, Optional.empty());
      Optional<Owner> decides = Optional.ofNullable(settled.of(site));
      Set<String> roots = new TreeSet<>(former.tailMap("/").keySet());
      all.running().forEach(each -> roots.add(each.root()));
      roots.forEach(root -> settle(new Place(site, root), all.ofRoot(root), decides));
    }

    /// The usual case, for which nothing need be worked out: one context root, and the containers
    /// that ask for it are those that decided before.
    private static boolean isAsBefore(SortedMap<String, Owner> former, Claimants all) {
      Owner owner = former.get(WHOLE);
      return owner != null
          && former.size() == 2
          && all.pausing().isEmpty()
          && all.unusable().isEmpty()
          && !all.running().isEmpty()
          && !owner.group().equals(Group.UNKNOWN)
          && owner.deciders().equals(all.running())
          && owner.equals(former.get(all.running().getFirst().root()));
    }

    /// @param first the group that owns it wherever it is there
    private void settle(Place place, Claimants all, Optional<Owner> first) {
      Optional<Owner> remembered =
          Optional.ofNullable(before.getOrDefault(place.site(), NOBODY).get(place.root()));
      Optional<Owner> known =
          remembered
              .filter(owner -> !owner.group().equals(Group.UNKNOWN))
              .filter(owner -> first.isEmpty() || isTold(owner, all));
      Optional<Group> group =
          first
              .filter(owner -> all.running().stream().anyMatch(owner::owns))
              .or(() -> known)
              .map(Owner::group)
              .or(() -> all.running().stream().findFirst().map(Intent::group))
              .or(() ->
                  all.pausing().stream()
                      .findFirst()
                      .filter(any -> remembered.isPresent())
                      .map(Intent::group));
      group.ifPresent(each -> settle(place, all, each, known));
    }

    private void settle(Place place, Claimants all, Group group, Optional<Owner> known) {
      Owner any = new Owner(group, List.of());
      List<Intent> running = all.running().stream().filter(any::owns).toList();
      if (!running.isEmpty()) {
        put(place, new Owner(group, running));
        return;
      }
      List<Intent> pausing = all.pausing().stream().filter(any::owns).toList();
      Owner former = known.orElse(any);
      put(
          place,
          former.deciders().isEmpty() && !pausing.isEmpty() ? new Owner(group, pausing) : former);
      if (pausing.isEmpty() && all.unusable().stream().noneMatch(any::owns)) {
        settled.absent.add(place);
      }
    }

    private void put(Place place, Owner owner) {
      settled.owners.computeIfAbsent(place.site(), any -> new TreeMap<>()).put(place.root(), owner);
    }

    /// Whether it is known what the owner of a root asks for, or it is there to say so.
    private static boolean isTold(Owner owner, Claimants all) {
      return !owner.deciders().isEmpty()
          || all.running().stream().anyMatch(owner::owns)
          || all.running().isEmpty();
    }
  }
}
