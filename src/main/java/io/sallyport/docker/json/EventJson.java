package io.sallyport.docker.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.source.EngineEvent;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// One line of `GET /events` into an [EngineEvent].
///
/// Only what every API version has is read: since 1.52 there is no `status`, `id` and `from`, and
/// before 1.22 nothing else (https://docs.docker.com/reference/api/engine/version-history/).
///
/// Total: a field that is not of the documented shape reads as if it were not there, so that an odd
/// event costs itself, not the stream.
final class EventJson {
  private static final long SECOND = 1_000_000_000L;

  private EventJson() {}

  static EngineEvent read(JsonNode event) {
    String type = orElse(text(event.path("Type")), "container");
    String[] action = orElse(text(event.path("Action")), text(event.path("status"))).split(":", 2);
    JsonNode actor = event.path("Actor");
    String id = orElse(text(actor.path("ID")), text(event.path("id")));
    SortedMap<String, String> attributes = new TreeMap<>();
    for (Map.Entry<String, JsonNode> each : actor.path("Attributes").properties()) {
      attributes.put(each.getKey(), text(each.getValue()));
    }
    boolean aboutNetwork = type.equals("network");
    return new EngineEvent(
        type,
        action[0],
        action.length == 1 ? "" : action[1].strip(),
        aboutNetwork
            ? attributes.getOrDefault("container", "")
            : type.equals("container") ? id : "",
        aboutNetwork
            ? ContainerJson.withoutNode(
                attributes.getOrDefault("name", ""), attributes.getOrDefault("node.name", ""))
            : "",
        timeNano(event),
        attributes);
  }

  private static long timeNano(JsonNode event) {
    long nanos = number(event.path("timeNano"), Long.MAX_VALUE);
    return nanos > 0 ? nanos : number(event.path("time"), Long.MAX_VALUE / SECOND) * SECOND;
  }

  private static long number(JsonNode node, long most) {
    boolean fits = node.isIntegralNumber() && node.canConvertToLong();
    return fits && node.longValue() >= 0 && node.longValue() <= most ? node.longValue() : 0;
  }

  private static String text(JsonNode node) {
    return node.isTextual() ? node.textValue() : "";
  }

  private static String orElse(String text, String otherwise) {
    return text.isEmpty() ? otherwise : text;
  }
}
