package io.sallyport.routing.reach;

import io.sallyport.labels.Intent;
import io.sallyport.labels.Label;
import io.sallyport.routing.reach.Address.Reached;
import io.sallyport.routing.reach.Address.Through;
import io.sallyport.routing.reach.Address.Unreachable;
import io.sallyport.source.Container;
import io.sallyport.source.Container.Attachment;
import io.sallyport.source.Container.Port;
import io.sallyport.source.Network;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/// The search for a way from one proxy to one container.
public record AddressSearch(
    Container proxy,
    Intent intent,
    Ports ports,
    Optional<String> override,
    Map<String, Network> networks) {
  private static final String LOOPBACK = "127.0.0.1";
  private static final String LOOPBACK_V6 = "::1";
  private static final String EVERYWHERE_V6 = "::";

  /// Searches for a way.
  ///
  /// @param override `BackendOverrideAddress`: the host part of every published address
  /// @param networks those of the engine, by identifier
  public static Address of(
      Container proxy, Intent intent, Optional<String> override, Map<String, Network> networks) {
    return new AddressSearch(proxy, intent, Ports.of(intent), override, networks).run();
  }

  private Address run() {
    if (proxy.sharesNetworkWith(container())) {
      return portOrFinding(port -> reached(LOOPBACK, port));
    }
    return intent
        .values()
        .get(Label.NETWORK)
        .map(name -> onNamedNetwork(meant(name)))
        .orElseGet(this::anywhere);
  }

  /// A network of a stack goes by its name in the stack's file, unless one has that very name.
  private String meant(String name) {
    String inStack = container().stack() + "_" + name;
    return !container().stack().isEmpty() && !hasAddressOn(name) && hasAddressOn(inStack)
        ? inStack
        : name;
  }

  private boolean hasAddressOn(String network) {
    return container().attachment(network).filter(Attachment::hasAddress).isPresent();
  }

  private Address onNamedNetwork(String network) {
    Optional<Attachment> attachment =
        container().attachment(network).filter(Attachment::hasAddress);
    if (attachment.isEmpty()) {
      return new Unreachable(why().notOnNetwork(network));
    }
    Attachment place = attachment.get();
    boolean joined = proxy.attachment(network).filter(own -> sameNetwork(own, place)).isPresent();
    if (!joined && !sameNode() && ofOneNode(place)) {
      return new Unreachable(why().onOtherNode(network));
    }
    if (proxy.onHostNetwork()) {
      return reachedFromHost(place)
          ? portOrFinding(port -> reached(ip(place), port))
          : new Unreachable(why().notFromHost(network));
    }
    if (network(place).filter(each -> !each.connects()).isPresent()) {
      return new Unreachable(why().doesNotConnect(network(place).get()));
    }
    if (!joined && proxy.swarmTask()) {
      return new Unreachable(why().taskIsNotConnected(network));
    }
    if (!joined && network(place).filter(Network::ofServices).isPresent()) {
      return new Unreachable(why().isNotAttachable(network));
    }
    if (!joined && proxy.networkOwner().isPresent()) {
      return new Unreachable(why().ownerIsNotConnected(network));
    }
    return portOrFinding(port ->
        new Reached(
            join(ip(place), port),
            joined ? Optional.empty() : Optional.of(new Through(network, place.networkId()))));
  }

  private Address anywhere() {
    Optional<Port> published = ports.published().stream().findFirst();
    if (override.isPresent() && published.isPresent()) {
      return reached(override.get(), published.get().hostPort());
    }
    Optional<Port> onNode =
        ports.published().stream()
            .filter(port -> isNodeAddress(port.hostAddress()) && leadsOut())
            .findFirst();
    if (onNode.isPresent()) {
      return reached(onNode.get().hostAddress(), onNode.get().hostPort());
    }
    Optional<Attachment> shared = sharedNetwork();
    if (shared.isPresent()) {
      return portOrFinding(port -> reached(ip(shared.get()), port));
    }
    return throughHost();
  }

  private Address throughHost() {
    Optional<String> gateway = hostOf().filter(any -> sameNode());
    if (gateway.isPresent()) {
      String host = gateway.get();
      for (Port port : ports.published()) {
        Optional<String> address = listening(port, host);
        if (address.isPresent()) {
          return reached(address.get(), port.hostPort());
        }
      }
      if (container().onHostNetwork()) {
        return portOrFinding(port -> reached(host, port));
      }
    }
    return onNode().orElseGet(this::nowhere);
  }

  private Optional<Address> onNode() {
    // On its own node, Docker keeps the proxy's bridge and the task's apart.
    return leadsOut() && onAnotherNode()
        ? ports.onNodeOf(container()).map(at -> reached(at.hostAddress(), at.hostPort()))
        : Optional.empty();
  }

  private Address nowhere() {
    return new Unreachable(
        ports.wanted().isEmpty() && !ports.exposed().isEmpty()
            ? why().severalPorts(ports)
            : why().unreachable(ports, sharedInVain()));
  }

  /// Where the proxy's host answers for a published port, seen from the proxy.
  private Optional<String> listening(Port published, String host) {
    String address = published.hostAddress();
    if (published.listensAt(host)) {
      return Optional.of(host);
    } else if (!proxy.onHostNetwork()) {
      return Optional.empty();
    }
    return Optional.of(address.equals(EVERYWHERE_V6) ? LOOPBACK_V6 : address);
  }

  /// A network that both are on, the default bridge last; for a proxy on the host's network any
  /// that the host routes to.
  private Optional<Attachment> sharedNetwork() {
    return container().networks().entrySet().stream()
        .filter(place -> place.getValue().hasAddress())
        .filter(place ->
            proxy.onHostNetwork()
                ? sameNode() && reachedFromHost(place.getValue())
                : isOnToo(place.getValue())
                    && network(place.getValue()).map(Network::connects).orElse(true))
        .min(
            Comparator.comparing(
                    (Map.Entry<String, Attachment> place) -> place.getKey().equals("bridge"))
                .thenComparing(Map.Entry::getKey))
        .map(Map.Entry::getValue);
  }

  /// A network that both are on, and that does not lead from one to the other.
  private Optional<Network> sharedInVain() {
    return container().networks().values().stream()
        .filter(this::isOnToo)
        .flatMap(place -> network(place).stream())
        .filter(network -> !network.connects())
        .findFirst();
  }

  private boolean isOnToo(Attachment place) {
    return proxy.networks().values().stream().anyMatch(own -> sameNetwork(own, place));
  }

  private static boolean sameNetwork(Attachment one, Attachment other) {
    return !one.networkId().isEmpty() && one.networkId().equals(other.networkId());
  }

  /// A bridge has its host as a member; an overlay or a macvlan has not.
  private boolean reachedFromHost(Attachment place) {
    return network(place).map(Network::hostIsMember).orElse(true);
  }

  /// True for a network that only the containers of one classic Swarm node can be on.
  private boolean ofOneNode(Attachment place) {
    return network(place).filter(network -> !network.node().isEmpty()).isPresent();
  }

  private Optional<Network> network(Attachment place) {
    return Optional.ofNullable(networks.get(place.networkId()));
  }

  /// Whether the proxy reaches an address of the container's host that a port is published on.
  private boolean leadsOut() {
    return proxy.onHostNetwork()
        || (proxy.networks().isEmpty() && !proxy.networkMode().equals("none"))
        || proxy.networks().values().stream()
            .anyMatch(own -> network(own).map(each -> each.leadsOut(sameNode())).orElse(true));
  }

  /// The address at which the proxy reaches its own host.
  private Optional<String> hostOf() {
    if (proxy.onHostNetwork()) {
      return Optional.of(LOOPBACK);
    }
    return proxy.networks().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(Map.Entry::getValue)
        .filter(own -> network(own).map(Network::gatewayIsHost).orElse(true))
        .map(Attachment::gateway)
        .filter(gateway -> !gateway.isEmpty())
        .findFirst();
  }

  private boolean onAnotherNode() {
    String own = proxy.swarmNodeId();
    String other = container().swarmNodeId();
    return !own.isEmpty() && !other.isEmpty() && !own.equals(other);
  }

  private boolean sameNode() {
    return proxy.node().equals(container().node());
  }

  private static boolean isNodeAddress(String address) {
    return !address.isEmpty()
        && !address.equals("0.0.0.0")
        && !address.equals(EVERYWHERE_V6)
        && !address.startsWith("127.")
        && !address.equals(LOOPBACK_V6);
  }

  private Address portOrFinding(IntFunction<Address> then) {
    Optional<Integer> port = ports.wanted();
    if (port.isPresent()) {
      return then.apply(port.get());
    }
    return new Unreachable(ports.exposed().isEmpty() ? why().noPort() : why().severalPorts(ports));
  }

  private NoAddress why() {
    return new NoAddress(proxy, intent);
  }

  private static Address reached(String ip, int port) {
    return new Reached(join(ip, port), Optional.empty());
  }

  private static String ip(Attachment place) {
    return place.address().isEmpty() ? place.addressV6() : place.address();
  }

  private static String join(String ip, int port) {
    return (ip.contains(":") && !ip.startsWith("[") ? "[" + ip + "]" : ip) + ":" + port;
  }

  private Container container() {
    return intent.container();
  }
}
