package io.sallyport.routing;

import io.sallyport.config.DidYouMean;
import io.sallyport.engine.Container;
import io.sallyport.engine.Container.Port;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Why one proxy reaches one container nowhere, in words.
record NoAddress(Container proxy, Application application) {

  Finding noPort() {
    return application.finding(
        Finding.Code.NO_PORT,
        Label.PORT,
        "the container exposes no TCP port",
        "set `interlock.port` to the port that it listens on");
  }

  Finding severalPorts(Ports ports) {
    List<String> several = ports.exposed().stream().map(String::valueOf).toList();
    return application.finding(
        Finding.Code.SEVERAL_PORTS,
        Label.PORT,
        "the container exposes " + String.join(", ", several),
        "set `interlock.port` to the one that requests go to");
  }

  Finding notOnNetwork(String network) {
    List<String> networks =
        application.container().networks().entrySet().stream()
            .filter(place -> place.getValue().hasAddress())
            .map(Map.Entry::getKey)
            .toList();
    Optional<String> meant =
        DidYouMean.among(networks, network)
            .or(() -> networks.stream().filter(name -> name.endsWith("_" + network)).findFirst());
    return application.finding(
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
            + application.container().node()
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

  Finding unreachable(Ports ports) {
    String publishing =
        ports.published().isEmpty()
            ? "it publishes no port"
            : "its port is published on "
                + ports.published().stream()
                    .map(Port::hostAddress)
                    .distinct()
                    .collect(Collectors.joining(" and "))
                + " only";
    return unreachable(
        "proxy `"
            + proxy.name()
            + "` cannot reach the container: they share no network (it is on "
            + networksOf(application.container())
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
    } else if (!proxy.node().equals(application.container().node())) {
      return "attach both to one overlay network, or publish its port";
    }
    Set<String> networks = application.container().networks().keySet();
    String named =
        networks.size() == 1
            ? Quoted.printable(networks.iterator().next()) + "`"
            : "NAME` with a network of the container";
    return "add `interlock.network=" + named + ", or attach both to one";
  }

  private Finding unreachable(String message, String advice) {
    return application.finding(Finding.Code.UNREACHABLE, Label.NETWORK, message, advice);
  }

  private String networksOf(Container container) {
    String node = proxy.node().equals(application.container().node()) ? "" : container.node();
    return listed(container.networks().keySet())
        + (node.isEmpty() ? "" : " of node `" + node + "`");
  }

  private static String listed(Collection<String> networks) {
    return networks.isEmpty()
        ? "no network"
        : networks.stream().map(Quoted::printable).collect(Collectors.joining("`, `", "`", "`"));
  }
}
