package io.sallyport.template;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Text that was written from values, so that a change of one host writes one host. Equal values
/// have equal text: it makes no difference which rendering, or which thread, wrote it.
public final class TextCache {
  /// Renderings. As many proxies may have one renderer in common, each with hosts of its own.
  private static final int KEPT_FOR = 8;

  private final Map<Object, Entry> entries = new HashMap<>();
  private long renderings;

  private static final class Entry {
    private final String text;
    private long lastUse;

    Entry(String text, long lastUse) {
      this.text = text;
      this.lastUse = lastUse;
    }
  }

  /// Begins another rendering, and drops what was not used lately.
  public synchronized void begin() {
    renderings++;
    entries.values().removeIf(entry -> entry.lastUse + KEPT_FOR < renderings);
  }

  /// The text of an equal value.
  synchronized Optional<String> find(Object value) {
    Entry entry = entries.get(value);
    if (entry == null) {
      return Optional.empty();
    }
    entry.lastUse = renderings;
    return Optional.of(entry.text);
  }

  synchronized void keep(Object value, String text) {
    entries.put(value, new Entry(text, renderings));
  }

  /// All that it holds.
  public synchronized List<String> texts() {
    return entries.values().stream().map(entry -> entry.text).toList();
  }
}
