package io.sallyport.source;

import java.util.List;

/// One of the engine's lists.
///
/// @param items in its order
/// @param unreadable what of it is not of the documented shape
public record Listed<T>(List<T> items, List<Unreadable> unreadable) {
  public Listed {
    items = List.copyOf(items);
    unreadable = List.copyOf(unreadable);
  }
}
