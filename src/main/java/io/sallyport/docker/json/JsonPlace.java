package io.sallyport.docker.json;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A value in a JSON document and the way to it, so that whatever is wrong with it can be said
/// where.
///
/// Engines leave fields out or answer `null` for what is empty: both read as absent here, and as
/// empty text, no items, no members.
///
/// The way is put together only when it is asked for, which is when something is wrong.
///
/// @param parent what it is in; null for a whole document
/// @param step the name of the member, or the index of the item
record JsonPlace(@Nullable JsonPlace parent, Object step, JsonNode node) {

  static JsonPlace root(JsonNode node) {
    return new JsonPlace(null, "", node);
  }

  JsonPointer pointer() {
    if (parent == null) {
      return JsonPointer.empty();
    }
    return step instanceof Integer index
        ? parent.pointer().appendIndex(index)
        : parent.pointer().appendProperty(step.toString());
  }

  boolean absent() {
    return node.isMissingNode() || node.isNull();
  }

  JsonPlace field(String name) {
    if (!absent() && !node.isObject()) {
      throw expected("an object");
    }
    JsonNode child = node.get(name);
    return new JsonPlace(this, name, child == null ? MissingNode.getInstance() : child);
  }

  <T> List<T> items(Function<JsonPlace, T> read) {
    if (absent()) {
      return List.of();
    }
    if (!node.isArray()) {
      throw expected("an array");
    }
    return IntStream.range(0, node.size())
        .mapToObj(i -> read.apply(new JsonPlace(this, i, node.get(i))))
        .toList();
  }

  /// Every member by its name; one whose value is `null` too.
  SortedMap<String, JsonPlace> members() {
    if (absent()) {
      return Collections.emptySortedMap();
    }
    if (!node.isObject()) {
      throw expected("an object");
    }
    SortedMap<String, JsonPlace> members = new TreeMap<>();
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      members.put(member.getKey(), new JsonPlace(this, member.getKey(), member.getValue()));
    }
    return members;
  }

  String text() {
    if (absent()) {
      return "";
    }
    if (!node.isTextual()) {
      throw expected("a string");
    }
    return node.textValue();
  }

  /// A text that nothing can be done without.
  String requiredText() {
    String text = text();
    if (text.isEmpty()) {
      throw expected("a string that is not empty");
    }
    return text;
  }

  boolean flag() {
    if (!absent() && !node.isBoolean()) {
      throw expected("true or false");
    }
    return node.booleanValue();
  }

  long wholeNumber(long least, long most) {
    boolean fits = node.isIntegralNumber() && node.canConvertToLong();
    if (!fits || node.longValue() < least || node.longValue() > most) {
      throw expected("a whole number from %d to %d".formatted(least, most));
    }
    return node.longValue();
  }

  long wholeNumber(long least, long most, long otherwise) {
    return absent() ? otherwise : wholeNumber(least, most);
  }

  UnexpectedJsonException expected(String what) {
    return new UnexpectedJsonException(pointer(), "expected %s, found %s".formatted(what, found()));
  }

  /// Texts are not shown: they may hold what nobody should read in a log.
  private String found() {
    return switch (node.getNodeType()) {
      case MISSING -> "nothing";
      case NUMBER, BOOLEAN, NULL -> node.asText();
      case STRING -> node.textValue().isEmpty() ? "an empty string" : "a string";
      case ARRAY -> "an array";
      case OBJECT, POJO, BINARY -> "an object";
    };
  }
}
