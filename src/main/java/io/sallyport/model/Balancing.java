package io.sallyport.model;

import java.time.Duration;
import java.util.Optional;

/// How an upstream shares out requests, and what it keeps open.
///
/// @param keepalive idle connections to keep open to its servers
/// @param keepaliveRequests after which a connection is closed
/// @param keepaliveTime after which a connection is closed
/// @param keepaliveTimeout after which an idle connection is closed
/// @param sharedState memory in which all processes of the proxy share what they know of the
///   servers; without it each knows only what it saw itself
public record Balancing(
    Method method,
    Optional<Integer> keepalive,
    Optional<Integer> keepaliveRequests,
    Optional<Duration> keepaliveTime,
    Optional<Duration> keepaliveTimeout,
    Optional<ByteSize> sharedState) {

  /// Servers take turns, and the rest is the proxy's own.
  public static final Balancing PLAIN = of(new RoundRobin());

  /// That method, and the rest as it is.
  public static Balancing of(Method method) {
    return new Balancing(
        method,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /// Which server gets a request.
  public sealed interface Method {}

  /// In turn.
  public record RoundRobin() implements Method {}

  /// The one with the fewest connections.
  public record LeastConnections() implements Method {}

  /// The same for the same client, as far as its address tells.
  public record ByClient() implements Method {}

  /// Any.
  ///
  /// @param two the less busy one of two
  public record RandomServer(boolean two) implements Method {}

  /// The same for the same key.
  ///
  /// @param consistent whether keys stay where they are when servers come and go
  public record Hash(HashKey key, boolean consistent) implements Method {}
}
