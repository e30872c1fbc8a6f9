package io.sallyport.discovery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalLong;

/// Consul's key-value API (<https://developer.hashicorp.com/consul/api-docs/kv>) and its blocking
/// queries (<https://developer.hashicorp.com/consul/api-docs/features/blocking>).
final class Consul implements KeyValueStore {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Duration WAIT = Duration.ofSeconds(60);

  /// Consul waits for up to a sixteenth longer than it was asked to.
  private static final Duration WAIT_LIMIT = WAIT.plus(WAIT.dividedBy(16)).plus(LIMIT);

  private final Endpoints endpoints;

  Consul(Endpoints endpoints) {
    this.endpoints = endpoints;
  }

  @Override
  public Reading read() throws InterruptedException {
    return reading(get("", LIMIT));
  }

  /// An index that went back, as after a restored backup, is no index to wait from.
  @Override
  public Reading after(Reading seen) throws InterruptedException {
    if (seen.version() < 1) {
      return read();
    }
    String query = "?index=%d&wait=%ds".formatted(seen.version(), WAIT.toSeconds());
    Reading now = reading(get(query, WAIT_LIMIT));
    return now.version() < seen.version() ? new Reading(now.text(), 0) : now;
  }

  private HttpResponse<String> get(String query, Duration limit) throws InterruptedException {
    return endpoints.ask(
        base ->
            HttpRequest.newBuilder(base.resolve("/v1/kv/" + StoreAddress.KEY + query))
                .GET()
                .build(),
        limit);
  }

  private Reading reading(HttpResponse<String> answer) {
    OptionalLong index = answer.headers().firstValueAsLong("X-Consul-Index");
    if (index.isEmpty()) {
      throw endpoints.strange(answer, "is not Consul, which gives an X-Consul-Index");
    }
    if (answer.statusCode() == 404) {
      return new Reading(Optional.empty(), index.getAsLong());
    }
    try {
      JsonNode entry = MAPPER.readTree(answer.body()).path(0);
      if (!entry.has("Value")) {
        throw endpoints.strange(answer, "an answer of an unknown shape");
      }
      byte[] value = Base64.getDecoder().decode(entry.path("Value").asText(""));
      return new Reading(Optional.of(new String(value, StandardCharsets.UTF_8)), index.getAsLong());
    } catch (JsonProcessingException | IllegalArgumentException _) {
      throw endpoints.strange(answer, "an answer that cannot be read");
    }
  }

  @Override
  public void close() {
    endpoints.close();
  }
}
