package io.sallyport.routing;

import static java.util.Comparator.comparingInt;

import io.sallyport.config.ProxySettings;
import io.sallyport.config.Setting;
import io.sallyport.config.Settings;
import io.sallyport.engine.Container;
import io.sallyport.engine.Container.Health;
import io.sallyport.engine.Network;
import io.sallyport.engine.Observation;
import io.sallyport.routing.Routing.ProxyRouting;
import io.sallyport.routing.Upstream.Server;
import io.sallyport.routing.Upstream.Share;
import io.sallyport.routing.VirtualHost.Refusal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Works out which virtual hosts the containers serve, and how each proxy reaches them.
///
/// Total: whatever the labels say, every other host is routed as if they were not there.
public final class Router {
  private static final int NOT_FOUND = 404;

  private final Settings settings;

  public Router(Settings settings) {
    this.settings = settings;
  }

  /// What is to be served where all that runs is there to stay.
  public Routing route(Observation seen) {
    return route(seen, List.of(), Map.of());
  }

  /// What is to be served.
  ///
  /// @param leaving containers that are about to end, in the order in which they got the signal:
  ///   they get no requests, unless there is nobody else
  /// @param names who owned which names before, by extension
  public Routing route(
      Observation seen, List<String> leaving, Map<ProxySettings, Ownership> names) {
    List<Finding> findings = new ArrayList<>();
    List<Application> applications = Application.among(seen, findings);
    List<Application> pausing = Application.pausing(seen);
    Map<ProxySettings, Ownership> settled = new HashMap<>();
    Extensions extensions = new Extensions(settings.proxies());
    applications.forEach(each -> extensions.unseen(each).ifPresent(findings::add));
    findings.addAll(ProxyLabel.findings(seen));
    SortedSet<String> named = namedNetworks(seen);
    Map<String, Network> networks =
        seen.networks().stream()
            .collect(Collectors.toMap(Network::id, network -> network, (one, _) -> one));
    LostNodes lost = new LostNodes(seen);
    findings.addAll(lost.findings());
    List<ProxyRouting> proxies = new ArrayList<>();
    for (ProxySettings extension : extensions.all()) {
      Claims claims =
          Claims.of(
              servedBy(extension, applications),
              servedBy(extension, pausing),
              names.getOrDefault(extension, Ownership.UNKNOWN),
              findings);
      settled.put(extension, claims.ownership());
      List<SitePlan> sites =
          claims.sites().stream()
              .flatMap(site -> SitePlan.of(site, extension, findings).stream())
              .toList();
      for (Container proxy : extensions.proxiesOf(extension, seen)) {
        if (!lost.has(proxy)) {
          proxies.add(
              new Pass(proxy, extension, networks, leaving, findings, new TreeMap<>(), named)
                  .run(sites));
        }
      }
    }
    return new Routing(proxies, findings, settled);
  }

  /// Names are claimed among the containers that an extension looks at.
  private static List<Application> servedBy(
      ProxySettings extension, List<Application> applications) {
    return applications.stream()
        .filter(each -> Extensions.serves(extension, each.container()))
        .toList();
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
      List<String> leaving,
      List<Finding> findings,
      SortedMap<String, String> join,
      SortedSet<String> keep) {

    ProxyRouting run(List<SitePlan> sites) {
      List<VirtualHost> hosts = new ArrayList<>();
      sites.forEach(site -> host(site).ifPresent(hosts::add));
      return new ProxyRouting(proxy, extension, new RoutingTable(hosts), join, keep);
    }

    private Optional<VirtualHost> host(SitePlan plan) {
      List<Location> locations = new ArrayList<>();
      List<Refusal> refusals = new ArrayList<>();
      for (RootPlan root : plan.roots()) {
        List<Server> servers = root.closed() ? List.of() : servers(root);
        if (servers.isEmpty()) {
          refusals.addAll(root.refusals());
        } else {
          locations.add(root.with(servers));
        }
      }
      if (locations.isEmpty()) {
        return Optional.empty();
      }
      if (plan.roots().stream().noneMatch(RootPlan::answersForAll)) {
        refusals.addFirst(new Refusal("/", NOT_FOUND));
      }
      return Optional.of(
          new VirtualHost(
              plan.site().name(),
              List.copyOf(plan.site().aliases()),
              plan.tls().front(),
              plan.tls().redirect(),
              plan.limits(),
              locations,
              refusals));
    }

    private List<Server> servers(RootPlan root) {
      List<Server> servers = new ArrayList<>();
      for (Application member : answering(root.members())) {
        switch (Address.of(
            proxy, member, extension.find(Setting.BACKEND_OVERRIDE_ADDRESS), networks)) {
          case Address.Reached reached -> {
            reached.through().ifPresent(network -> join.put(network.name(), network.id()));
            servers.add(
                new Server(
                    reached.address(),
                    member.container().id(),
                    member.container().name(),
                    Share.of(member.labels())));
          }
          case Address.Unreached unreached -> findings.add(unreached.finding());
        }
      }
      return servers;
    }

    /// Those of one root that speak its protocol and are healthy; all unhealthy ones where none is
    /// healthy. One whose health check has not passed yet gets nothing.
    private List<Application> answering(Site root) {
      boolean tls = BackTls.speaksTls(root);
      List<Application> healthy = new ArrayList<>();
      List<Application> unhealthy = new ArrayList<>();
      for (Application member : root.members()) {
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
        return staying(unhealthy);
      }
      unhealthy.forEach(member -> findings.add(notHealthy(member, "fails")));
      return staying(healthy);
    }

    /// Those that are not about to end; of several that all are, the one that will be the last.
    private List<Application> staying(List<Application> members) {
      List<Application> staying =
          members.stream().filter(member -> !leaving.contains(member.container().id())).toList();
      List<Application> kept =
          staying.isEmpty()
              ? members.stream()
                  .max(comparingInt(member -> leaving.indexOf(member.container().id())))
                  .stream()
                  .toList()
              : staying;
      members.stream()
          .filter(member -> !kept.contains(member))
          .forEach(member -> findings.add(isLeaving(member)));
      return kept;
    }

    private static Finding isLeaving(Application member) {
      return member.finding(
          Finding.Code.LEAVING,
          Label.HOSTNAME,
          "the container has got its stop signal, so it gets no new requests",
          "it gets some again if it is still running after its stop timeout");
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
