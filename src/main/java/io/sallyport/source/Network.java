package io.sallyport.source;

import java.util.Set;

/// A network as `GET /networks` lists it.
///
/// @param name without a Swarm node's name
/// @param node the classic Swarm node that it belongs to; empty on a plain engine and for a network
///   that spans nodes
/// @param driver `bridge`, `overlay`, `macvlan`, `host`, `null`, …
/// @param scope `local`, `global` or `swarm`
/// @param gateway of its first address range; empty when the engine does not say
/// @param internal whether nothing leads out of it, not even to its host
/// @param ingress whether it is Swarm's own, by which published ports reach services
/// @param isolating whether its containers do not reach each other: a bridge with
///   `enable_icc=false`
/// @param attachable of a Swarm's: whether a container that is no task may be on it
public record Network(
    String id,
    String name,
    String node,
    String driver,
    String scope,
    String gateway,
    boolean internal,
    boolean ingress,
    boolean isolating,
    boolean attachable) {
  private static final Set<String> WITHOUT_HOST = Set.of("macvlan", "ipvlan");

  /// An ordinary one.
  public Network(String id, String name, String node, String driver, String scope, String gateway) {
    this(id, name, node, driver, scope, gateway, false, false, false, false);
  }

  /// Whether only tasks of services may be on it.
  public boolean ofServices() {
    return scope.equals("swarm") && !attachable;
  }

  /// The same network, of which it is known that no other node has it.
  public Network onNode(String where) {
    return new Network(
        id, name, where, driver, scope, gateway, internal, ingress, isolating, attachable);
  }

  /// Whether containers on it reach each other's addresses.
  public boolean connects() {
    return !ingress && !isolating;
  }

  /// Whether its gateway is the host that a container on it runs on. That of an overlay is nobody,
  /// that of a macvlan or ipvlan a router in the host's own network.
  public boolean gatewayIsHost() {
    return !internal && !ingress && !driver.equals("overlay") && !withoutHost();
  }

  /// Whether a container on it reaches addresses outside of it. An overlay's containers do, by a
  /// bridge that no list shows.
  ///
  /// @param ownHost addresses of the host that it runs on, which a macvlan or ipvlan keeps it from
  public boolean leadsOut(boolean ownHost) {
    return !internal && !ingress && !(ownHost && withoutHost());
  }

  /// Whether a host reaches the containers that are on it and run there.
  public boolean hostIsMember() {
    return !ingress && driver.equals("bridge");
  }

  private boolean withoutHost() {
    return WITHOUT_HOST.contains(driver);
  }
}
