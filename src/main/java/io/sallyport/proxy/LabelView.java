package io.sallyport.proxy;

import java.util.AbstractMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a template sees of a host's labels: each name that begins as such labels do is there, with
/// null where no container has it.
public final class LabelView extends AbstractMap<String, @Nullable String> {
  /// What the labels begin with that templates may ask for.
  public static final String PREFIX = "x.";

  private final SortedMap<String, String> labels;

  /// Of a host.
  public LabelView(SortedMap<String, String> labels) {
    this.labels = labels;
  }

  @Override
  public @Nullable String get(@Nullable Object name) {
    return labels.get(name);
  }

  @Override
  public boolean containsKey(@Nullable Object name) {
    return name instanceof String text && text.startsWith(PREFIX);
  }

  @Override
  public Set<Entry<String, @Nullable String>> entrySet() {
    return new TreeMap<String, @Nullable String>(labels).entrySet();
  }
}
