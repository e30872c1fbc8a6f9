package io.sallyport.routing;

import io.sallyport.config.ProxySettings;
import io.sallyport.labels.Claim;
import io.sallyport.labels.Intent;
import io.sallyport.model.SiteId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The containers that ask for one site, as [Requests] tells them apart; oldest first.
record Claimants(List<Intent> running, List<Intent> pausing, List<Intent> unusable) {
  Claimants() {
    this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
  }

  /// Among the containers that an extension looks at.
  static SortedMap<SiteId, Claimants> bySite(Requests requests, ProxySettings extension) {
    SortedMap<SiteId, Claimants> sites = new TreeMap<>();
    ExtensionScopes.served(extension, requests.running())
        .forEach(each -> of(each, sites).running().add(each));
    ExtensionScopes.served(extension, requests.pausing())
        .forEach(each -> of(each, sites).pausing().add(each));
    ExtensionScopes.served(extension, requests.unusable())
        .forEach(each -> of(each, sites).unusable().add(each));
    return sites;
  }

  private static Claimants of(Intent intent, SortedMap<SiteId, Claimants> sites) {
    return sites.computeIfAbsent(intent.site(), any -> new Claimants());
  }

  Claimants ofRoot(String root) {
    return new Claimants(of(running, root), of(pausing, root), of(unusable, root));
  }

  private static List<Intent> of(List<Intent> all, String root) {
    return all.stream().filter(each -> each.root().equals(root)).toList();
  }

  /// All that a group's containers claim for the site.
  Set<Claim> claims(Owner owner) {
    Set<Claim> claims = new HashSet<>();
    Stream.of(running, pausing, unusable)
        .flatMap(List::stream)
        .filter(owner::owns)
        .forEach(each -> claims.addAll(each.claims().keySet()));
    return claims;
  }
}
