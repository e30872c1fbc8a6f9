package io.sallyport.routing;

import io.sallyport.config.ProxySettings;
import io.sallyport.finding.Finding;
import io.sallyport.labels.Intent;
import io.sallyport.labels.Label;
import io.sallyport.model.VirtualHost.Limits;
import io.sallyport.source.Group;
import io.sallyport.source.KeptLabels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// How a site is to be served, as its labels say: the same for all proxies of an extension, whose
/// ways to the containers differ.
///
/// @param roots by their paths; those that cannot be protected as asked are `closed`
/// @param labels for templates
record SitePlan(
    Site site, SiteTls tls, Limits limits, List<RootPlan> roots, SortedMap<String, String> labels) {

  /// What became of a site.
  ///
  /// @param plan nothing where the site must not be served
  record PlannedSite(Optional<SitePlan> plan, List<Finding> findings) {
    PlannedSite {
      findings = List.copyOf(findings);
    }

    static PlannedSite of(Site site, ProxySettings settings) {
      List<Finding> findings = new ArrayList<>();
      return new PlannedSite(SitePlan.of(site, settings, findings), findings);
    }
  }

  private static Optional<SitePlan> of(Site all, ProxySettings settings, List<Finding> findings) {
    Site site = Admission.admitted(all, settings, findings);
    if (site.members().isEmpty()) {
      return Optional.empty();
    }
    Optional<SiteTls> tls = SiteTls.of(site, settings, findings);
    if (tls.isEmpty()) {
      return Optional.empty();
    }
    Limits limits =
        new Limits(
            site.agreed(Label.CLIENT_MAX_BODY_SIZE, findings),
            site.agreed(Label.PROXY_READ_TIMEOUT, findings));
    SortedMap<String, Site> byRoot = site.byRoot();
    Map<String, List<String>> endpoints = endpoints(site, byRoot, findings);
    List<RootPlan> roots = new ArrayList<>();
    byRoot.forEach((path, members) -> {
      List<String> own = endpoints.getOrDefault(path, List.of());
      boolean foreign = !members.owner().group().equals(site.owner().group());
      roots.add(RootPlan.of(path, members, foreign, own, settings, findings));
    });
    return Optional.of(new SitePlan(site, tls.get(), limits, roots, labels(site.owner())));
  }

  /// What the owner's oldest container says that has the label.
  private static SortedMap<String, String> labels(Owner owner) {
    SortedMap<String, String> labels = new TreeMap<>();
    for (Intent decider : owner.deciders()) {
      decider
          .container()
          .labels()
          .tailMap(KeptLabels.FOR_TEMPLATES)
          .forEach((key, value) -> {
            if (key.startsWith(KeptLabels.FOR_TEMPLATES)) {
              labels.putIfAbsent(key, value);
            }
          });
    }
    return labels;
  }

  /// The endpoints of WebSockets by the context root whose containers have them. A path is one
  /// root's: its own, or that of the oldest container that names it. A stranger has them only
  /// within a root of his own.
  private static Map<String, List<String>> endpoints(
      Site site, SortedMap<String, Site> byRoot, List<Finding> findings) {
    Map<String, String> owners = new HashMap<>();
    byRoot.keySet().forEach(root -> owners.put(root, root));
    Map<String, List<String>> endpoints = new HashMap<>();
    for (Intent member : site.members()) {
      Site root = byRoot.getOrDefault(member.root(), site);
      for (String endpoint : member.values().all(Label.WEBSOCKET_ENDPOINT)) {
        if (!site.owner().owns(member) && !mayHave(member, endpoint, root, byRoot.keySet())) {
          if (!root.said(Label.WEBSOCKET_ENDPOINT).contains(endpoint)) {
            findings.add(outside(member, endpoint, site.owner().group()));
          }
          continue;
        }
        String owner = owners.computeIfAbsent(endpoint, any -> member.root());
        List<String> own = endpoints.computeIfAbsent(member.root(), any -> new ArrayList<>());
        if (!owner.equals(member.root())) {
          findings.add(taken(member, endpoint, owner));
        } else if (!own.contains(endpoint)) {
          own.add(endpoint);
        }
      }
    }
    endpoints.values().forEach(own -> own.sort(null));
    return endpoints;
  }

  /// Whether a stranger's endpoint is in a root of his group, and in no other one's below that.
  private static boolean mayHave(Intent stranger, String endpoint, Site root, Set<String> roots) {
    String own = stranger.root();
    return root.owner().owns(stranger)
        && PathPrefix.within(endpoint, own)
        && roots.stream()
            .noneMatch(
                other -> other.length() > own.length() && PathPrefix.within(endpoint, other));
  }

  private static Finding outside(Intent member, String endpoint, Group group) {
    return member.finding(
        Finding.Code.CONFLICTING_LABEL,
        Label.WEBSOCKET_ENDPOINT,
        "`%s` of `%s` is not in a context root of this container's own, and the host belongs to %s"
            .formatted(endpoint, member.name(), group),
        "remove it, or add it to the containers of that group");
  }

  private static Finding taken(Intent member, String endpoint, String owner) {
    return member.finding(
        Finding.Code.CONFLICTING_LABEL,
        Label.WEBSOCKET_ENDPOINT,
        "`"
            + endpoint
            + "` of `"
            + member.name()
            + "` belongs to the containers with context root `"
            + owner
            + "`",
        "choose another path, or give both the same `interlock.context_root`");
  }
}
