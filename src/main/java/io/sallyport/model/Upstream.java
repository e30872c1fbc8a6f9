package io.sallyport.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A named group of servers that share the requests of a location.
///
/// @param servers never empty, and not all of them backups; in the order of their containers' age
public record Upstream(String name, List<Server> servers, Balancing balancing) {
  public Upstream {
    servers = List.copyOf(servers);
    if (servers.isEmpty() || servers.stream().allMatch(server -> server.share().backup())) {
      throw new IllegalArgumentException("upstream " + name + " without a server");
    }
  }

  /// One whose servers take turns.
  public Upstream(String name, List<Server> servers) {
    this(name, servers, Balancing.PLAIN);
  }

  /// A container's address as the proxy reaches it.
  ///
  /// @param address `IP:port`, IPv6 in brackets
  public record Server(String address, String containerId, String container, Share share) {

    /// One with an even share.
    public Server(String address, String containerId, String container) {
      this(address, containerId, container, Share.EVEN);
    }

    /// The same with another share.
    public Server with(Share other) {
      return new Server(address, containerId, container, other);
    }
  }

  /// How much of the traffic a server gets, and when.
  ///
  /// @param weight against the weights of the others; 1 without
  /// @param maxFails failures within `failTimeout` after which it is not retried that long; 0:
  ///   never
  /// @param maxConns connections at a time
  /// @param backup whether it gets requests only when the others are gone
  public record Share(
      Optional<Integer> weight,
      Optional<Integer> maxFails,
      Optional<Duration> failTimeout,
      Optional<Integer> maxConns,
      boolean backup) {

    /// That of a server about which nothing is said.
    public static final Share EVEN =
        new Share(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false);

    /// The same, no backup.
    public Share active() {
      return new Share(weight, maxFails, failTimeout, maxConns, false);
    }
  }
}
