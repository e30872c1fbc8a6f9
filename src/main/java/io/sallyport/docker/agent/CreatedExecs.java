package io.sallyport.docker.agent;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/// The commands that were created through this agent, the newest of them: no other is started, and
/// none is started twice.
final class CreatedExecs {
  private static final int MOST = 1000;

  /// Whether each has been started, the oldest first.
  private final Map<String, Boolean> started = new LinkedHashMap<>();

  /// @param answer of the engine, which is given back
  synchronized JsonNode created(JsonNode answer) {
    started.put(answer.path("Id").asText(""), false);
    if (started.size() > MOST) {
      Iterator<String> oldest = started.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
    return answer;
  }

  synchronized void start(String id) throws RefusedCallException {
    if (!started.replace(id, false, true)) {
      throw unknown(id);
    }
  }

  synchronized void requireKnown(String id) throws RefusedCallException {
    if (!started.containsKey(id)) {
      throw unknown(id);
    }
  }

  /// As an engine says it.
  private static RefusedCallException unknown(String id) {
    return new RefusedCallException(RefusedCallException.NOT_FOUND, "No such exec instance: " + id);
  }
}
