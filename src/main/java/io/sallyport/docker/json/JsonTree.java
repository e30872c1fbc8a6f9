package io.sallyport.docker.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/// The engine's JSON into trees of what is kept of it, bounded while it is parsed: docs/security.md
/// names the bounds. By the parser alone: Jackson's mapper does the same and more; what it needs
/// for that is a tenth of what a daemon would hold in memory (docs/decisions/0011-footprint.md).
///
/// Of a list each item has a share of the memory. One that needs more is replaced by its `Id` (or
/// `ID`) and `Name`, marked as [#TOO_LARGE]; a list that is too large even so is a
/// [TooLargeException].
public final class JsonTree {
  /// The member that stands for what was dropped of an item.
  static final String TOO_LARGE = "TooLarge";

  /// What an item may always need. A container without mistakes needs 3 KiB.
  static final int ORDINARY_ITEM = 32 << 10;

  /// As 20,000 published ports do.
  static final int LARGEST_ITEM = 8 << 20;

  /// Items that are not ordinary get a fourth of what is left of this.
  static final int FOR_LARGE_ITEMS = 32 << 20;

  static final int MOST_KEPT = 128 << 20;

  /// About what a value takes in memory beside its text.
  private static final int NODE = 48;

  private static final int NAME = 16;

  /// Names of labels that collide in the parser's table of names cost time, never an answer.
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final JsonParser parser;
  private long kept;
  private long left = MOST_KEPT;

  /// Whether what does not fit is dropped, and not refused.
  private boolean dropping;

  private JsonTree(JsonParser parser) {
    this.parser = parser;
  }

  /// The first value, whatever follows; a missing node when there is none.
  public static JsonNode read(InputStream utf8) throws IOException {
    return read(utf8, JsonFields.all());
  }

  /// The answer to `GET /containers/json`.
  public static JsonNode containers(InputStream utf8) throws IOException {
    return read(utf8, KeptFields.CONTAINERS);
  }

  /// The answer to `GET /networks`.
  public static JsonNode networks(InputStream utf8) throws IOException {
    return read(utf8, KeptFields.NETWORKS);
  }

  /// The answer to `GET /services`.
  public static JsonNode services(InputStream utf8) throws IOException {
    return read(utf8, KeptFields.SERVICES);
  }

  /// The answer to `GET /tasks`.
  public static JsonNode tasks(InputStream utf8) throws IOException {
    return read(utf8, KeptFields.TASKS);
  }

  /// The answer to `GET /nodes`.
  public static JsonNode nodes(InputStream utf8) throws IOException {
    return read(utf8, KeptFields.NODES);
  }

  /// Each value as soon as its end has come, until the stream ends.
  public static void each(InputStream utf8, Consumer<JsonNode> reader) throws IOException {
    each(utf8, JsonFields.all(), reader);
  }

  static void each(InputStream utf8, JsonFields fields, Consumer<JsonNode> reader)
      throws IOException {
    try (JsonParser parser = FACTORY.createParser(new JsonSieve(utf8))) {
      while (parser.nextToken() != null) {
        JsonTree tree = new JsonTree(parser);
        tree.left = LARGEST_ITEM;
        tree.dropping = true;
        reader.accept(tree.value(fields));
      }
    }
  }

  static JsonNode read(InputStream utf8, JsonFields fields) throws IOException {
    try (JsonParser parser = FACTORY.createParser(new JsonSieve(utf8))) {
      return read(parser, fields);
    }
  }

  /// @param parser of text that went through a [JsonSieve]
  static JsonNode read(JsonParser parser, JsonFields fields) throws IOException {
    return parser.nextToken() == null
        ? MissingNode.getInstance()
        : new JsonTree(parser).value(fields);
  }

  private JsonNode value(JsonFields fields) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(fields);
      case START_ARRAY -> fields.listed() ? list(fields) : array(fields);
      case VALUE_STRING -> {
        String text = parser.getText();
        costs(NODE + text.length());
        yield NODES.textNode(text);
      }
      case VALUE_NUMBER_INT -> whole();
      case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDoubleValue());
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      case VALUE_NULL -> NODES.nullNode();
      case END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
          throw new IllegalStateException("no value begins with " + parser.currentToken());
    };
  }

  private ObjectNode object(JsonFields fields) throws IOException {
    costs(NODE);
    ObjectNode object = NODES.objectNode();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      JsonFields kept = fields.member(name);
      parser.nextToken();
      if (kept == null || (full() && !tells(name))) {
        parser.skipChildren(); // A text that is not asked for is not put together.
      } else {
        costs(NAME + (fields.named(name) ? 0 : NODE + name.length()));
        object.set(name, value(kept));
      }
    }
    return object;
  }

  private ArrayNode array(JsonFields fields) throws IOException {
    costs(NODE);
    ArrayNode array = NODES.arrayNode();
    JsonFields item = fields.item();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (item == null || full()) {
        parser.skipChildren();
      } else {
        costs(NAME);
        array.add(value(item));
      }
    }
    return array;
  }

  private ArrayNode list(JsonFields fields) throws IOException {
    ArrayNode array = NODES.arrayNode();
    JsonFields item = fields.item();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (item == null) {
        parser.skipChildren();
      } else {
        array.add(alone(item));
      }
    }
    left = MOST_KEPT;
    dropping = false;
    return array;
  }

  private JsonNode alone(JsonFields fields) throws IOException {
    long share = Math.min(LARGEST_ITEM, (FOR_LARGE_ITEMS - kept) / 4);
    long allowed = Math.max(ORDINARY_ITEM, share);
    left = allowed;
    dropping = true;
    JsonNode item = value(fields);
    boolean tooLarge = full();
    kept += tooLarge ? NODE : allowed - left;
    if (kept > MOST_KEPT) {
      throw new TooLargeException(
          "what matters of the list is larger than %d MiB".formatted(MOST_KEPT >> 20));
    }
    return tooLarge ? stub(item) : item;
  }

  private static ObjectNode stub(JsonNode item) {
    ObjectNode stub = NODES.objectNode();
    for (String name : new String[] {"Id", "ID", "Name", "Names"}) {
      JsonNode known = name.equals("Names") ? item.path(name).path(0) : item.path(name);
      if (known.isTextual()) {
        stub.set(name, name.equals("Names") ? NODES.arrayNode().add(known) : known);
      }
    }
    return stub.put(TOO_LARGE, true);
  }

  /// Who it is about is read also of what is too large.
  private static boolean tells(String name) {
    return switch (name) {
      case "Id", "ID", "Name", "name", "container", "signal", "time", "timeNano" -> true;
      default -> false;
    };
  }

  private boolean full() {
    return left < 0;
  }

  private void costs(int memory) throws TooLargeException {
    left -= memory;
    if (left < 0 && !dropping) {
      throw new TooLargeException(
          "what matters of the answer is larger than %d MiB".formatted(MOST_KEPT >> 20));
    }
  }

  private JsonNode whole() throws IOException {
    return switch (parser.getNumberType()) {
      case INT -> NODES.numberNode(parser.getIntValue());
      case LONG -> NODES.numberNode(parser.getLongValue());
      default -> NODES.numberNode(parser.getBigIntegerValue());
    };
  }
}
