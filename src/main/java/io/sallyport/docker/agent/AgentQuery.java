package io.sallyport.docker.agent;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.docker.Endpoint;
import io.sallyport.docker.EventActions;
import io.sallyport.docker.JsonText;
import io.sallyport.docker.agent.AllowedJson.Value;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a call may ask for by its query.
final class AgentQuery {
  private static final int MOST_CONTAINERS = 50;
  private static final int MOST_ACTIONS = 32;
  private static final int LONGEST_PATH = 1024;

  /// As `EventPulse` writes the engine's own time.
  private static final Pattern TIME = Pattern.compile("\\d{1,11}(\\.\\d{1,9})?");

  private static final Pattern FOLDER = Pattern.compile("/[^\\p{Cntrl}]*");

  private static final Map<String, Value> CONTAINERS =
      Map.of("id", AllowedJson.texts(AgentCall.FULL_ID, MOST_CONTAINERS));

  private static final Map<String, Value> EVENTS =
      Map.of(
          "type",
          AllowedJson.texts(Pattern.compile("container|network"), MOST_ACTIONS),
          "event",
          AllowedJson.texts(anyOf(EventActions.CONTAINER, EventActions.NETWORK), MOST_ACTIONS));

  private AgentQuery() {}

  /// Each key at most once, and only those of the row; in a fixed order.
  static SortedMap<String, String> of(Endpoint endpoint, String query) throws IOException {
    SortedMap<String, String> read = new TreeMap<>();
    for (String pair : query.isEmpty() ? new String[] {} : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      String key = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
      if (read.put(key, checked(endpoint, key, value)) != null) {
        throw notAllowed();
      }
    }
    if (endpoint == Endpoint.EVENTS) {
      read.putIfAbsent("filters", all());
    }
    return read;
  }

  private static String checked(Endpoint endpoint, String key, String value) throws IOException {
    String row = endpoint.name() + "?" + key;
    switch (row) {
      case "CONTAINERS?all" -> require(value.equals("1"));
      case "CONTAINERS?filters" -> {
        return JsonText.of(AllowedJson.parse(value, CONTAINERS));
      }
      case "EVENTS?filters" -> {
        return JsonText.of(withBoth(AllowedJson.parse(value, EVENTS)));
      }
      case "EVENTS?since", "EVENTS?until" -> require(TIME.matcher(value).matches());
      case "ARCHIVE?path" ->
          require(value.length() <= LONGEST_PATH && FOLDER.matcher(value).matches());
      default -> throw notAllowed();
    }
    return value;
  }

  /// Without a filter an engine would also tell the words of each command that is run.
  private static ObjectNode withBoth(ObjectNode filters) throws IOException {
    require(!filters.path("type").isEmpty() && !filters.path("event").isEmpty());
    return filters;
  }

  private static String all() {
    ObjectNode filters = JsonNodeFactory.instance.objectNode();
    filters.putArray("type").add("container").add("network");
    ArrayNode actions = filters.putArray("event");
    new TreeSet<>(EventActions.CONTAINER).forEach(actions::add);
    new TreeSet<>(EventActions.NETWORK).forEach(actions::add);
    return JsonText.of(filters);
  }

  private static Pattern anyOf(Iterable<String> some, Iterable<String> others) {
    return Pattern.compile(
        Stream.of(some, others)
            .map(words -> String.join("|", words))
            .collect(Collectors.joining("|")));
  }

  /// Each byte that is not plain as two hexadecimal digits, as Sallyport writes it.
  private static String decoded(String value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int at = 0; at < value.length(); at++) {
      char next = value.charAt(at);
      if (next == '%') {
        require(value.length() > at + 2 && hex(value, at + 1) >= 0 && hex(value, at + 2) >= 0);
        next = (char) (hex(value, at + 1) * 16 + hex(value, at + 2));
        at += 2;
      } else {
        require(next != '+');
      }
      bytes.write(next);
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException notUtf8) {
      throw notAllowed();
    }
  }

  private static int hex(String text, int at) {
    return Character.digit(text.charAt(at), 16);
  }

  private static void require(boolean allowed) throws IOException {
    if (!allowed) {
      throw notAllowed();
    }
  }

  private static RefusedCallException notAllowed() {
    return RefusedCallException.forbidden("this query is not allowed");
  }
}
