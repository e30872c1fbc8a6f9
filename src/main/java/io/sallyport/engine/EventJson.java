package io.sallyport.engine;

import java.util.SortedMap;

/// One line of `GET /events` into an [EngineEvent].
///
/// Only what every API version has is read: since 1.52 there is no `status`, `id` and `from`, and
/// before 1.22 nothing else (https://docs.docker.com/reference/api/engine/version-history/).
final class EventJson {
  private EventJson() {}

  static EngineEvent read(JsonPlace event) {
    String type = orElse(event.field("Type").text(), "container");
    String[] action =
        orElse(event.field("Action").text(), event.field("status").text()).split(":", 2);
    JsonPlace actor = event.field("Actor");
    String id = orElse(actor.field("ID").text(), event.field("id").text());
    SortedMap<String, String> attributes = ContainerJson.texts(actor.field("Attributes"));
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

  private static long timeNano(JsonPlace event) {
    long seconds = event.field("time").wholeNumber(0, Long.MAX_VALUE / 1_000_000_000, 0);
    return event.field("timeNano").wholeNumber(0, Long.MAX_VALUE, seconds * 1_000_000_000);
  }

  private static String orElse(String text, String otherwise) {
    return text.isEmpty() ? otherwise : text;
  }
}
