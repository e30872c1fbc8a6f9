package io.sallyport.docker.agent;

import com.github.dockerjava.transport.DockerHttpClient.Response;
import io.sallyport.docker.json.JsonTree;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A request that is not done: by us, or by the engine.
final class RefusedCallException extends IOException {
  private static final long serialVersionUID = 1L;

  static final int BAD_REQUEST = 400;
  static final int FORBIDDEN = 403;
  static final int NOT_FOUND = 404;
  static final int TOO_LARGE = 413;
  static final int BAD_GATEWAY = 502;

  private static final int LONGEST_MESSAGE = 2000;

  private final int status;
  private final String apiVersion;

  private RefusedCallException(int status, String message, String apiVersion) {
    super(message);
    this.status = status;
    this.apiVersion = apiVersion;
  }

  RefusedCallException(int status, String message) {
    this(status, message, "");
  }

  static RefusedCallException garbled(String message) {
    return new RefusedCallException(BAD_REQUEST, message);
  }

  /// With what a client knows an agent by: nothing else keeps this call back (`ErrorReply`).
  static RefusedCallException forbidden(String message) {
    return new RefusedCallException(FORBIDDEN, "agent: " + message);
  }

  /// The engine's own no, in its words.
  static RefusedCallException by(Response engine) throws IOException {
    byte[] said = engine.getBody().readNBytes(LONGEST_MESSAGE);
    List<String> versions = engine.getHeaders().getOrDefault("Api-Version", List.of());
    return new RefusedCallException(
        engine.getStatusCode(), message(said), versions.isEmpty() ? "" : versions.getLast());
  }

  private static String message(byte[] said) {
    try {
      return JsonTree.read(new ByteArrayInputStream(said)).path("message").asText("");
    } catch (IOException notJson) {
      return new String(said, StandardCharsets.UTF_8);
    }
  }

  int status() {
    return status;
  }

  /// The engine's, by which clients tell its refusals from ours; empty for ours.
  String apiVersion() {
    return apiVersion;
  }
}
