package io.sallyport.docker;

import java.util.Set;

/// The events that an engine is asked for: those about what routing looks at.
public final class EventActions {
  /// Of containers.
  public static final Set<String> CONTAINER =
      Set.of(
          "start",
          "die",
          "kill",
          "stop",
          "destroy",
          "oom",
          "pause",
          "unpause",
          "rename",
          "health_status");

  /// Of networks.
  public static final Set<String> NETWORK = Set.of("connect", "disconnect");

  private EventActions() {}
}
