package io.sallyport.traffic;

import io.sallyport.finding.Finding.Code;

/// How a server fails requests.
public enum ServerFault {
  /// It takes no connection, and says so.
  REFUSES(Code.SERVER_REFUSES, "refused %s", "connection"),
  /// Nothing answers at its address.
  UNREACHED(Code.SERVER_UNREACHED, "did not accept %s in time", "connection"),
  /// It takes connections, and does not answer.
  TIMES_OUT(Code.SERVER_TIMES_OUT, "did not answer %s in time", "request"),
  /// It ends connections without an answer.
  CLOSES(Code.SERVER_CLOSES, "closed %s without an answer", "connection"),
  /// What it answers is no HTTP.
  NO_HTTP(Code.SERVER_NO_HTTP, "answered %s with what is no valid HTTP", "request"),
  /// It is to use TLS, and the handshake fails.
  TLS_FAILS(Code.SERVER_TLS, "failed %s", "TLS handshake"),
  /// It uses TLS, and is sent plain HTTP.
  WANTS_TLS(Code.SERVER_WANTS_TLS, "rejected %s, since it expects TLS", "plain request"),
  /// It asks the proxy for a certificate, gets none, and rejects requests.
  WANTS_CERTIFICATE(
      Code.SERVER_WANTS_CERTIFICATE,
      "asks for a client certificate, and answered %s with 400",
      "request");

  private final Code code;
  private final String pattern;
  private final String noun;

  ServerFault(Code code, String pattern, String noun) {
    this.code = code;
    this.pattern = pattern;
    this.noun = noun;
  }

  Code code() {
    return code;
  }

  /// What it did so many times: `refused 12 connections`.
  String words(long times) {
    return pattern.formatted(times + " " + noun + (times == 1 ? "" : "s"));
  }
}
