package io.sallyport.labels;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Checked values, as one container's labels say them about one site.
public final class LabelValues {
  private final Map<Label<?>, List<Object>> values;
  private final Map<Label<?>, String> keys;

  private LabelValues(Map<Label<?>, List<Object>> values, Map<Label<?>, String> keys) {
    this.values = values;
    this.keys = keys;
  }

  /// Values of [Label]s that were written by their own keys.
  static LabelValues of(Map<Label<?>, List<Object>> values) {
    return new LabelValues(copy(values), Map.of());
  }

  private static Map<Label<?>, List<Object>> copy(Map<Label<?>, List<Object>> values) {
    Map<Label<?>, List<Object>> copy = new HashMap<>();
    values.forEach((label, all) -> copy.put(label, List.copyOf(all)));
    return copy;
  }

  /// Gathers values one by one, for a dialect whose keys are not those of [Label].
  public static final class Builder {
    private final Map<Label<?>, List<Object>> values = new HashMap<>();
    private final Map<Label<?>, String> keys = new HashMap<>();

    /// One more value.
    ///
    /// @param key what the container's label is called
    public <T> Builder add(Label<T> label, String key, T value) {
      values.computeIfAbsent(label, any -> new ArrayList<>()).add(value);
      keys.putIfAbsent(label, key);
      return this;
    }

    /// All of them.
    public LabelValues build() {
      return new LabelValues(copy(values), Map.copyOf(keys));
    }
  }

  /// The label's value, if it was written.
  @SuppressWarnings("unchecked")
  public <T> Optional<T> get(Label<T> label) {
    List<Object> written = values.get(label);
    return written == null ? Optional.empty() : Optional.of((T) written.getFirst());
  }

  /// Whether it was written.
  public boolean has(Label<?> label) {
    return values.containsKey(label);
  }

  /// All values of a numbered label: that without a number first, then by number.
  @SuppressWarnings("unchecked")
  public <T> List<T> all(Label<T> label) {
    List<Object> written = values.get(label);
    return written == null ? List.of() : (List<T>) written;
  }

  /// Whether it was written and is true.
  public boolean isSet(Label<Boolean> label) {
    return get(label).orElse(false);
  }

  /// What the container calls the label, or would.
  public String keyOf(Label<?> label) {
    return keys.getOrDefault(label, label.key());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other == this
        || (other instanceof LabelValues that
            && values.equals(that.values)
            && keys.equals(that.keys));
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
