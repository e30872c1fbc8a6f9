package io.sallyport.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import io.sallyport.docker.http.DockerConnection;
import io.sallyport.docker.http.SocketHttpClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Containers and networks on an engine, this machine's where none is named, taken away at the end.
public final class RealEngine implements AutoCloseable {
  static final String IMAGE = "nginx:stable";

  private static final int NOT_FOUND = 404;

  private final List<String> containers = new ArrayList<>();
  private final List<String> networks = new ArrayList<>();
  private final SocketHttpClient client;

  RealEngine() {
    this(connection());
  }

  RealEngine(DockerConnection connection) {
    client = new SocketHttpClient(connection);
  }

  /// `DOCKER_HOST` where it is set, as with every Docker tool.
  public static DockerConnection connection() {
    String host = System.getenv("DOCKER_HOST");
    return host == null ? DockerConnection.LOCAL : DockerConnection.to(host);
  }

  String run(Map<String, String> labels) {
    ObjectNode creation = JsonNodeFactory.instance.objectNode().put("Image", IMAGE);
    labels.forEach(creation.putObject("Labels")::put);
    String id = call("POST", "/containers/create?name=" + unique(), creation).path("Id").asText();
    containers.add(id);
    start(id);
    return id;
  }

  void start(String id) {
    call("POST", "/containers/%s/start".formatted(id));
  }

  void stop(String id) {
    call("POST", "/containers/%s/stop?t=5".formatted(id));
  }

  void remove(String id) {
    call("DELETE", "/containers/%s?force=1".formatted(id));
  }

  String network() {
    ObjectNode creation = JsonNodeFactory.instance.objectNode().put("Name", unique());
    networks.add(call("POST", "/networks/create", creation).path("Id").asText());
    return creation.path("Name").asText();
  }

  private static String unique() {
    return "sallyport-it-" + UUID.randomUUID();
  }

  private JsonNode call(String method, String path) {
    return call(method, path, JsonNodeFactory.instance.objectNode());
  }

  private JsonNode call(String method, String path, JsonNode body) {
    Request request =
        Request.builder()
            .method(method)
            .path("/v1.41" + path)
            .putHeader("Content-Type", "application/json")
            .bodyBytes(body.toString().getBytes(StandardCharsets.UTF_8))
            .build();
    try (Response response = client.execute(request)) {
      byte[] answer = response.getBody().readAllBytes();
      boolean gone = method.equals("DELETE") && response.getStatusCode() == NOT_FOUND;
      assertThat(gone || response.getStatusCode() < 300)
          .as("%s %s: %s", method, path, new String(answer, StandardCharsets.UTF_8))
          .isTrue();
      return new JsonMapper().readTree(answer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    containers.forEach(this::remove);
    networks.forEach(id -> call("DELETE", "/networks/" + id));
    client.close();
  }
}
