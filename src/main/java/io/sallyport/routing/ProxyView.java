package io.sallyport.routing;

import static java.util.Comparator.comparingInt;

import io.sallyport.config.ProxySettings;
import io.sallyport.config.Setting;
import io.sallyport.finding.Finding;
import io.sallyport.labels.Intent;
import io.sallyport.labels.Label;
import io.sallyport.labels.LabelValues;
import io.sallyport.model.Location;
import io.sallyport.model.RoutingTable;
import io.sallyport.model.Upstream.Server;
import io.sallyport.model.Upstream.Share;
import io.sallyport.model.VirtualHost;
import io.sallyport.model.VirtualHost.Refusal;
import io.sallyport.routing.Routing.ProxyRouting;
import io.sallyport.routing.reach.Address;
import io.sallyport.routing.reach.AddressSearch;
import io.sallyport.routing.reach.HttpsPorts;
import io.sallyport.routing.reach.JoinRules;
import io.sallyport.source.Container;
import io.sallyport.source.Container.Health;
import io.sallyport.source.Network;
import io.sallyport.source.ServiceTask;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.BiFunction;

/// Sites as one proxy serves them: by the servers that it reaches and that take requests.
///
/// @param leaving identifiers of containers that are about to end, in the order of their signals
record ProxyView(
    Container proxy,
    ProxySettings extension,
    List<Network> seen,
    Map<String, Network> networks,
    List<String> leaving) {
  private static final int NOT_FOUND = 404;

  /// All that a site's being reached depends on, but for those who are about to end.
  record Input(Container proxy, List<Network> networks, SitePlan plan) {}

  /// One site as the proxy serves it.
  ///
  /// @param host nothing where no server of it is reached
  /// @param join networks to connect the proxy to for it, identifiers by name
  record Reachable(Optional<VirtualHost> host, List<Finding> findings, Map<String, String> join) {
    Reachable {
      findings = List.copyOf(findings);
      join = Map.copyOf(join);
    }
  }

  /// @param earlier gives what became of the same input at the last pass, if it can
  /// @param keep networks that the proxy stays on
  ProxyRouting serve(
      List<SitePlan> sites,
      BiFunction<ProxyView, Input, Reachable> earlier,
      SortedSet<String> keep,
      List<Finding> findings) {
    List<VirtualHost> hosts = new ArrayList<>();
    SortedMap<String, String> join = new TreeMap<>();
    for (SitePlan site : sites) {
      Input input = new Input(proxy, seen, site);
      Reachable reachable = isLeft(site) ? reached(input) : earlier.apply(this, input);
      reachable.host().ifPresent(hosts::add);
      findings.addAll(reachable.findings());
      join.putAll(reachable.join());
    }
    return new ProxyRouting(
        proxy, extension, new RoutingTable(hosts, HttpsPorts.of(proxy, extension)), join, keep);
  }

  /// Whether a container of the site is about to end, which its plan does not say.
  private boolean isLeft(SitePlan plan) {
    return !leaving.isEmpty()
        && plan.site().members().stream()
            .anyMatch(member -> leaving.contains(member.container().id()));
  }

  /// Works it out.
  Reachable reached(Input input) {
    SitePlan plan = input.plan();
    List<Finding> findings = new ArrayList<>();
    Map<String, String> join = new TreeMap<>();
    List<Location> locations = new ArrayList<>();
    List<Refusal> refusals = new ArrayList<>();
    for (RootPlan root : plan.roots()) {
      List<Server> servers = root.closed() ? List.of() : servers(root, join, findings);
      if (servers.isEmpty()) {
        refusals.addAll(root.refusals());
      } else {
        locations.add(root.with(servers));
      }
    }
    if (locations.isEmpty()) {
      return new Reachable(Optional.empty(), findings, join);
    }
    if (plan.roots().stream().noneMatch(RootPlan::answersForAll)) {
      refusals.addFirst(new Refusal("/", NOT_FOUND));
    }
    VirtualHost host =
        new VirtualHost(
            plan.site().name(),
            List.copyOf(plan.site().aliases()),
            plan.tls().front(),
            plan.tls().redirect(),
            plan.limits(),
            locations,
            refusals,
            plan.labels());
    return new Reachable(Optional.of(host), findings, join);
  }

  private List<Server> servers(RootPlan root, Map<String, String> join, List<Finding> findings) {
    Optional<String> override = extension.find(Setting.BACKEND_OVERRIDE_ADDRESS);
    List<Server> servers = new ArrayList<>();
    for (Intent member : answering(root.members(), findings)) {
      switch (AddressSearch.of(proxy, member, override, networks)) {
        case Address.Reached reached -> {
          Optional<Finding> refused =
              reached
                  .through()
                  .flatMap(
                      network -> JoinRules.of(extension).refusal(proxy, member, network.name()));
          if (refused.isPresent()) {
            findings.add(refused.get());
            continue;
          }
          reached.through().ifPresent(network -> join.put(network.name(), network.id()));
          servers.add(
              new Server(
                  reached.address(),
                  member.container().id(),
                  member.container().name(),
                  share(member.values())));
        }
        case Address.Unreachable unreachable -> findings.add(unreachable.finding());
      }
    }
    return servers;
  }

  private static Share share(LabelValues labels) {
    return new Share(
        labels.get(Label.WEIGHT),
        labels.get(Label.MAX_FAILS),
        labels.get(Label.FAIL_TIMEOUT),
        labels.get(Label.MAX_CONNS),
        labels.isSet(Label.BACKUP));
  }

  /// Those of one root that speak its protocol and are healthy; all unhealthy ones where none is
  /// healthy. One whose health check has not passed yet gets nothing.
  private List<Intent> answering(Site root, List<Finding> findings) {
    boolean tls = UpstreamTls.speaksTls(root);
    List<Intent> healthy = new ArrayList<>();
    List<Intent> unhealthy = new ArrayList<>();
    for (Intent member : root.members()) {
      if (member.values().isSet(Label.SSL_BACKEND) != tls) {
        findings.add(otherProtocol(member, root.owner(), tls));
        continue;
      }
      switch (member.container().health()) {
        case NONE, HEALTHY -> healthy.add(member);
        case UNHEALTHY -> unhealthy.add(member);
        case STARTING -> findings.add(notHealthy(member, "is still starting"));
      }
    }
    if (healthy.isEmpty()) {
      unhealthy.forEach(member -> findings.add(onlyUnhealthy(member)));
      return staying(unhealthy, findings);
    }
    unhealthy.forEach(member -> findings.add(notHealthy(member, "fails")));
    return staying(healthy, findings);
  }

  /// Those that are not about to end; of several that all are, the one that will be the last.
  private List<Intent> staying(List<Intent> members, List<Finding> findings) {
    List<Intent> staying =
        members.stream().filter(member -> !leaving.contains(member.container().id())).toList();
    List<Intent> kept =
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

  private static Finding isLeaving(Intent member) {
    if (member.container().task().filter(ServiceTask::leaving).isPresent()) {
      return member.finding(
          Finding.Code.LEAVING,
          Label.HOSTNAME,
          "Swarm is about to stop this task, so it gets no new requests",
          "nothing is to be done; `docker service ps` shows the task that replaces it");
    }
    return member.finding(
        Finding.Code.LEAVING,
        Label.HOSTNAME,
        member.container().node().isEmpty()
            ? "the container has got its stop signal, so it gets no new requests"
            : "the container has got its stop signal, or its node is down, so it gets no new requests",
        "it gets some again if it is still running after its stop timeout");
  }

  private static Finding notHealthy(Intent member, String state) {
    return member.finding(
        Finding.Code.NOT_HEALTHY,
        Label.HOSTNAME,
        "the container's health check " + state + ", so it gets no requests",
        member.container().health() == Health.STARTING
            ? "it will once the check passes"
            : "look at `docker inspect` and the container's log");
  }

  /// Fail-open: a check that is wrong must not take a site down.
  private static Finding onlyUnhealthy(Intent member) {
    return member.finding(
        Finding.Code.ONLY_UNHEALTHY,
        Label.HOSTNAME,
        "the container's health check fails, and it gets requests all the same, since `%s%s` has no"
                .formatted(member.name(), member.root().equals("/") ? "" : member.root())
            + " healthy server",
        "look at `docker inspect` and the container's log");
  }

  private static Finding otherProtocol(Intent member, Owner owner, boolean tls) {
    return member.finding(
        Finding.Code.OTHER_PROTOCOL,
        Label.SSL_BACKEND,
        "container `"
            + owner.deciders().getFirst().container().name()
            + "`, which decides about it for `"
            + member.name()
            + "`, "
            + (tls ? "speaks TLS and this one does not" : "does not speak TLS and this one does")
            + ", so this one gets no requests until that one is gone",
        "give all containers of the host the same value");
  }
}
