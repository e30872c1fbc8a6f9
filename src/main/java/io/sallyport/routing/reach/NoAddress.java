package io.sallyport.routing.reach;

import io.sallyport.config.DidYouMean;
import io.sallyport.finding.Finding;
import io.sallyport.finding.Quoted;
import io.sallyport.labels.Intent;
import io.sallyport.labels.Label;
import io.sallyport.source.Container;
import io.sallyport.source.Container.NetworkOwner;
import io.sallyport.source.Container.Port;
import io.sallyport.source.Network;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Why one proxy reaches one container nowhere, in words.
record NoAddress(Container proxy, Intent intent) {

  private static final String ISOLATED_REMEDY =
      "make it anew on a network of the proxy; a container without networks is attached to none"
          + " later";

  Finding noPort() {
    return intent.finding(
        Finding.Code.NO_PORT,
        Label.PORT,
        "the container exposes no TCP port",
        "set `interlock.port` to the port that it listens on");
  }

  Finding severalPorts(Ports ports) {
    List<String> several = ports.exposed().stream().map(String::valueOf).toList();
    return intent.finding(
        Finding.Code.SEVERAL_PORTS,
        Label.PORT,
        "the container exposes " + String.join(", ", several),
        "set `interlock.port` to the one that requests go to");
  }

  Finding notOnNetwork(String network) {
    if (isolated()) {
      return unreachable("the container was started with `--network none`", ISOLATED_REMEDY);
    }
    List<String> networks =
        intent.container().networks().entrySet().stream()
            .filter(place -> place.getValue().hasAddress())
            .map(Map.Entry::getKey)
            .toList();
    Optional<String> meant =
        DidYouMean.among(networks, network)
            .or(() -> networks.stream().filter(name -> name.endsWith("_" + network)).findFirst());
    return intent.finding(
        Finding.Code.NOT_ON_NETWORK,
        Label.NETWORK,
        "the container has no address on network `"
            + network
            + "`; it has one on "
            + listed(networks),
        meant
            .map(name -> "did you mean `" + Quoted.printable(name) + "`?")
            .orElse("attach it to that network, or name one that it is on"));
  }

  Finding onOtherNode(String network) {
    return unreachable(
        "network `"
            + network
            + "` of node `"
            + intent.container().node()
            + "` does not reach proxy `"
            + proxy.name()
            + "` on node `"
            + proxy.node()
            + "`",
        "use an overlay network, or publish the port and leave out the label");
  }

  Finding notFromHost(String network) {
    return unreachable(
        "proxy `"
            + proxy.name()
            + "` is on its host's network, which does not reach `"
            + network
            + "`",
        "use a bridge network, or take the proxy off the host's network");
  }

  Finding doesNotConnect(Network network) {
    return unreachable(
        "network `%s` %s".formatted(Quoted.printable(network.name()), inVain(network)),
        "name another network that the container is on, or leave out the label");
  }

  /// Engines give it an address that Swarm has given to a service (moby 32172).
  Finding taskIsNotConnected(String network) {
    return unreachable(
        "proxy `%s` is a task of Swarm, which is never connected to a network from outside, and its service is not on `%s`"
            .formatted(proxy.name(), Quoted.printable(network)),
        "add the network to the proxy's service, in the file of its stack or by docker service update"
            + " --network-add NETWORK SERVICE");
  }

  Finding isNotAttachable(String network) {
    return unreachable(
        "proxy `%s` may not join network `%s`, which is for services alone: it is not attachable"
            .formatted(proxy.name(), Quoted.printable(network)),
        "make it with `attachable: true`, or make the proxy a service that is on it");
  }

  Finding ownerIsNotConnected(String network) {
    return unreachable(
        "proxy `%s` uses the network of container `%s`, which is not on `%s`"
            .formatted(
                proxy.name(),
                proxy.networkOwner().map(NetworkOwner::name).orElse(""),
                Quoted.printable(network)),
        "attach that container to the network");
  }

  private static String inVain(Network network) {
    return network.ingress()
        ? "is Swarm's ingress network, which leads to published ports of services alone"
        : "has `enable_icc=false`, so that its containers do not reach each other";
  }

