package io.sallyport.traffic;

/// What a connection to a server's address showed.
public enum Listening {
  /// It was refused.
  NOBODY,
  /// It came about.
  OPEN,
  /// The server answers a TLS handshake.
  TLS,
  /// It came about, and what answers uses no TLS.
  NO_TLS,
  /// Nothing was learned, such as when nothing answered in time.
  UNKNOWN;

  boolean accepts() {
    return this == OPEN || this == TLS || this == NO_TLS;
  }
}
