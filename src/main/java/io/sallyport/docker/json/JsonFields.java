package io.sallyport.docker.json;

import io.sallyport.source.KeptLabels;
import org.jspecify.annotations.Nullable;

/// Which parts of a JSON document are kept.
interface JsonFields {

  /// Of any answer but a list of containers: all of it, but of labels those that matter, and of an
  /// inspected container nothing that is its own affair.
  static JsonFields all() {
    return Everything.FIELDS;
  }

  /// What is kept of a member; null where it is dropped.
  @Nullable JsonFields member(String name);

  /// What is kept of each item of an array; null where items are dropped.
  @Nullable JsonFields item();

  /// Whether each item of this array is measured by itself: one that is too large costs itself.
  default boolean listed() {
    return false;
  }

  /// Whether a name is one of few, and costs no memory of its own.
  default boolean named(String name) {
    return true;
  }

  /// All but foreign labels and attributes.
  final class Everything implements JsonFields {
    private static final JsonFields FIELDS = new Everything();
    private static final JsonFields LABELS = new Labels(false);
    private static final JsonFields ATTRIBUTES = new Labels(true);

    @Override
    public @Nullable JsonFields member(String name) {
      return switch (name) {
        case "Labels" -> LABELS;
        case "Attributes" -> ATTRIBUTES;
        case "Env", "Cmd", "Args", "Entrypoint", "Healthcheck" -> null;
        default -> this;
      };
    }

    @Override
    public JsonFields item() {
      return this;
    }

    @Override
    public boolean named(String name) {
      return false;
    }
  }

  /// Those that matter of a set of labels.
  ///
  /// @param ofEvent whether they stand among the attributes of an event
  record Labels(boolean ofEvent) implements JsonFields {
    @Override
    public @Nullable JsonFields member(String name) {
      boolean kept = ofEvent ? KeptLabels.keepsAttribute(name) : KeptLabels.keeps(name);
      return kept ? this : null;
    }

    @Override
    public JsonFields item() {
      return this;
    }

    @Override
    public boolean named(String name) {
      return false;
    }
  }
}