  /// @param shared a network that both are on, and that does not lead from one to the other
  Finding unreachable(Ports ports, Optional<Network> shared) {
    Optional<NetworkOwner> owner =
        intent.container().networkOwner().filter(each -> !each.running());
    if (owner.isPresent()) {
      return unreachable(
          owner.get().name().isEmpty()
              ? "the container uses the network of container `%s`, which is not there any more"
                  .formatted(Quoted.printable(owner.get().id()))
              : "the container uses the network of container `%s`, which is not running"
                  .formatted(owner.get().name()),
          owner.get().name().isEmpty()
              ? "make the container anew, with the network of one that is there"
              : "start that container, then this one");
    }
    if (isolated()) {
      return unreachable("the container was started with `--network none`", ISOLATED_REMEDY);
    }
    String publishing = publishing(ports);
    if (shared.isPresent()) {
      return unreachable(
          "proxy `%s` cannot reach the container: network `%s`, which both are on, %s, and %s"
              .formatted(
                  proxy.name(),
                  Quoted.printable(shared.get().name()),
                  inVain(shared.get()),
                  publishing),
          "attach both to another network, or publish its port");
    }
    if (withoutNetwork(intent.container())) {
      return unreachable(
          "proxy `%s` cannot reach the container: it is on no network%s, and %s"
              .formatted(proxy.name(), mode(), publishing),
          ports.published().isEmpty()
              ? "attach both to one network; or publish its port and set `BackendOverrideAddress`"
                  + " to an address of the host"
              : "set `BackendOverrideAddress` to an address of the host, or attach both to one"
                  + " network");
    }
    return unreachable(
        "proxy `"
            + proxy.name()
            + "` cannot reach the container: they share no network (it is on "
            + networksOf(intent.container())
            + ", the proxy on "
            + networksOf(proxy)
            + ") and "
            + publishing,
        remedy());
  }

  /// What no label can bring about is not advised.
  private String remedy() {
    if (proxy.onHostNetwork()) {
      return "publish its port, or take the proxy off the host's network";
    } else if (!proxy.node().equals(intent.container().node())) {
      return "attach both to one overlay network, or publish its port";
    }
    if (proxy.swarmTask()) {
      return "put both services on one network, in the file of the stack or by docker service update"
          + " --network-add NETWORK SERVICE";
    }
    Set<String> networks = new TreeSet<>(intent.container().networks().keySet());
    if (networks.remove("ingress") && networks.isEmpty()) {
      return "put the service on a network that is attachable, and name it with"
          + " `interlock.network`";
    }
    String named =
        networks.size() == 1
            ? Quoted.printable(networks.iterator().next()) + "`"
            : "NAME` with a network of the container";
    return "add `interlock.network=" + named + ", or attach both to one";
  }

  /// Engines attach such a container to nothing else.
  private boolean isolated() {
    return intent.container().networkMode().equals("none");
  }

  /// As rootless Podman's are, unless they are told to be on one; also one that was taken off its
  /// networks.
  private static boolean withoutNetwork(Container container) {
    return container.networks().isEmpty() && !container.onHostNetwork();
  }

  private String mode() {
    String mode = intent.container().networkMode();
    return mode.isEmpty()
        ? ""
        : " (it was started with `--network " + Quoted.printable(mode) + "`)";
  }

  private String publishing(Ports ports) {
    if (!ports.published().isEmpty()) {
      return publishedInVain(ports);
    }
    String others =
        intent.container().ports().stream()
            .filter(port -> port.published() && port.protocol().equals("tcp"))
            .map(port -> port.containerPort() + " (as " + port.hostPort() + ")")
            .distinct()
            .collect(Collectors.joining(", "));
    return others.isEmpty()
        ? "it publishes no port"
        : "it publishes " + others + ports.wanted().map(wanted -> ", not " + wanted).orElse("");
  }

  private String publishedInVain(Ports ports) {
    boolean locally =
        ports.published().stream()
            .map(Port::hostAddress)
            .allMatch(address -> address.startsWith("127.") || address.equals("::1"));
    return !locally
        ? "none of the proxy's networks leads to the host that its port is published on"
        : "its port is published on "
            + ports.published().stream()
                .map(Port::hostAddress)
                .distinct()
                .collect(Collectors.joining(" and "))
            + " only";
  }

  private Finding unreachable(String message, String advice) {
    return intent.finding(Finding.Code.UNREACHABLE, Label.NETWORK, message, advice);
  }

  private String networksOf(Container container) {
    String node = proxy.node().equals(intent.container().node()) ? "" : container.node();
    return listed(container.networks().keySet())
        + (node.isEmpty() ? "" : " of node `" + node + "`");
  }

  private static String listed(Collection<String> networks) {
    return networks.isEmpty()
        ? "no network"
        : networks.stream().map(Quoted::printable).collect(Collectors.joining("`, `", "`", "`"));
  }
}
