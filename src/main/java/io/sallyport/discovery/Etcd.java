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
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Function;

/// etcd's v3 API through its JSON gateway, of etcd 3.4 and later
/// (<https://etcd.io/docs/v3.4/dev-guide/api_grpc_gateway/>), and where the key is not there, its
/// v2 API (<https://etcd.io/docs/v2.3/api/>), which Interlock wrote to: older servers have only
/// that, and 3.4 and 3.5 have it with `--enable-v2`. The two have nothing of each other.
///
/// A watch says *look*, never *what*: whatever comes of it, the key is read.
final class Etcd implements KeyValueStore {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Duration WAIT = Duration.ofSeconds(60);
  private static final String KEY = base64(StoreAddress.KEY);
  private static final String V2_KEY = "/v2/keys/" + StoreAddress.KEY;
  private static final int V2_NO_SUCH_KEY = 100;

  private final Endpoints endpoints;
  private Found found = new Found(Optional.empty(), Optional.empty());

  /// How the key was last found, in either key space; empty where the server has none of that kind
  /// or was not asked.
  private record Found(Optional<Reading> v3, Optional<Reading> v2) {
    /// What is in the v3 key space goes before what is in the v2 one.
    Optional<Reading> reading() {
      return v3.filter(Etcd::hasText).or(() -> v2.filter(Etcd::hasText)).or(() -> v3).or(() -> v2);
    }
  }

  Etcd(Endpoints endpoints) {
    this.endpoints = endpoints;
  }

  private static boolean hasText(Reading reading) {
    return reading.text().isPresent();
  }

  @Override
  public Reading read() throws InterruptedException {
    HttpResponse<String> answer = endpoints.ask(post("/v3/kv/range", range()), LIMIT);
    Optional<Reading> v3 = answer.statusCode() == 404 ? Optional.empty() : Optional.of(v3(answer));
    Optional<Reading> v2 = v3.filter(Etcd::hasText).isPresent() ? Optional.empty() : v2(v3);
    found = new Found(v3, v2);
    return found
        .reading()
        .orElseThrow(
            () -> endpoints.strange(answer, "has neither etcd's v3 JSON gateway nor its v2 keys"));
  }

  private Reading v3(HttpResponse<String> answer) {
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

  /// A server without the v2 API knows no such page; one with it says in JSON that there is no key.
  /// Where the v3 API answers, the other may be closed to us.
  private Optional<Reading> v2(Optional<Reading> v3) throws InterruptedException {
    try {
      return v2(
          endpoints.ask(base -> HttpRequest.newBuilder(base.resolve(V2_KEY)).GET().build(), LIMIT));
    } catch (StoreException closed) {
      if (v3.isPresent()) {
        return Optional.empty();
      }
      throw closed;
    }
  }

  private static Optional<Reading> v2(HttpResponse<String> answer) {
    try {
      long index =
          answer.headers().firstValueAsLong("X-Etcd-Index").orElse(0); // Absent of other servers.
      JsonNode body = MAPPER.readTree(answer.body());
      if (body.path("node").path("value").isTextual()) {
        return Optional.of(
            new Reading(Optional.of(body.path("node").path("value").asText()), index));
      }
      return body.path("errorCode").asInt() == V2_NO_SUCH_KEY
          ? Optional.of(new Reading(Optional.empty(), index))
          : Optional.empty();
    } catch (JsonProcessingException | NumberFormatException _) {
      return Optional.empty();
    }
  }

  @Override
  public Reading after(Reading seen) throws InterruptedException {
    if (!Optional.of(seen).equals(found.reading())) {
      return read();
    }
    FirstNews news = new FirstNews();
    List<Future<?>> streams = new ArrayList<>();
    found.v3().ifPresent(last -> streams.add(watch(last, news)));
    found.v2().ifPresent(last -> streams.add(await(last, news)));
    try {
      news.await(WAIT);
    } finally {
      streams.forEach(stream -> stream.cancel(true));
    }
    return read();
  }

  private Future<?> watch(Reading seen, FirstNews news) {
    ObjectNode watch = JsonNodeFactory.instance.objectNode();
    watch
        .putObject("create_request")
        .put("key", KEY)
        .put("start_revision", Long.toString(seen.version() + 1));
    return announced(
        endpoints.begin(post("/v3/watch", watch), BodyHandlers.fromLineSubscriber(news)), news);
  }

  /// A wait of the v2 API answers with the first change since then, and at once where too many have
  /// passed.
  private Future<?> await(Reading seen, FirstNews news) {
    String query = "?wait=true&waitIndex=" + (seen.version() + 1);
    return announced(
        endpoints.begin(
            base -> HttpRequest.newBuilder(base.resolve(V2_KEY + query)).GET().build(),
            BodyHandlers.discarding()),
        news);
  }

  /// A connection that fails has no lines, so its end is news too.
  private static <T> CompletableFuture<HttpResponse<T>> announced(
      CompletableFuture<HttpResponse<T>> stream, FirstNews news) {
    CompletableFuture<?> _ = stream.whenComplete((_, _) -> news.onComplete());
    return stream;
  }

  private static ObjectNode range() {
    return JsonNodeFactory.instance.objectNode().put("key", KEY);
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
