package io.sallyport.docker.agent;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import java.util.regex.Pattern;

/// JSON of which each member is expected, by its exact name: whatever else it holds is refused. An
/// engine matches names without regard to case and lets the last of two win, so that only what was
/// put together here may reach it.
final class AllowedJson {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private AllowedJson() {}

  /// One value, with the parser at its beginning.
  @FunctionalInterface
  interface Value {
    JsonNode read(String name, JsonParser parser) throws IOException;
  }

  /// @param text bounded by its caller
  static ObjectNode parse(String text, Map<String, Value> members) throws IOException {
    try (JsonParser parser = FACTORY.createParser(text)) {
      parser.nextToken();
      ObjectNode read = members(parser, members);
      if (parser.nextToken() != null) {
        throw RefusedCallException.garbled("something follows the JSON object");
      }
      return read;
    } catch (JsonProcessingException notJson) {
      throw RefusedCallException.garbled("the body is not JSON");
    }
  }

  static Value object(Map<String, Value> members) {
    return (_, parser) -> members(parser, members);
  }

  static Value flag() {
    return (name, parser) ->
        switch (parser.currentToken()) {
          case VALUE_TRUE -> NODES.booleanNode(true);
          case VALUE_FALSE -> NODES.booleanNode(false);
          default -> throw notAllowed(name);
        };
  }

  static Value never() {
    return (name, parser) -> {
      if (parser.currentToken() != JsonToken.VALUE_FALSE) {
        throw notAllowed(name + " other than false");
      }
      return NODES.booleanNode(false);
    };
  }

  static Value number() {
    return (name, parser) -> {
      if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT
          || parser.getNumberType() != JsonParser.NumberType.INT) {
        throw notAllowed(name);
      }
      return NODES.numberNode(parser.getIntValue());
    };
  }

  static Value text(Pattern allowed) {
    return (name, parser) -> {
      if (parser.currentToken() != JsonToken.VALUE_STRING
          || !allowed.matcher(parser.getText()).matches()) {
        throw notAllowed("this value of " + name);
      }
      return NODES.textNode(parser.getText());
    };
  }

  static Value texts(Pattern allowed, int most) {
    Value text = text(allowed);
    return (name, parser) -> {
      if (parser.currentToken() != JsonToken.START_ARRAY) {
        throw notAllowed(name);
      }
      ArrayNode texts = NODES.arrayNode();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        if (texts.size() == most) {
          throw notAllowed("more than %d of %s".formatted(most, name));
        }
        texts.add(text.read(name, parser));
      }
      return texts;
    };
  }

  private static ObjectNode members(JsonParser parser, Map<String, Value> members)
      throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw RefusedCallException.garbled("a JSON object is expected");
    }
    ObjectNode read = NODES.objectNode();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      Value value = members.get(name);
      if (value == null || read.has(name)) {
        throw notAllowed(value == null ? named(name) : "two of " + name);
      }
      parser.nextToken();
      read.set(name, value.read(name, parser));
    }
    return read;
  }

  private static String named(String name) {
    return name.matches("[A-Za-z]{1,40}") ? name : "a member that is none of Docker's";
  }

  private static RefusedCallException notAllowed(String what) {
    return RefusedCallException.forbidden(what + " is not allowed");
  }
}
