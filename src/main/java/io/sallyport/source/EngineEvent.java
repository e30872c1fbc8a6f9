package io.sallyport.source;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Something that happened on the engine. It says where to look, never what is.
///
/// @param type `container`, `network`, …
/// @param action `start`, `die`, `health_status`, … without what follows a colon
/// @param detail what followed the colon: `healthy`, a command; empty otherwise
/// @param containerId the container it is about; empty for events about none
/// @param network the network's name for network events, else empty
/// @param timeNano the engine's clock, nanoseconds since 1970
/// @param attributes the actor's attributes: all labels of a container, `signal`, `name`, …
public record EngineEvent(
    String type,
    String action,
    String detail,
    String containerId,
    String network,
    long timeNano,
    SortedMap<String, String> attributes) {

  public EngineEvent {
    attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
  }

  /// The number of the signal that a `kill` event is about.
  public Optional<Integer> signal() {
    return Signal.number(attributes.getOrDefault("signal", ""));
  }
}
