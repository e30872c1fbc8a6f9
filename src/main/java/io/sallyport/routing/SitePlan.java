package io.sallyport.routing;

import io.sallyport.config.ProxySettings;
import io.sallyport.routing.VirtualHost.Limits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How a site is to be served, as its labels say: the same for all proxies of an extension, whose
/// ways to the containers differ.
///
/// @param roots by their paths; those that cannot be protected as asked are `closed`
record SitePlan(Site site, SiteTls tls, Limits limits, List<RootPlan> roots) {

  /// What became of a site.
  ///
  /// @param plan nothing where the site must not be served
  record Planned(Site site, Optional<SitePlan> plan, List<Finding> findings) {
    Planned {
      findings = List.copyOf(findings);
    }

    static Planned of(Site site, ProxySettings settings) {
      List<Finding> findings = new ArrayList<>();
      return new Planned(site, SitePlan.of(site, settings, findings), findings);
    }
  }

  private static Optional<SitePlan> of(Site site, ProxySettings settings, List<Finding> findings) {
    Optional<SiteTls> tls = SiteTls.of(site, settings, findings);
    if (tls.isEmpty()) {
      return Optional.empty();
    }
    Limits limits =
        new Limits(
            site.agreed(Label.CLIENT_MAX_BODY_SIZE, findings),
            site.agreed(Label.PROXY_READ_TIMEOUT, findings));
    Map<String, List<String>> endpoints = endpoints(site, findings);
    List<RootPlan> roots = new ArrayList<>();
    site.roots()
        .forEach((path, members) -> {
          List<String> own = endpoints.getOrDefault(path, List.of());
          roots.add(RootPlan.of(path, members, own, settings, findings));
        });
    return Optional.of(new SitePlan(site, tls.get(), limits, roots));
  }

  /// The endpoints of WebSockets by the context root whose containers have them. A path is one
  /// root's: its own, or that of the oldest container that names it.
  private static Map<String, List<String>> endpoints(Site site, List<Finding> findings) {
    Map<String, String> owners = new HashMap<>();
    site.roots().keySet().forEach(root -> owners.put(root, root));
    Map<String, List<String>> endpoints = new HashMap<>();
    for (Application member : site.members()) {
      for (String endpoint : member.labels().all(Label.WEBSOCKET_ENDPOINT)) {
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

  private static Finding taken(Application member, String endpoint, String owner) {
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
