package io.sallyport.cli;

import io.sallyport.api.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Requests to a running daemon.
final class DaemonApi {
  private static final String ROOT = "/api/v1/";
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

  /// Nothing answers there, or something that is no Sallyport.
  static final class NoAnswerException extends Exception {
    private static final long serialVersionUID = 1L;

    NoAnswerException(String message) {
      super(message);
    }
  }

  /// It answers 503: it cannot say yet.
  static final class UnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnavailableException(String message) {
      super(message);
    }
  }

  /// One of the API's documents.
  ///
  /// @param name such as `state`
  /// @throws UnavailableException when it cannot say yet
  <T> T get(String name, Class<T> document) throws NoAnswerException {
    try {
      return Json.read(get(ROOT + name), document);
    } catch (IOException other) {
      throw new NoAnswerException(base + " does not answer as this version of Sallyport does");
    }
  }

  /// The answer's body.
  ///
  /// @throws UnavailableException when it answers with another code than 200
  private byte[] get(String path) throws NoAnswerException {
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
        throw new UnavailableException(base + path + " answers " + code + ": " + said(connection));
      }
      throw new NoAnswerException(
          base + path + " answers " + code + ", as this version of Sallyport does not");
    } catch (IOException | ClassCastException | IllegalArgumentException unreachable) {
      throw new NoAnswerException(base + " does not answer: " + unreachable.getMessage());
    }
  }

  /// A streamed answer; the caller closes it.
  InputStream follow(String path, Optional<String> lastSeen) throws NoAnswerException {
    try {
      HttpURLConnection connection = open(path);
      connection.setReadTimeout(READ_MILLIS); // A comment comes every 15 s.
      lastSeen.ifPresent(id -> connection.setRequestProperty("Last-Event-ID", id));
      int code = connection.getResponseCode();
      if (code == HttpURLConnection.HTTP_OK) {
        return connection.getInputStream();
      }
      throw new NoAnswerException(base + path + " answers " + code + ": " + said(connection));
    } catch (IOException | ClassCastException | IllegalArgumentException unreachable) {
      throw new NoAnswerException(base + " does not answer: " + unreachable.getMessage());
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
