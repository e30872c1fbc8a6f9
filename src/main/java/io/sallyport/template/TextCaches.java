package io.sallyport.template;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/// A [TextCache] for each kind of proxy in a fleet: texts depend on what a proxy can do. Those of
/// the kinds that were rendered for last are kept.
///
/// @param <K> what a kind can do
public final class TextCaches<K> {
  private static final int MOST_KINDS = 8;

  private final Map<K, TextCache> byKind = new LinkedHashMap<>();

  /// That of a kind.
  public synchronized TextCache of(K kind) {
    TextCache known = byKind.remove(kind);
    byKind.put(kind, known == null ? new TextCache() : known);
    if (byKind.size() > MOST_KINDS) {
      byKind.remove(byKind.keySet().iterator().next());
    }
    return Objects.requireNonNull(byKind.get(kind));
  }
}
