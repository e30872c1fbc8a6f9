package io.sallyport.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// One request to an endpoint, before it is known in which API version it will be made.
///
/// @param path with its query
/// @param title for messages; empty for method and path
/// @param body empty for none
/// @param stream true to take over the connection, as a command's output needs it
@SuppressWarnings("ArrayRecordComponent") // Nobody compares requests.
record EngineRequest(
    Endpoint endpoint, String path, String title, String type, byte[] body, boolean stream) {

  static EngineRequest to(Endpoint endpoint) {
    return new EngineRequest(endpoint, endpoint.path(), "", "", new byte[] {}, false);
  }

  /// @param id of the container, network or command that the path is about
  static EngineRequest to(Endpoint endpoint, String id) {
    String path = endpoint.path().replace(Endpoint.ID, quoted(id));
    return new EngineRequest(endpoint, path, "", "", new byte[] {}, false);
  }

  /// @param value is quoted here
  EngineRequest query(String key, String value) {
    String separator = path.contains("?") ? "&" : "?";
    return new EngineRequest(
        endpoint, path + separator + key + "=" + quoted(value), title, type, body, stream);
  }

  EngineRequest json(JsonNode json) {
    byte[] text = JsonText.of(json).getBytes(StandardCharsets.UTF_8);
    return new EngineRequest(endpoint, path, title, "application/json", text, stream);
  }

  EngineRequest tar(byte[] archive) {
    return new EngineRequest(endpoint, path, title, "application/x-tar", archive, stream);
  }

  EngineRequest called(String newTitle) {
    return new EngineRequest(endpoint, path, newTitle, type, body, stream);
  }

  EngineRequest takingOver() {
    return new EngineRequest(endpoint, path, title, type, body, true);
  }

  /// One step of a path, or a value of a query.
  private static String quoted(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  Request in(String versionPrefix) {
    Request.Builder builder =
        Request.builder()
            .method(endpoint.method())
            .path(versionPrefix + path)
            .putHeader("Accept", "*/*");
    if (body.length > 0) {
      builder = builder.putHeader("Content-Type", type).bodyBytes(body);
    }
    return (stream ? builder.hijackedInput(InputStream.nullInputStream()) : builder).build();
  }

  /// For messages: without its query, and identifiers as short as people know them.
  String name() {
    return !title.isEmpty()
        ? title
        : endpoint.method()
            + " "
            + path.replaceFirst("\\?.*", "").replaceAll("([0-9a-f]{12})[0-9a-f]{52}", "$1");
  }
}
