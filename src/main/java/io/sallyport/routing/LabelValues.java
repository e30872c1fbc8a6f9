package io.sallyport.routing;

import java.util.Collections;
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
  @SuppressWarnings("unchecked")
  <T> Optional<T> get(Label<T> label) {
    List<Object> written = values.get(label);
    return written == null ? Optional.empty() : Optional.of((T) written.getFirst());
  }

  boolean has(Label<?> label) {
    return values.containsKey(label);
  }

  /// All values of a numbered label: that without a number first, then by number.
  @SuppressWarnings("unchecked")
  <T> List<T> all(Label<T> label) {
    List<Object> written = values.get(label);
    return written == null ? List.of() : (List<T>) Collections.unmodifiableList(written);
  }

  boolean isSet(Label<Boolean> label) {
    return get(label).orElse(false);
  }
}
