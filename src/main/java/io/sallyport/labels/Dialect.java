package io.sallyport.labels;

import io.sallyport.source.Container;

/// A family of labels, and what they mean. Several may be read side by side.
public interface Dialect {

  /// What a container asks for in this dialect. Total: whatever the labels say becomes a checked
  /// value or a finding. Pure: the same container always asks for the same.
  Intents read(Container container);

  /// Whether a container names a site in this dialect, readable or not: [Intents#named]. Asked of
  /// each container at each look, so it should cost little.
  default boolean namesSite(Container container) {
    return read(container).named();
  }
}
