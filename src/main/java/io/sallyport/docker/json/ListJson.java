package io.sallyport.docker.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.source.Listed;
import io.sallyport.source.Unreadable;
import io.sallyport.source.Unreadable.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/// A list of the engine: what is wrong with one item costs that item alone.
final class ListJson {
  /// As engines make them, and whatever can be a step of a path.
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:-]{0,127}");

  private static final Pattern NOT_IN_NAMES = Pattern.compile("[^A-Za-z0-9_./-]");
  private static final int LONGEST_NAME = 255;
  private static final int SHORT_ID = 12;

  /// Not its place in the list, which may change from look to look.
  private static final String UNNAMED = "(unnamed)";

  private ListJson() {}

  /// @param read the rest of an item, whose identifier is as it should be
  static <T> Listed<T> read(JsonPlace list, Kind kind, Function<JsonPlace, T> read) {
    List<T> items = new ArrayList<>();
    List<Unreadable> unreadable = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (JsonPlace item : list.items(each -> each)) {
      try {
        if (!item.field(JsonTree.TOO_LARGE).absent()) {
          throw new UnexpectedJsonException(
              item.pointer(), "labels, ports and networks need more memory than one item may have");
        }
        String id = identifier(item, idOf(kind));
        T one = read.apply(item);
        if (ids.add(id)) {
          items.add(one);
        } else {
          throw new UnexpectedJsonException(item.pointer(), "the same identifier is listed twice");
        }
      } catch (UnexpectedJsonException wrong) {
        unreadable.add(unreadable(item, kind, wrong));
      }
    }
    return new Listed<>(items, unreadable);
  }

  static String identifier(JsonPlace item) {
    return identifier(item, "Id");
  }

  static String identifier(JsonPlace item, String field) {
    JsonPlace id = item.field(field);
    String text = id.requiredText();
    if (!IDENTIFIER.matcher(text).matches()) {
      throw id.expected("an identifier");
    }
    return text;
  }

  private static Unreadable unreadable(JsonPlace item, Kind kind, UnexpectedJsonException wrong) {
    String id = known(item.node().path(idOf(kind)));
    List<String> names = new ArrayList<>(List.of(known(item.node().path("Name"))));
    names.add(known(item.node().path("Spec").path("Name")));
    item.node().path("Names").forEach(name -> names.add(name.isTextual() ? name.textValue() : ""));
    String name =
        names.stream()
            .map(ListJson::harmless)
            .filter(text -> !text.isEmpty())
            .findFirst()
            .orElse(id.isEmpty() ? UNNAMED : id.substring(0, Math.min(SHORT_ID, id.length())));
    return new Unreadable(kind, id, name, wrong.below(item.pointer()));
  }

  /// Engines write it in two ways.
  private static String idOf(Kind kind) {
    return kind == Kind.CONTAINER || kind == Kind.NETWORK ? "Id" : "ID";
  }

  private static String known(JsonNode node) {
    String text = node.isTextual() ? node.textValue() : "";
    return IDENTIFIER.matcher(text).matches() ? text : "";
  }

  /// Engines allow letters, digits, `_`, `.` and `-`; a name is only shown, so anything else in it
  /// is made harmless, also within quotes of a template.
  static String harmless(String name) {
    String harmless = NOT_IN_NAMES.matcher(name).replaceAll("_");
    String bare = harmless.startsWith("/") ? harmless.substring(1) : harmless;
    return bare.substring(0, Math.min(LONGEST_NAME, bare.length()));
  }
}
