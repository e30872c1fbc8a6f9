package io.sallyport.discovery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/// etcd's v3 API through its JSON gateway, of etcd 3.4 and later
/// (<https://etcd.io/docs/v3.4/dev-guide/api_grpc_gateway/>).
///
/// A watch says *look*, never *what*: whatever comes of it, the key is read.
final class Etcd implements KeyValueStore {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Duration WAIT = Duration.ofSeconds(60);
  private static final String KEY = base64(StoreAddress.KEY);

  private final Endpoints endpoints;

  Etcd(Endpoints endpoints) {
    this.endpoints = endpoints;
  }

  @Override
  public Reading read() throws InterruptedException {
    ObjectNode range = JsonNodeFactory.instance.objectNode().put("key", KEY);
    HttpResponse<String> answer = endpoints.ask(post("/v3/kv/range", range), LIMIT);
    if (answer.statusCode() == 404) {
      throw endpoints.strange(answer, "has no v3 JSON gateway, which etcd has from 3.4 on");
    }
    try {
      JsonNode body = MAPPER.readTree(answer.body());
      String revision = body.path("header").path("revision").asText("");
      JsonNode entry = body.path("kvs").path(0);
      Optional<String> text =
          entry.isMissingNode() ? Optional.empty() : Optional.of(text(entry.path("value")));
      return new Reading(text, Long.parseLong(revision));
    } catch (JsonProcessingException | IllegalArgumentException _) {
      throw endpoints.strange(answer, "is not etcd, or speaks in a way that is not known");
    }
  }

  @Override
  public Reading after(Reading seen) throws InterruptedException {
    ObjectNode watch = JsonNodeFactory.instance.objectNode();
    watch
        .putObject("create_request")
        .put("key", KEY)
        .put("start_revision", Long.toString(seen.version() + 1));
    FirstNews news = new FirstNews();
    CompletableFuture<?> stream =
        endpoints.begin(post("/v3/watch", watch), BodyHandlers.fromLineSubscriber(news));
    // A connection that fails has no lines.
    CompletableFuture<?> _ = stream.whenComplete((_, _) -> news.onComplete());
    try {
      news.await(WAIT);
    } finally {
      stream.cancel(true);
    }
    return read();
  }

  private static Function<URI, HttpRequest> post(String path, JsonNode body) {
    return base ->
        HttpRequest.newBuilder(base.resolve(path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.toString()))
            .build();
  }

  /// proto3's JSON leaves out a value that is empty.
  private static String text(JsonNode value) {
    return new String(Base64.getDecoder().decode(value.asText("")), StandardCharsets.UTF_8);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    endpoints.close();
  }
}
