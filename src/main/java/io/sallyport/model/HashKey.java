package io.sallyport.model;

/// What of a request decides which server gets it.
public sealed interface HashKey {

  /// The client's address.
  record ClientAddress() implements HashKey {}

  /// The host that the request is for.
  record HostName() implements HashKey {}

  /// The path as the proxy reads it, without a query.
  record Path() implements HashKey {}

  /// Path and query as the client wrote them.
  record Target() implements HashKey {}

  /// The header `X-Forwarded-For`.
  record ForwardedFor() implements HashKey {}

  /// A cookie.
  ///
  /// @param name letters, digits and `_`
  record Cookie(String name) implements HashKey {}

  /// One of the query.
  ///
  /// @param name letters, digits and `_`
  record Argument(String name) implements HashKey {}
}
