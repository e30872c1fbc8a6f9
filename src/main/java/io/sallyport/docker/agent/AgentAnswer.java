package io.sallyport.docker.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import io.sallyport.docker.JsonText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// What a client is told.
///
/// @param headers of the engine, without which the client would not know that an engine speaks
@SuppressWarnings("ArrayRecordComponent") // Nobody compares answers.
record AgentAnswer(int status, Map<String, String> headers, byte[] body) {
  private static final String JSON = "application/json";

  private static final Pattern PLAIN = Pattern.compile("[ -~]*");

  /// `Api-Version` tells an engine's refusal from a filter's; `Date` is the engine's clock.
  private static final Set<String> PASSED = Set.of("Api-Version", "Date", "Content-Type");

  /// What was left over of an engine's answer.
  static AgentAnswer of(Response engine, JsonNode reduced) {
    Map<String, String> headers = headers(engine);
    headers.put("Content-Type", JSON);
    return new AgentAnswer(engine.getStatusCode(), headers, bytes(reduced));
  }

  /// An answer without content.
  static AgentAnswer empty(Response engine) {
    return new AgentAnswer(engine.getStatusCode(), headers(engine), new byte[] {});
  }

  /// Why a call was not done.
  static AgentAnswer refusal(RefusedCallException refused) {
    Map<String, String> headers = new TreeMap<>(Map.of("Content-Type", JSON));
    if (!refused.apiVersion().isEmpty()) {
      headers.put("Api-Version", refused.apiVersion());
    }
    String message = String.valueOf(refused.getMessage());
    return new AgentAnswer(
        refused.status(),
        headers,
        bytes(JsonNodeFactory.instance.objectNode().put("message", message)));
  }

  /// Writes it whole.
  ///
  /// @param last whether the connection ends with it
  void write(OutputStream out, boolean last) throws IOException {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put("Content-Length", Integer.toString(body.length));
    if (last) {
      all.put("Connection", "close");
    }
    out.write(head(status, all));
    out.write(body);
    out.flush();
  }

  /// What an engine's answer begins with that does not end.
  ///
  /// @param more what follows on the connection
  static byte[] head(Response engine, int status, Map<String, String> more) {
    Map<String, String> all = headers(engine);
    all.putAll(more);
    return head(status, all);
  }

  private static byte[] head(int status, Map<String, String> headers) {
    StringBuilder head = new StringBuilder("HTTP/1.1 %d Answer\r\n".formatted(status));
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static Map<String, String> headers(Response engine) {
    Map<String, String> passed = new TreeMap<>();
    for (String name : PASSED) {
      List<String> values = engine.getHeaders().getOrDefault(name, List.of());
      if (!values.isEmpty() && PLAIN.matcher(values.getLast()).matches()) {
        passed.put(name, values.getLast());
      }
    }
    return passed;
  }

  private static byte[] bytes(JsonNode json) {
    return JsonText.of(json).getBytes(StandardCharsets.UTF_8);
  }
}
