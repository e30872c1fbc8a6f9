package io.sallyport.traffic;

import io.sallyport.finding.Finding;
import java.util.stream.Collectors;

/// What is wrong with a server that fails, and what to do. The text stays the same while it does,
/// whatever the numbers.
final class FaultFinding {
  private FaultFinding() {}

  private record Words(String message, String advice) {}

  static Finding of(ServedServer server, ServerFault fault, Listening shown) {
    Words words = words(server, fault, shown);
    return new Finding(
        fault.code(),
        server.containerId(),
        server.container(),
        "",
        words.message().formatted(server.address()),
        words.advice());
  }

  private static Words words(ServedServer server, ServerFault fault, Listening shown) {
    String log = "docker logs " + server.container();
    return switch (fault) {
      case REFUSES -> new Words("the container refuses connections at %s", listen(server));
      case UNREACHED ->
          new Words(
              "the container takes no connection at %s within the proxy's time limit",
              "see whether a firewall is in between or the application is overloaded; label"
                  + " `interlock.network` names the network to use");
      case TIMES_OUT ->
          new Words(
              "the container takes connections at %s and does not answer in time",
              "see what the application waits for ("
                  + log
                  + "); label"
                  + " `interlock.proxy_read_timeout` gives it more time");
      case CLOSES ->
          new Words(
              "the container closes connections at %s without an answer",
              "see its log ("
                  + log
                  + ")"
                  + (server.tls()
                      ? certificate(shown)
                      : ", and whether the port is that of an HTTP server"));
      case NO_HTTP ->
          new Words(
              "what the container answers at %s is no valid HTTP, or has headers of more than 32k",
              "see whether the port is that of an HTTP server; the proxy's log has the details");
      case TLS_FAILS -> tls(shown);
      case WANTS_TLS ->
          new Words(
              "the container uses TLS at %s, and the proxy sends plain HTTP",
              "set `interlock.ssl_backend=true`, or `interlock.port` to its port for plain HTTP");
      case WANTS_CERTIFICATE ->
          new Words(
              "the container asks for a client certificate at %s, the proxy has none, and it"
                  + " answers 400",
              "set `interlock.ssl_backend_cert` and `interlock.ssl_backend_cert_key`, or turn that"
                  + " off there");
    };
  }

  private static String listen(ServedServer server) {
    boolean other =
        !server.exposed().isEmpty()
            && server.exposed().stream().noneMatch(port -> server.port().equals("" + port));
    return other
        ? "the image exposes %s: set `interlock.port` to the port that the application listens on, or let it listen on %s"
            .formatted(
                server.exposed().stream().map(String::valueOf).collect(Collectors.joining(", ")),
                server.port())
        : "let the application listen on port %s of all addresses (0.0.0.0), not of 127.0.0.1 alone; see its log (docker logs %s)"
            .formatted(server.port(), server.container());
  }

  private static String certificate(Listening shown) {
    return switch (shown) {
      case TLS_CERTIFICATE ->
          "; it asks for a client certificate: set `interlock.ssl_backend_cert` to one that it"
              + " accepts";
      case TLS -> "";
      case NOBODY, OPEN, NO_TLS, UNKNOWN ->
          "; if it asks for a client certificate, set `interlock.ssl_backend_cert`";
    };
  }

  private static Words tls(Listening shown) {
    return switch (shown) {
      case NO_TLS ->
          new Words(
              "the container does not use TLS at %s, and the proxy does",
              "take the label `interlock.ssl_backend` off, or set `interlock.port` to its TLS port");
      case TLS, TLS_CERTIFICATE, OPEN ->
          new Words(
              "the TLS handshake with the container fails at %s",
              "the proxy's log has OpenSSL's reason; if the certificate is not verified, set"
                  + " `interlock.ssl_backend_ca` and `interlock.ssl_backend_name`"
                  + (shown == Listening.TLS_CERTIFICATE ? certificate(shown) : ""));
      case NOBODY, UNKNOWN ->
          new Words(
              "no TLS connection to the container comes about at %s: it refuses connections, or the"
                  + " handshake fails",
              "the proxy's log has the reason");
    };
  }
}
