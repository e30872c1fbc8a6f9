package io.sallyport.routing;

import io.sallyport.engine.Container;
import io.sallyport.engine.Container.Attachment;
import io.sallyport.engine.Container.Port;
import io.sallyport.engine.Network;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;

/// Where one proxy reaches one container, or why it does not. The first rule that matches wins.
sealed interface Address {

  /// A way was found.
  ///
  /// @param address `IP:port`
  /// @param through the network that the proxy must be connected to for it
  record Reached(String address, Optional<Through> through) implements Address {}

  /// A network's name and identifier.
  record Through(String name, String id) {}

  /// The finding says which ways were missing.
  record Unreached(Finding finding) implements Address {}

  /// Searches for a way.
  ///
  /// @param override `BackendOverrideAddress`: the host part of every published address
  /// @param networks those of the engine, by identifier
  static Address of(
      Container proxy,
      Application application,
      Optional<String> override,
      Map<String, Network> networks) {
    return new Search(proxy, application, Ports.of(application), override, networks).run();
  }

  /// One search: for this proxy, this container.
  record Search(
      Container proxy,
      Application application,
      Ports ports,
      Optional<String> override,
      Map<String, Network> networks) {
    private static final Set<String> EVERYWHERE = Set.of("0.0.0.0", "::", "");

    Address run() {
      return application
          .labels()
          .get(Label.NETWORK)
          .map(this::onNamedNetwork)
          .orElseGet(this::anywhere);
    }

    private Address onNamedNetwork(String network) {
      Optional<Attachment> attachment =
          container().attachment(network).filter(Attachment::hasAddress);
      if (attachment.isEmpty()) {
        return new Unreached(why().notOnNetwork(network));
      }
      Attachment place = attachment.get();
      boolean joined = proxy.attachment(network).filter(own -> sameNetwork(own, place)).isPresent();
      if (!joined && !sameNode() && ofOneNode(place)) {
        return new Unreached(why().onOtherNode(network));
      }
      if (proxy.onHostNetwork()) {
        return reachedFromHost(place)
            ? portOrFinding(port -> reached(ip(place), port))
            : new Unreached(why().notFromHost(network));
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
          ports.published().stream().filter(port -> isNodeAddress(port.hostAddress())).findFirst();
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
      Optional<String> gateway = hostOf(proxy).filter(any -> sameNode());
      Optional<Port> open = ports.published().stream().filter(this::listensFor).findFirst();
      if (gateway.isPresent() && open.isPresent()) {
        return reached(gateway.get(), open.get().hostPort());
      }
      if (gateway.isPresent() && container().onHostNetwork()) {
        return portOrFinding(port -> reached(gateway.get(), port));
      }
      return new Unreached(
          ports.wanted().isEmpty() && !ports.exposed().isEmpty()
              ? why().severalPorts(ports)
              : why().unreachable(ports));
    }

    /// A network that both are on, the default bridge last; for a proxy on the host's network any
    /// that the host routes to.
    private Optional<Attachment> sharedNetwork() {
      return container().networks().entrySet().stream()
          .filter(place -> place.getValue().hasAddress())
          .filter(place ->
              proxy.onHostNetwork()
                  ? sameNode() && reachedFromHost(place.getValue())
                  : proxy.networks().values().stream()
                      .anyMatch(own -> sameNetwork(own, place.getValue())))
          .min(
              Comparator.comparing(
                      (Map.Entry<String, Attachment> place) -> place.getKey().equals("bridge"))
                  .thenComparing(Map.Entry::getKey))
          .map(Map.Entry::getValue);
    }

    private static boolean sameNetwork(Attachment one, Attachment other) {
      return !one.networkId().isEmpty() && one.networkId().equals(other.networkId());
    }

    /// A bridge has its host as a member; an overlay or a macvlan has not.
    private boolean reachedFromHost(Attachment place) {
      return network(place).map(network -> network.driver().equals("bridge")).orElse(true);
    }

    /// True for a network that only the containers of one classic Swarm node can be on.
    private boolean ofOneNode(Attachment place) {
      return network(place).filter(network -> !network.node().isEmpty()).isPresent();
    }

    private Optional<Network> network(Attachment place) {
      return Optional.ofNullable(networks.get(place.networkId()));
    }

    /// The address at which the proxy reaches its own host.
    private static Optional<String> hostOf(Container proxy) {
      if (proxy.onHostNetwork()) {
        return Optional.of("127.0.0.1");
      }
      return proxy.networks().entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .map(place -> place.getValue().gateway())
          .filter(gateway -> !gateway.isEmpty())
          .findFirst();
    }

    private boolean listensFor(Port published) {
      return EVERYWHERE.contains(published.hostAddress()) || proxy.onHostNetwork();
    }

    private boolean sameNode() {
      return proxy.node().equals(container().node());
    }

    private static boolean isNodeAddress(String address) {
      return !EVERYWHERE.contains(address) && !address.startsWith("127.") && !address.equals("::1");
    }

    private Address portOrFinding(IntFunction<Address> then) {
      Optional<Integer> port = ports.wanted();
      if (port.isPresent()) {
        return then.apply(port.get());
      }
      return new Unreached(ports.exposed().isEmpty() ? why().noPort() : why().severalPorts(ports));
    }

    private NoAddress why() {
      return new NoAddress(proxy, application);
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
      return application.container();
    }
  }
}
