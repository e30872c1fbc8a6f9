package io.sallyport.traffic;

import java.time.Duration;

/// Attempts to have a server answer a request, which failed in the same way, as a proxy noted them.
///
/// @param host the virtual host's name
/// @param address `IP:port`
/// @param hidden whether another server answered the request
/// @param times how many they are, all of them within a second
/// @param ago how long before they were read
public record FailedAttempt(
    String host, String address, Symptom symptom, boolean hidden, int times, Duration ago) {

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
