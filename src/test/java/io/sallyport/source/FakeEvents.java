package io.sallyport.source;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/// Events as an engine makes them.
public final class FakeEvents {
  private static final AtomicLong CLOCK = new AtomicLong(1_795_212_757_000_000_000L);

  private FakeEvents() {}

  /// A container event, with all its labels as attributes.
  ///
  /// @param action such as `start`, `health_status: healthy`
  /// @param attribute names and values in turn
  public static EngineEvent container(String action, Container container, String... attribute) {
    SortedMap<String, String> attributes = new TreeMap<>(container.labels());
    attributes.put("image", container.image());
    attributes.put("name", container.name());
    for (int i = 0; i + 1 < attribute.length; i += 2) {
      attributes.put(attribute[i], attribute[i + 1]);
    }
    List<String> words = List.of(action.split(": ", 2));
    return new EngineEvent(
        "container",
        words.getFirst(),
        words.size() == 1 ? "" : words.getLast(),
        container.id(),
        "",
        CLOCK.addAndGet(1_000_000),
        attributes);
  }

  /// A classic Swarm manager has lost a node, or has it back.
  ///
  /// @param action `engine_disconnect` or `engine_reconnect`
  public static EngineEvent swarm(String action) {
    return new EngineEvent(
        "swarm", action, "", "", "", CLOCK.addAndGet(1_000_000), new TreeMap<>());
  }

  /// Of a Swarm manager: a service has come, changed or gone.
  public static EngineEvent service(String action, String name) {
    return named("service", action, name);
  }

  /// Of a Swarm manager: a node has come, changed or gone.
  public static EngineEvent node(String action, String name) {
    return named("node", action, name);
  }

  private static EngineEvent named(String type, String action, String name) {
    SortedMap<String, String> attributes = new TreeMap<>();
    attributes.put("name", name);
    return new EngineEvent(type, action, "", "", "", CLOCK.addAndGet(1_000_000), attributes);
  }

  /// A network event, which names its container and carries no labels.
  ///
  /// @param action `connect` or `disconnect`
  public static EngineEvent network(String action, String network, String containerId) {
    SortedMap<String, String> attributes = new TreeMap<>();
    attributes.put("container", containerId);
    attributes.put("name", network);
    attributes.put("type", "bridge");
    return new EngineEvent(
        "network", action, "", containerId, network, CLOCK.addAndGet(1_000_000), attributes);
  }
}
