package io.sallyport.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// One request, before it is known in which API version it will be made.
final class EngineRequest {
  private static final byte[] NOTHING = {};

  private final String method;
  private final String path;
  private final String title;
  private final String type;
  private final byte[] body;
  private final boolean stream;

  /// @param path with its query
  /// @param title for messages; empty for method and path
  /// @param body empty for none
  /// @param stream true to take over the connection, as a command's output needs it
  private EngineRequest(
      String method, String path, String title, String type, byte[] body, boolean stream) {
    this.method = method;
    this.path = path;
    this.title = title;
    this.type = type;
    this.body = body;
    this.stream = stream;
  }

  static EngineRequest get(String path) {
    return new EngineRequest("GET", path, "", "", NOTHING, false);
  }

  static EngineRequest post(String path, JsonNode body) {
    return new EngineRequest("POST", path, "", "application/json", bytes(body), false);
  }

  static EngineRequest postForStream(String path, JsonNode body) {
    return new EngineRequest("POST", path, "", "application/json", bytes(body), true);
  }

  static EngineRequest putArchive(String path, byte[] tar) {
    return new EngineRequest("PUT", path, "", "application/x-tar", tar, false);
  }

  EngineRequest called(String newTitle) {
    return new EngineRequest(method, path, newTitle, type, body, stream);
  }

  /// One step of a path, or a value of a query.
  static String quoted(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  Request in(String versionPrefix) {
    Request.Builder builder =
        Request.builder().method(method).path(versionPrefix + path).putHeader("Accept", "*/*");
    if (body.length > 0) {
      builder = builder.putHeader("Content-Type", type).bodyBytes(body);
    }
    return (stream ? builder.hijackedInput(InputStream.nullInputStream()) : builder).build();
  }

  /// For messages: without its query, and identifiers as short as people know them.
  String name() {
    return !title.isEmpty()
        ? title
        : method
            + " "
            + path.replaceFirst("\\?.*", "").replaceAll("([0-9a-f]{12})[0-9a-f]{52}", "$1");
  }

  private static byte[] bytes(JsonNode json) {
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }
}
