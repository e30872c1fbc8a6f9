package io.sallyport.traffic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// Makes one engine look like a classic Swarm 1.2.9 manager with several nodes, in the shapes that
/// a real one was recorded with (`src/test/resources/engine/classicswarm`).
///
/// A network `ID-NODE-NAME` is network NAME of that node, and the containers on it are on that
/// node; those of a compose project are on the node of their service. What is published everywhere
/// is published on the node's address.
final class SwarmDisguise implements EngineRelay.Disguise {
  private static final JsonMapper MAPPER = new JsonMapper();

  private final String installation;
  private final Map<String, String> nodeAddresses;
  private final Map<String, String> nodesOfServices;
  private final Map<String, String> nodesOfContainers = new ConcurrentHashMap<>();
  private final Set<String> lost = ConcurrentHashMap.newKeySet();
  private volatile boolean leaderless;

  /// @param nodeAddresses by the node's name: an address at which every container reaches what the
  ///   node publishes
  SwarmDisguise(String installation, Map<String, String> nodeAddresses) {
    this(installation, nodeAddresses, Map.of());
  }

  /// @param nodesOfServices by the compose service: the name of the node
  SwarmDisguise(
      String installation, Map<String, String> nodeAddresses, Map<String, String> nodesOfServices) {
    this.installation = installation;
    this.nodeAddresses = new TreeMap<>(nodeAddresses);
    this.nodesOfServices = Map.copyOf(nodesOfServices);
  }

  /// Its containers vanish from lists, and its events from the stream; `/info` alone tells.
  void lose(String node) {
    lost.add(node);
  }

  void find(String node) {
    lost.remove(node);
  }

  /// Every call is refused while there is no primary manager.
  void electing(boolean wanted) {
    leaderless = wanted;
  }

  @Override
  public Optional<String> refusal(String request) {
    return leaderless ? Optional.of("No elected primary cluster manager") : Optional.empty();
  }

  @Override
  public String answer(String request, String body) {
    if (request.contains("/version")) {
      return "{\"Version\":\"swarm/1.2.9\",\"ApiVersion\":\"1.40\"}";
    } else if (request.contains("/info")) {
      return info();
    } else if (request.contains("/containers/json")) {
      return containers(body);
    } else if (request.contains("/networks ")) {
      return networks(body);
    }
    return body;
  }

  @Override
  public Optional<String> event(String event) {
    JsonNode json = parse(event);
    JsonNode actor = json.path("Actor");
    String id = actor.path("Attributes").path("container").asText(actor.path("ID").asText());
    String node = nodesOfContainers.getOrDefault(id, "");
    if (lost.contains(node)) {
      return Optional.empty();
    }
    String network = actor.path("Attributes").path("name").asText();
    if (json.path("Type").asText().equals("network")) {
      ((ObjectNode) actor.path("Attributes")).put("name", Place.of(installation, network).name());
    }
    ((ObjectNode) actor.path("Attributes")).put("node.name", node);
    return Optional.of(json.toString());
  }

  private String info() {
    ObjectNode info = MAPPER.createObjectNode();
    ArrayNode rows = info.putArray("SystemStatus");
    rows.addArray().add("Role").add("primary");
    rows.addArray().add("Nodes").add(Integer.toString(nodeAddresses.size()));
    nodeAddresses.forEach((name, address) -> {
      rows.addArray().add(" " + name).add(address + ":2375");
      rows.addArray().add("  └ Status").add(lost.contains(name) ? "Unhealthy" : "Healthy");
    });
    return info.toString();
  }

  private String containers(String body) {
    ArrayNode seen = MAPPER.createArrayNode();
    for (JsonNode item : parse(body)) {
      ObjectNode networks = (ObjectNode) item.path("NetworkSettings").path("Networks");
      String service = item.path("Labels").path("com.docker.compose.service").asText();
      String node = nodesOfServices.getOrDefault(service, "");
      for (String name : new ArrayList<>(fieldNames(networks))) {
        Place place = Place.of(installation, name);
        node = place.node().isEmpty() ? node : place.node();
        networks.set(place.name(), networks.remove(name));
      }
      nodesOfContainers.put(item.path("Id").asText(), node);
      if (lost.contains(node)) {
        continue;
      }
      ArrayNode names = (ArrayNode) item.path("Names");
      names.set(0, "/" + node + names.path(0).asText());
      ((ArrayNode) item.path("Ports")).removeIf(port -> port.path("IP").asText().equals("::"));
      for (JsonNode port : item.path("Ports")) {
        if (port.path("IP").asText().equals("0.0.0.0")) {
          ((ObjectNode) port).put("IP", nodeAddresses.get(node));
        }
      }
      seen.add(item);
    }
    return seen.toString();
  }

  private String networks(String body) {
    ArrayNode seen = MAPPER.createArrayNode();
    for (JsonNode item : parse(body)) {
      Place place = Place.of(installation, item.path("Name").asText());
      if (!place.node().isEmpty() && !lost.contains(place.node())) {
        ((ObjectNode) item).put("Name", place.node() + "/" + place.name());
        seen.add(item);
      }
    }
    return seen.toString();
  }

  /// A network's node and its name there; no node for what is not of this installation.
  private record Place(String node, String name) {
    static Place of(String installation, String network) {
      List<String> parts = List.of(network.split("-", 3));
      return parts.size() == 3 && parts.getFirst().equals(installation)
          ? new Place(parts.get(1), parts.get(2))
          : new Place("", network);
    }
  }

  private static List<String> fieldNames(ObjectNode object) {
    return object.propertyStream().map(Map.Entry::getKey).toList();
  }

  private static JsonNode parse(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException wrong) {
      throw new UncheckedIOException(wrong);
    }
  }
}
