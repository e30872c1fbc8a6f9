package io.sallyport.events;

import io.sallyport.source.EngineEvent;
import java.util.Set;

/// Which events are reasons to look. What we cause ourselves is none: copying into a proxy,
/// commands in it, and the reload signal.
final class EventFilter {
  private static final Set<String> CONTAINER_ACTIONS =
      Set.of(
          "start", "die", "stop", "destroy", "oom", "pause", "unpause", "rename", "health_status");
  private static final Set<String> NETWORK_ACTIONS = Set.of("connect", "disconnect");
  private static final Set<String> HANGUP = Set.of("1", "HUP", "SIGHUP");

  private EventFilter() {}

  /// An event's action for counting: one of few, whatever an engine may invent.
  static String action(EngineEvent event) {
    boolean known =
        switch (event.type()) {
          case "container" ->
              CONTAINER_ACTIONS.contains(event.action()) || event.action().equals("kill");
          case "network" -> NETWORK_ACTIONS.contains(event.action());
          default -> false;
        };
    return known ? event.action() : "other";
  }

  /// An event for people: `start of shop-1`. A network's says which container only by its
  /// identifier.
  static String words(EngineEvent event) {
    if (event.type().equals("network")) {
      String link = event.action().equals("connect") ? " to network " : " from network ";
      return event.action() + link + event.network();
    }
    String detail = event.detail().isEmpty() ? "" : " " + event.detail();
    return event.action()
        + detail
        + " of "
        + event.attributes().getOrDefault("name", event.containerId());
  }

  static boolean matters(EngineEvent event) {
    return switch (event.type()) {
      case "container" ->
          CONTAINER_ACTIONS.contains(event.action())
              || (event.action().equals("kill")
                  && !HANGUP.contains(event.attributes().getOrDefault("signal", "")));
      case "network" -> NETWORK_ACTIONS.contains(event.action());
      case "swarm" -> true; // A classic Swarm manager has lost a node, or has it back.
      default -> false;
    };
  }
}
