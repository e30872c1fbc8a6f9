package io.sallyport.routing;

import io.sallyport.finding.Finding;
import io.sallyport.labels.Claim;
import io.sallyport.labels.Intent;
import io.sallyport.labels.NameClaim;
import io.sallyport.labels.PortClaim;
import io.sallyport.model.SiteId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// The one site that each name and port belongs to, and what each site is made of: nobody takes
/// over what is served already, neither by a further name nor by a site's own.
record Claims(List<Site> sites, Ownership ownership) {

  /// A name or port is its former site's while that claims it, or is remembered and away; else the
  /// oldest container's that claims it.
  ///
  /// @param oldestFirst those that can be served
  /// @param claimants these and all others that are there, by site
  static Claims of(
      List<Intent> oldestFirst,
      SortedMap<SiteId, Claimants> claimants,
      Ownership before,
      List<Finding> findings) {
    return new Settling(claimants, before, findings).run(oldestFirst);
  }

  /// One pass over all claims.
  private static final class Settling {
    private final SortedMap<SiteId, Claimants> claimants;
    private final List<Finding> findings;
    private final SettledOwners settled;
    private final Map<Claim, SiteId> holders;
    private final SortedSet<Claim> disputed = new TreeSet<>();
    private final SortedMap<SiteId, Members> sites = new TreeMap<>();

    /// What a site is made of, as far as it is known yet.
    private record Members(Owner owner, SortedSet<String> aliases, List<Intent> intents) {}

    Settling(SortedMap<SiteId, Claimants> claimants, Ownership before, List<Finding> findings) {
      this.claimants = claimants;
      this.findings = findings;
      settled = SettledOwners.of(claimants, before);
      holders = new HashMap<>(before.claims());
    }

    Claims run(List<Intent> oldestFirst) {
      Map<SiteId, Set<Claim>> claims = new HashMap<>();
      holders.entrySet().removeIf(each -> !isKept(each.getKey(), each.getValue(), claims));
      oldestFirst.forEach(this::claimAll);
      List<Site> finished = new ArrayList<>();
      sites.forEach((id, members) -> finished.add(finished(id, members)));
      settled.keepOnly(Set.copyOf(holders.values()));
      return new Claims(
          finished,
          new Ownership(
              new TreeMap<>(holders),
              settled.byPlace(),
              new TreeSet<>(settled.absent()),
              disputed));
    }

    /// Whether a claim stays with the site that it was remembered to belong to.
    private boolean isKept(Claim claim, SiteId site, Map<SiteId, Set<Claim>> claims) {
      Owner owner = settled.of(site);
      boolean own = claim.equals(new NameClaim(site.name()));
      if (owner == null) {
        return claimants.containsKey(site) && own;
      }
      return own
          || settled.absent().contains(Place.whole(site))
          || claims
              .computeIfAbsent(
                  site, any -> claimants.getOrDefault(site, new Claimants()).claims(owner))
              .contains(claim);
    }

    /// The first claim is the site's own name, which it is not served without.
    private void claimAll(Intent intent) {
      Owner owner = settled.of(intent.site());
      List<Claim> claims = List.copyOf(intent.claims().keySet());
      if (owner == null || !claim(intent, claims.getFirst(), owner)) {
        return;
      }
      Members site =
          sites.computeIfAbsent(
              intent.site(), any -> new Members(owner, new TreeSet<>(), new ArrayList<>()));
      site.intents().add(intent);
      if (owner.owns(intent)) {
        for (Claim further : claims.subList(1, claims.size())) {
          if (claim(intent, further, owner) && further instanceof NameClaim(String alias)) {
            site.aliases().add(alias);
          }
        }
      }
    }

    /// True where the claim is the site's, now if not before.
    private boolean claim(Intent intent, Claim claim, Owner owner) {
      SiteId holder = holders.get(claim);
      Optional<Finding> finding = refusal(intent, claim);
      if (finding.isEmpty() && !intent.site().equals(holder)) {
        finding =
            holder == null
                ? below(intent, claim, owner)
                : Optional.of(taken(intent, claim, holder));
      }
      finding.ifPresentOrElse(findings::add, () -> holders.put(claim, intent.site()));
      return finding.isEmpty();
    }

    private static Optional<Finding> refusal(Intent intent, Claim claim) {
      return switch (claim) {
        case NameClaim(String name) ->
            Wildcards.refusal(name).map(why -> ClaimFindings.refused(intent, claim, why));
        case PortClaim _ -> Optional.empty();
      };
    }

    private Finding taken(Intent intent, Claim claim, SiteId holder) {
      disputed.add(claim);
      return ClaimFindings.taken(intent, claim, holder, claimants.containsKey(holder));
    }

    /// Where another group has a wildcard above a name.
    private Optional<Finding> below(Intent intent, Claim claim, Owner owner) {
      if (!(claim instanceof NameClaim(String name))) {
        return Optional.empty();
      }
      return Wildcards.above(name, each -> holders.containsKey(new NameClaim(each)))
          .flatMap(wildcard -> {
            SiteId holder = holders.getOrDefault(new NameClaim(wildcard), new SiteId(wildcard));
            Owner above = Objects.requireNonNullElse(settled.of(holder), owner);
            if (above.group().equals(owner.group())) {
              return Optional.empty();
            }
            disputed.add(claim);
            return Optional.of(ClaimFindings.below(intent, claim, wildcard, above.group()));
          });
    }

    /// With the names of an owner that is away; those that others would add are not taken.
    private Site finished(SiteId id, Members site) {
      Owner owner = site.owner();
      if (site.intents().stream().noneMatch(owner::owns)) {
        holders.forEach((claim, holder) -> {
          if (holder.equals(id) && claim instanceof NameClaim(String name)) {
            site.aliases().add(name);
          }
        });
      }
      site.aliases().remove(id.name());
      for (Intent member : site.intents()) {
        if (!owner.owns(member)) {
          disputed.add(new NameClaim(id.name()));
          for (Claim claim : member.claims().keySet()) {
            if (!has(id, site, claim)) {
              findings.add(ClaimFindings.widens(member, claim, owner.group()));
            }
          }
        }
      }
      return new Site(id, site.aliases(), site.intents(), owner, settled.roots(id));
    }

    private boolean has(SiteId id, Members site, Claim claim) {
      return switch (claim) {
        case NameClaim(String name) -> name.equals(id.name()) || site.aliases().contains(name);
        case PortClaim _ -> id.equals(holders.get(claim));
      };
    }
  }
}
