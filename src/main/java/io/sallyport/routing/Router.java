package io.sallyport.routing;

import io.sallyport.config.ProxySettings;
import io.sallyport.config.Setting;
import io.sallyport.config.Settings;
import io.sallyport.engine.Container;
import io.sallyport.engine.Container.Health;
import io.sallyport.engine.Network;
import io.sallyport.engine.Observation;
import io.sallyport.routing.Routing.ProxyRouting;
import io.sallyport.routing.Upstream.Server;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Works out which virtual hosts the containers serve, and how each proxy reaches them.
///
/// Total: whatever the labels say, every other host is routed as if they were not there.
public final class Router {
  private final Settings settings;

  public Router(Settings settings) {
    this.settings = settings;
  }

  public Routing route(Observation seen) {
    List<Finding> findings = new ArrayList<>();
    List<Application> applications = Application.among(seen, findings);
    Extensions extensions = new Extensions(settings.proxies());
    applications.forEach(each -> extensions.unseen(each).ifPresent(findings::add));
    SortedSet<String> named = namedNetworks(seen);
    Map<String, Network> networks =
        seen.networks().stream()
            .collect(Collectors.toMap(Network::id, network -> network, (one, _) -> one));
    List<ProxyRouting> proxies = new ArrayList<>();
    for (ProxySettings extension : extensions.all()) {
      Map<Site, SiteTls> sites = protectedSites(extension, applications, findings);
      for (Container proxy : extensions.proxiesOf(extension, seen)) {
        proxies.add(
            new Pass(proxy, extension, networks, findings, new TreeSet<>(), named).run(sites));
      }
    }
    return new Routing(proxies, findings);
  }

  /// What an extension serves: names are claimed among the containers that it looks at.
  private static Map<Site, SiteTls> protectedSites(
      ProxySettings extension, List<Application> applications, List<Finding> findings) {
    List<Application> own =
        applications.stream()
            .filter(each -> Extensions.serves(extension, each.container()))
            .toList();
    Map<Site, SiteTls> sites = new TreeMap<>(Site.BY_NAME);
    for (Site site : Site.claim(own, findings)) {
      SiteTls.of(site, extension, findings).ifPresent(tls -> sites.put(site, tls));
    }
    return sites;
  }

  private static SortedSet<String> namedNetworks(Observation seen) {
    SortedSet<String> named = new TreeSet<>();
    for (Container container : seen.containers()) {
      container.label(Label.NETWORK.key()).ifPresent(named::add);
    }
    return named;
  }

  /// What one proxy serves.
  private record Pass(
      Container proxy,
      ProxySettings extension,
      Map<String, Network> networks,
      List<Finding> findings,
      SortedSet<String> join,
      SortedSet<String> keep) {

    ProxyRouting run(Map<Site, SiteTls> sites) {
      List<VirtualHost> hosts = new ArrayList<>();
      sites.forEach((site, tls) -> host(site, tls).ifPresent(hosts::add));
      return new ProxyRouting(proxy, extension, new RoutingTable(hosts), join, keep);
    }

    private Optional<VirtualHost> host(Site site, SiteTls tls) {
      List<Server> servers = new ArrayList<>();
      for (Application member : answering(site)) {
        switch (Address.of(
            proxy, member, extension.find(Setting.BACKEND_OVERRIDE_ADDRESS), networks)) {
          case Address.Reached reached -> {
            reached.network().ifPresent(join::add);
            Container container = member.container();
            servers.add(new Server(reached.address(), container.id(), container.name()));
          }
          case Address.Unreached unreached -> findings.add(unreached.finding());
        }
      }
      if (servers.isEmpty()) {
        return Optional.empty();
      }
      Location root = new Location("/", new Upstream(site.name(), servers), tls.back());
      return Optional.of(
          new VirtualHost(
              site.name(),
              List.copyOf(site.aliases()),
              tls.front(),
              tls.redirect(),
              List.of(root)));
    }

    /// Those that speak the site's protocol and are healthy; all unhealthy ones where none is
    /// healthy. One whose health check has not passed yet gets nothing.
    private List<Application> answering(Site site) {
      boolean tls = SiteTls.speaksTls(site);
      List<Application> healthy = new ArrayList<>();
      List<Application> unhealthy = new ArrayList<>();
      for (Application member : site.members()) {
        if (member.labels().isSet(Label.SSL_BACKEND) != tls) {
          findings.add(otherProtocol(member, tls));
          continue;
        }
        switch (member.container().health()) {
          case NONE, HEALTHY -> healthy.add(member);
          case UNHEALTHY -> unhealthy.add(member);
          case STARTING -> findings.add(notHealthy(member, "is still starting"));
        }
      }
      if (healthy.isEmpty()) {
        return unhealthy;
      }
      unhealthy.forEach(member -> findings.add(notHealthy(member, "fails")));
      return healthy;
    }

    private static Finding notHealthy(Application member, String state) {
      return member.finding(
          Finding.Code.NOT_HEALTHY,
          Label.HOSTNAME,
          "the container's health check " + state + ", so it gets no requests",
          member.container().health() == Health.STARTING
              ? "it will once the check passes"
              : "look at `docker inspect` and the container's log");
    }

    private static Finding otherProtocol(Application member, boolean tls) {
      return member.finding(
          Finding.Code.OTHER_PROTOCOL,
          Label.SSL_BACKEND,
          "an older container of `"
              + member.name()
              + "` "
              + (tls ? "speaks TLS and this one does not" : "does not speak TLS and this one does")
              + ", so this one gets no requests until the older ones are gone",
          "give all containers of the host the same value");
    }
  }
}
