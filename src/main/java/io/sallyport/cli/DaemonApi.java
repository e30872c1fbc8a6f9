package io.sallyport.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Questions to a running daemon.
final class DaemonApi {
  private static final int CONNECT_MILLIS = 2_000;
  private static final int READ_MILLIS = 30_000;

  /// A thousand containers are about a megabyte.
  private static final int LONGEST_ANSWER = 64 * 1024 * 1024;

  private static final int LONGEST_REASON = 500;

  private final URI base;

  /// @param base `http://HOST:PORT`
  DaemonApi(URI base) {
    this.base = base;
  }

  /// No daemon answers there, or not as one does.
  static final class SilentException extends Exception {
    private static final long serialVersionUID = 1L;

    SilentException(String message) {
      super(message);
    }
  }

  /// It answers that it cannot.
  static final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }

  /// The answer's body.
  ///
  /// @throws RefusedException when it answers with another code than 200
  byte[] get(String path) throws SilentException {
    try {
      HttpURLConnection connection = open(path);
      connection.setReadTimeout(READ_MILLIS);
      int code = connection.getResponseCode();
      if (code == HttpURLConnection.HTTP_OK) {
        try (InputStream body = connection.getInputStream()) {
          return body.readNBytes(LONGEST_ANSWER);
        }
      }
      if (code == HttpURLConnection.HTTP_UNAVAILABLE) {
        throw new RefusedException(base + path + " answers " + code + ": " + said(connection));
      }
      throw new SilentException(base + path + " answers " + code + ", as no Sallyport of now does");
    } catch (IOException | ClassCastException | IllegalArgumentException unreachable) {
      throw new SilentException(base + " does not answer: " + unreachable.getMessage());
    }
  }

  /// An answer that goes on; its reader closes it.
  InputStream follow(String path, Optional<String> lastSeen) throws SilentException {
    try {
      HttpURLConnection connection = open(path);
      connection.setReadTimeout(READ_MILLIS); // A comment comes every 15 s.
      lastSeen.ifPresent(id -> connection.setRequestProperty("Last-Event-ID", id));
      int code = connection.getResponseCode();
      if (code == HttpURLConnection.HTTP_OK) {
        return connection.getInputStream();
      }
      throw new SilentException(base + path + " answers " + code + ": " + said(connection));
    } catch (IOException | ClassCastException | IllegalArgumentException unreachable) {
      throw new SilentException(base + " does not answer: " + unreachable.getMessage());
    }
  }

  private HttpURLConnection open(String path) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) base.resolve(path).toURL().openConnection();
    connection.setConnectTimeout(CONNECT_MILLIS);
    return connection;
  }

  private static String said(HttpURLConnection connection) throws IOException {
    try (InputStream body = connection.getErrorStream()) { // None without a body, or at a redirect.
      return body == null
          ? ""
          : new String(body.readNBytes(LONGEST_REASON), StandardCharsets.UTF_8).strip();
    }
  }
}
