package io.sallyport.docker.http;

import io.sallyport.tls.CertificateProblem;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLException;

/// Why there is no answer, and what to do about it, in the operator's words.
public final class ConnectionFailure {
  private ConnectionFailure() {}

  /// Why, in a sentence.
  public static String because(DockerConnection connection, IOException failure) {
    if (failure instanceof SSLException || certificateProblem(connection, failure).isPresent()) {
      return tls(connection, failure);
    }
    return connection.unix() ? unix(connection.socket(), failure) : tcp(connection, failure);
  }

  private static String unix(Path socket, IOException failure) {
    String said = said(failure).toLowerCase(Locale.ROOT);
    if (Files.isDirectory(socket)) {
      return "%s is a directory, not a socket: Docker makes one when what is to be mounted does not exist on the host"
          .formatted(socket);
    } else if (said.contains("permission denied")) {
      return "permission denied on %s: run Sallyport as a member of the socket's group%s"
          .formatted(socket, group(socket));
    } else if (!Files.exists(socket)) {
      return "there is no socket %s: is the engine running, and is its socket mounted into this container (-v %s:%s)?"
          .formatted(socket, socket, socket);
    } else if (said.contains("connection refused")) {
      return "nobody listens on %s: is the engine running?".formatted(socket);
    }
    return said(failure);
  }

  private static String group(Path socket) {
    try {
      return " (--group-add %s)".formatted(Files.getAttribute(socket, "unix:gid"));
    } catch (IOException | UnsupportedOperationException e) {
      return "";
    }
  }

  private static String tcp(DockerConnection connection, IOException failure) {
    String address = connection.host() + ":" + connection.port();
    return switch (failure) {
      case UnknownHostException e -> "there is no host named " + connection.host();
      case SocketTimeoutException e -> "no connection to " + address;
      case ConnectException e -> "no connection to %s: %s".formatted(address, said(e));
      // TLS 1.3 refuses a client after its handshake, and the alert may be lost.
      case EOFException e when connection.tls() -> said(e) + hint(connection);
      case SocketException e when connection.tls() -> said(e) + hint(connection);
      default -> said(failure);
    };
  }

  private static String tls(DockerConnection connection, IOException failure) {
    Optional<String> problem = certificateProblem(connection, failure);
    if (problem.isPresent()) {
      return problem.get();
    }
    String said = said(failure);
    if (said.contains("Unsupported or unrecognized SSL message")) {
      return "it does not speak TLS on port " + connection.port();
    } else if (said.contains("certificate_required")) {
      // Also when we have one: JSSE keeps it to itself if none of the engine's authorities signed
      // it.
      return connection.cert().isEmpty()
          ? "it asks for a client certificate (TLSCert, TLSKey)"
          : "it does not take our certificate" + hint(connection);
    } else if (said.contains("Received fatal alert")) {
      return "TLS refused: " + said + hint(connection);
    }
    return "TLS failed: " + said;
  }

  private static String hint(DockerConnection connection) {
    return connection.cert().isEmpty()
        ? "; does it ask for a client certificate (TLSCert, TLSKey)?"
        : "; is %s valid, and of an authority that the engine knows?".formatted(connection.cert());
  }

  private static Optional<String> certificateProblem(
      DockerConnection connection, IOException failure) {
    return connection.tls()
        ? CertificateProblem.in(failure, connection.peer(), connection.files(), "TLSCACert")
        : Optional.empty();
  }

  private static String said(Throwable failure) {
    return Objects.requireNonNullElse(failure.getMessage(), failure.getClass().getSimpleName());
  }
}
