package io.sallyport.labels;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The checked values of one container's labels.
public final class LabelValues {
  private final Map<Label<?>, List<Object>> values;

  LabelValues(Map<Label<?>, List<Object>> values) {
    this.values = values;
  }

  /// The label's value, if it was written.
  @SuppressWarnings("unchecked")
  public <T> Optional<T> get(Label<T> label) {
    List<Object> written = values.get(label);
    return written == null ? Optional.empty() : Optional.of((T) written.getFirst());
  }

  public boolean has(Label<?> label) {
    return values.containsKey(label);
  }

  /// All values of a numbered label: that without a number first, then by number.
  @SuppressWarnings("unchecked")
  public <T> List<T> all(Label<T> label) {
    List<Object> written = values.get(label);
    return written == null ? List.of() : (List<T>) Collections.unmodifiableList(written);
  }

  public boolean isSet(Label<Boolean> label) {
    return get(label).orElse(false);
  }
}
