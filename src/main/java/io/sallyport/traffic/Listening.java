package io.sallyport.traffic;

/// What a connection to a server's address showed.
public enum Listening {
  /// It was refused.
  NOBODY,
  /// It came about.
  OPEN,
  /// The server answers a TLS handshake.
  TLS,
  /// The server answers a TLS handshake, and asks the proxy for a certificate.
  TLS_CERTIFICATE,
  /// It came about, and what answers uses no TLS.
  NO_TLS,
  /// Nothing was learned, such as when nothing answered in time.
  UNKNOWN;

  boolean accepts() {
    return this == OPEN || this == NO_TLS || usesTls();
  }

  boolean usesTls() {
    return this == TLS || this == TLS_CERTIFICATE;
  }
}
