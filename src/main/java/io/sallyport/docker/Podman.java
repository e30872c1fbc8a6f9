package io.sallyport.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.docker.json.TooLargeException;
import io.sallyport.source.EngineException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Podman's Docker-compatible answers in Docker's words, where they differ (seen at Podman 4.3; a
/// newer one that says it as Docker does is left as it is).
final class Podman {
  /// Containers are on the network that the list of networks calls `bridge`.
  private static final String DEFAULT_NETWORK = "podman";

  /// What a filter of events calls `die` and `destroy`.
  static final List<String> ACTIONS = List.of("died", "remove");

  private static final int HIGHEST_PORT = 65_535;

  private final EngineCalls calls;
  private volatile Map<String, Fixed> known = Map.of();

  /// What does not change in a container's life, and only inspecting it tells.
  private record Fixed(JsonNode networkMode, JsonNode exposedPorts) {}

  Podman(EngineCalls calls) {
    this.calls = calls;
  }

  static boolean answers(JsonNode version) {
    return version.path("Components").findValuesAsText("Name").contains("Podman Engine");
  }

  static JsonNode networks(JsonNode list) {
    list.forEach(network -> {
      if (network instanceof ObjectNode named && network.path("Name").asText().equals("bridge")) {
        named.put("Name", DEFAULT_NETWORK);
      }
    });
    return list;
  }

  /// Adds ports that are exposed and not published, and the network mode; and names networks by
  /// their identifiers.
  ///
  /// @param networks those of the engine, by [#networks]
  JsonNode containers(JsonNode list, JsonNode networks) {
    Map<String, String> ids = new HashMap<>();
    networks.forEach(each -> ids.put(each.path("Name").asText(), each.path("Id").asText()));
    Map<String, Fixed> seen = new HashMap<>();
    int done = 0;
    for (JsonNode each : list) {
      calls.counted(done++, list.size());
      String id = each.path("Id").asText();
      for (JsonNode place : each.path("NetworkSettings").path("Networks")) {
        String network = place.path("NetworkID").asText();
        if (place instanceof ObjectNode attachment) {
          attachment.put("NetworkID", ids.getOrDefault(network, network));
        }
      }
      if (each instanceof ObjectNode container
          && each.path("HostConfig").isMissingNode()
          && !id.isEmpty()) {
        fixed(id)
            .ifPresent(fixed -> {
              seen.put(id, fixed);
              add(fixed, container);
            });
      }
    }
    calls.counted(done, list.size());
    known = Map.copyOf(seen);
    return list;
  }

  /// Nothing for a container that is gone by now.
  private Optional<Fixed> fixed(String id) {
    Fixed before = known.get(id);
    if (before != null) {
      return Optional.of(before);
    }
    try {
      JsonNode container = calls.ask(EngineRequest.to(Endpoint.INSPECT, id));
      return Optional.of(
          new Fixed(
              container.path("HostConfig").path("NetworkMode"),
              container.path("Config").path("ExposedPorts")));
    } catch (ErrorReplyException refused) {
      if (refused.reply().status() != 404) {
        throw refused;
      }
      return Optional.empty();
    } catch (EngineException one) {
      if (one.getCause() instanceof TooLargeException) {
        return Optional.empty(); // Costs this container its ports, not everybody the look.
      }
      throw one;
    }
  }

  private static void add(Fixed fixed, ObjectNode container) {
    container.putObject("HostConfig").put("NetworkMode", fixed.networkMode().asText(""));
    ArrayNode ports =
        container.path("Ports") instanceof ArrayNode listed ? listed : container.putArray("Ports");
    fixed
        .exposedPorts()
        .fieldNames()
        .forEachRemaining(name -> {
          String[] port = name.split("/", 2); // 80/tcp
          boolean published =
              ports
                  .valueStream()
                  .anyMatch(each -> each.path("PrivatePort").asText().equals(port[0]));
          if (!published
              && port[0].matches("\\d{1,5}")
              && Integer.parseInt(port[0]) <= HIGHEST_PORT) {
            ports
                .addObject()
                .put("PrivatePort", Integer.parseInt(port[0]))
                .put("Type", port.length > 1 ? port[1] : "tcp");
          }
        });
  }

  /// A network's event names the container where Docker names the network.
  static JsonNode event(JsonNode event) {
    ObjectNode actor =
        event.path("Actor") instanceof ObjectNode named
            ? named
            : JsonNodeFactory.instance.objectNode();
    if (event.path("Type").asText().equals("network")
        && !actor.path("Attributes").has("container")) {
      ObjectNode attributes =
          actor.path("Attributes") instanceof ObjectNode known
              ? known
              : actor.putObject("Attributes");
      attributes.put("container", actor.path("ID").asText());
    } else if (event instanceof ObjectNode changed
        && event.path("Type").asText().equals("container")
        && event.path("Action").asText().equals("remove")) {
      changed.put("Action", "destroy");
    }
    return event;
  }

  /// Podman forgets driver options. An alias it keeps; the name that it makes is of no use to
  /// anybody, and in nobody's way.
  static void mark(ObjectNode endpointConfig, String mark) {
    endpointConfig.putArray("Aliases").add(mark);
  }

  static boolean marked(JsonNode attachment, String mark) {
    return attachment.path("Aliases").valueStream().anyMatch(alias -> alias.asText().equals(mark));
  }
}
