package io.sallyport.traffic;

import java.time.Duration;

/// An attempt to have a server answer a request, which failed, as a proxy noted it.
///
/// @param host the virtual host's name
/// @param address `IP:port`
/// @param hidden whether another server answered the request
/// @param ago how long before it was read
public record FailedAttempt(
    String host, String address, Symptom symptom, boolean hidden, Duration ago) {

  /// What a proxy can tell of it.
  public enum Symptom {
    /// No connection came about: refused, or the TLS handshake failed.
    NO_CONNECTION,
    /// No connection came about in time.
    NO_CONNECTION_IN_TIME,
    /// The request was sent, and nothing came back in time.
    NO_ANSWER_IN_TIME,
    /// The request was sent, and the connection was closed or reset.
    CLOSED,
    /// What came back is no HTTP.
    GARBLED,
    /// An answer that servers give who expect TLS, and some applications too.
    BAD_REQUEST
  }
}
