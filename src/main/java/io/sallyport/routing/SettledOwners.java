package io.sallyport.routing;

import io.sallyport.labels.Intent;
import io.sallyport.model.SiteId;
import io.sallyport.source.Group;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Which group decides about each site and about each context root of it: its former group, while
/// that is there or remembered; else that of the oldest container which asks for it.
///
/// @param absent places whose owner has no container there
record SettledOwners(SortedMap<Place, Owner> owners, SortedSet<Place> absent) {

  static SettledOwners of(SortedMap<SiteId, Claimants> claimants, Ownership before) {
    Settling settling = new Settling(before, new SettledOwners(new TreeMap<>(), new TreeSet<>()));
    before
        .owners()
        .forEach((place, owner) -> {
          if (!claimants.containsKey(place.site())) {
            settling.settled.owners.put(place, owner);
            settling.settled.absent.add(place);
          }
        });
    claimants.forEach(settling::settle);
    return settling.settled;
  }

  /// Forgets sites that have nothing any more.
  void keepOnly(Set<SiteId> sites) {
    owners.keySet().removeIf(place -> !sites.contains(place.site()));
    absent.retainAll(owners.keySet());
  }

  private record Settling(Ownership before, SettledOwners settled) {

    void settle(SiteId site, Claimants all) {
      settle(Place.whole(site), all, Optional.empty());
      Optional<Owner> decides = Optional.ofNullable(settled.owners.get(Place.whole(site)));
      Set<String> roots = new TreeSet<>(before.roots(site).keySet());
      all.running().forEach(each -> roots.add(each.root()));
      roots.forEach(root -> settle(new Place(site, root), all.ofRoot(root), decides));
    }

    /// @param first the group that owns it wherever it is there
    private void settle(Place place, Claimants all, Optional<Owner> first) {
      Optional<Owner> remembered = Optional.ofNullable(before.owners().get(place));
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
        settled.owners.put(place, new Owner(group, running));
        return;
      }
      List<Intent> pausing = all.pausing().stream().filter(any::owns).toList();
      Owner former = known.orElse(any);
      settled.owners.put(
          place,
          former.deciders().isEmpty() && !pausing.isEmpty() ? new Owner(group, pausing) : former);
      if (pausing.isEmpty() && all.unusable().stream().noneMatch(any::owns)) {
        settled.absent.add(place);
      }
    }

    /// Whether it is known what the owner of a root asks for, or it is there to say so.
    private static boolean isTold(Owner owner, Claimants all) {
      return !owner.deciders().isEmpty()
          || all.running().stream().anyMatch(owner::owns)
          || all.running().isEmpty();
    }
  }
}
