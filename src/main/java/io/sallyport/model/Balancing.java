package io.sallyport.model;

import java.time.Duration;
import java.util.Optional;

/// How an upstream shares out requests, and what it keeps open.
///
/// @param zone KiB of memory that the workers share about it; each knows only itself without
public record Balancing(
    Method method,
    Optional<Integer> keepalive,
    Optional<Integer> keepaliveRequests,
    Optional<Duration> keepaliveTime,
    Optional<Duration> keepaliveTimeout,
    Optional<Integer> zone) {

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

  /// Which server gets a request (<https://nginx.org/en/docs/http/ngx_http_upstream_module.html>).
  public sealed interface Method {

    /// Whether it knows servers in reserve; Nginx refuses the others' `backup`.
    default boolean knowsBackup() {
      return switch (this) {
        case RoundRobin() -> true;
        case LeastConn() -> true;
        case IpHash() -> false;
        case RandomServer(boolean _) -> false;
        case Hash(String _, boolean _) -> false;
      };
    }
  }

  /// In turn.
  public record RoundRobin() implements Method {}

  /// The one with the fewest connections.
  public record LeastConn() implements Method {}

  /// The same for the same address of a visitor.
  public record IpHash() implements Method {}

  /// Any.
  ///
  /// @param two the less busy one of two
  public record RandomServer(boolean two) implements Method {}

  /// The same for the same key.
  ///
  /// @param variable of a closed set, without `$`
  /// @param consistent whether keys stay where they are when servers come and go
  public record Hash(String variable, boolean consistent) implements Method {}
}
