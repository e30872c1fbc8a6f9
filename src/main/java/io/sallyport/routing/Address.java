package io.sallyport.routing;

import io.sallyport.config.DidYouMean;
import io.sallyport.engine.Container;
import io.sallyport.engine.Container.Attachment;
import io.sallyport.engine.Container.Port;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;

/// Where one proxy reaches one container, or why it does not. The first rule that matches wins.
sealed interface Address {

  /// A way was found.
  ///
  /// @param address `IP:port`
  /// @param network the network that the proxy must be connected to for it
  record Reached(String address, Optional<String> network) implements Address {}

  /// The finding says which ways were missing.
  record Unreached(Finding finding) implements Address {}

  /// Searches for a way.
  ///
  /// @param override `BackendOverrideAddress`: the host part of every published address
  static Address of(Container proxy, Application application, Optional<String> override) {
    return new Search(proxy, application, Ports.of(application), override).run();
  }

  /// One search: for this proxy, this container.
  record Search(Container proxy, Application application, Ports ports, Optional<String> override) {
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
          container().attachment(network).filter(place -> !ip(place).isEmpty());
      if (attachment.isEmpty()) {
        return notOnNetwork(network);
      }
      boolean joined = proxy.onHostNetwork() || proxy.attachment(network).isPresent();
      return portOrFinding(port ->
          new Reached(
              join(ip(attachment.get()), port), joined ? Optional.empty() : Optional.of(network)));
    }

    private Address anywhere() {
      Optional<Port> published = ports.published();
      if (published.isPresent()) {
        if (override.isPresent()) {
          return new Reached(join(override.get(), published.get().hostPort()), Optional.empty());
        }
        if (isNodeAddress(published.get().hostAddress())) {
          return reached(published.get().hostAddress(), published.get().hostPort());
        }
      }
      Optional<Attachment> shared = sharedNetwork();
      if (shared.isPresent()) {
        return portOrFinding(port -> reached(ip(shared.get()), port));
      }
      Optional<String> gateway = hostOf(proxy);
      if (gateway.isPresent() && sameNode()) {
        if (published.isPresent() && listensFor(published.get())) {
          return reached(gateway.get(), published.get().hostPort());
        }
        if (container().onHostNetwork()) {
          return portOrFinding(port -> reached(gateway.get(), port));
        }
      }
      return published.isEmpty() && ports.wanted().isEmpty() && !ports.exposed().isEmpty()
          ? severalPorts()
          : unreachable(published);
    }

    /// A network that both are on, the default bridge last; any bridge of its node for a proxy on
    /// the host's network, which routes to all of them.
    private Optional<Attachment> sharedNetwork() {
      return container().networks().entrySet().stream()
          .filter(place -> !ip(place.getValue()).isEmpty())
          .filter(place ->
              proxy.onHostNetwork()
                  ? sameNode()
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

    /// The address at which the proxy reaches its own host.
    private static Optional<String> hostOf(Container proxy) {
      if (proxy.onHostNetwork()) {
        return Optional.of("127.0.0.1");
      }
      return proxy.networks().entrySet().stream()
          .sorted(Comparator.comparing(Map.Entry::getKey))
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
      return ports.exposed().isEmpty() ? noPort() : severalPorts();
    }

    private Address noPort() {
      return unreached(
          Finding.Code.NO_PORT,
          Label.PORT,
          "the container exposes no TCP port",
          "set `interlock.port` to the port that it listens on");
    }

    private Address severalPorts() {
      List<String> several = ports.exposed().stream().map(String::valueOf).toList();
      return unreached(
          Finding.Code.SEVERAL_PORTS,
          Label.PORT,
          "the container exposes " + String.join(" and ", several),
          "set `interlock.port` to the one that requests go to");
    }

    private Address notOnNetwork(String network) {
      Optional<String> meant =
          DidYouMean.among(container().networks().keySet(), network)
              .or(() ->
                  container().networks().keySet().stream()
                      .filter(name -> name.endsWith("_" + network))
                      .findFirst());
      return unreached(
          Finding.Code.NOT_ON_NETWORK,
          Label.NETWORK,
          "the container has no address on network `"
              + network
              + "`; it is on "
              + listed(container().networks().keySet()),
          meant
              .map(name -> "did you mean `" + name + "`?")
              .orElse("attach it to that network, or name one that it is on"));
    }

    private Address unreachable(Optional<Port> published) {
      String publishing =
          published
              .map(port -> "its port is published on " + port.hostAddress() + " only")
              .orElse("it publishes no port");
      return unreached(
          Finding.Code.UNREACHABLE,
          Label.NETWORK,
          "proxy `"
              + proxy.name()
              + "` cannot reach the container: they share no network (it is on "
              + listed(container().networks().keySet())
              + ", the proxy on "
              + listed(proxy.networks().keySet())
              + ") and "
              + publishing,
          "add `interlock.network=NAME` with a network of the container, or attach both to one");
    }

    private static String listed(Set<String> networks) {
      return networks.isEmpty() ? "none" : "`" + String.join("`, `", networks) + "`";
    }

    private Address unreached(Finding.Code code, Label<?> label, String message, String advice) {
      return new Unreached(application.finding(code, label, message, advice));
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
