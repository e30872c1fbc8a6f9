package io.sallyport.source;

/// An item of one of the engine's lists that cannot be used: the rest of the list can.
///
/// @param kind which list it stands in
/// @param id the engine's identifier; empty where the item has none
/// @param name what to call it in messages: its name, else its identifier
/// @param problem the field and what is wrong with it
public record Unreadable(Kind kind, String id, String name, String problem) {

  /// The lists.
  public enum Kind {
    CONTAINER,
    NETWORK,
    SERVICE,
    TASK,
    NODE
  }
}
