package io.sallyport.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The checked values of one container's labels.
final class LabelValues {
  private final Map<Label<?>, List<Object>> values;

  LabelValues(Map<Label<?>, List<Object>> values) {
    this.values = values;
  }

  /// The label's value, if it was written.
  <T> Optional<T> get(Label<T> label) {
    return all(label).stream().findFirst();
  }

  /// All values of a numbered label: that without a number first, then by number.
  @SuppressWarnings("unchecked")
  <T> List<T> all(Label<T> label) {
    List<T> typed = new ArrayList<>();
    values.getOrDefault(label, List.of()).forEach(value -> typed.add((T) value));
    return typed;
  }

  boolean isSet(Label<Boolean> label) {
    return get(label).orElse(false);
  }
}
