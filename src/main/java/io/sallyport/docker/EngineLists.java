package io.sallyport.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.docker.json.EngineJson;
import io.sallyport.docker.json.JsonTree;
import io.sallyport.docker.json.Snapshot;
import io.sallyport.source.Container;
import io.sallyport.source.Listed;
import io.sallyport.source.Network;
import java.time.Duration;
import java.util.Set;

/// The engine's lists, in Docker's words whoever answers; read by token, so that only the fields
/// that are needed take memory.
final class EngineLists {
  static final EngineRequest INFO = EngineRequest.to(Endpoint.INFO);

  private static final EngineRequest CONTAINERS =
      EngineRequest.to(Endpoint.CONTAINERS).query("all", "1");
  private static final EngineRequest NETWORKS = EngineRequest.to(Endpoint.NETWORKS);

  private final EngineCalls calls;
  private final Podman podman;

  EngineLists(EngineCalls calls) {
    this.calls = calls;
    this.podman = new Podman(calls);
  }

  /// All containers, running or not.
  Listed<Container> containers() {
    return containers(CONTAINERS);
  }

  /// Those of them that there are.
  Listed<Container> containers(Set<String> ids) {
    ObjectNode filters = JsonNodeFactory.instance.objectNode();
    ids.forEach(filters.putArray("id")::add);
    return containers(CONTAINERS.query("filters", JsonText.of(filters)));
  }

  private Listed<Container> containers(EngineRequest request) {
    return calls.understand(request, containersJson(request), EngineJson::containers);
  }

  /// All networks.
  Listed<Network> networks() {
    return networks(networksJson());
  }

  /// All networks of a Docker Engine that answers soon.
  Listed<Network> networks(Duration within) {
    return networks(calls.ask(NETWORKS, JsonTree::networks, within));
  }

  private Listed<Network> networks(JsonNode json) {
    return calls.understand(
        NETWORKS, json, list -> EngineJson.networks(list, calls.session().engine()));
  }

  /// Both lists, and what the engine says of itself, as raw engine JSON.
  Snapshot snapshot() {
    EngineSession session = calls.session();
    JsonNode containers = containersJson(CONTAINERS);
    JsonNode networks = networksJson();
    // Last: of a Swarm manager it says whether it has lost a node by now.
    JsonNode info = session.engine().classicSwarm() ? calls.ask(INFO) : infoIfAllowed();
    return Snapshot.of(session.version(), info, containers, networks);
  }

  private JsonNode containersJson(EngineRequest request) {
    JsonNode list = calls.ask(request, JsonTree::containers);
    return calls.session().podman() ? podman.containers(list, networksJson()) : list;
  }

  private JsonNode networksJson() {
    JsonNode list = calls.ask(NETWORKS, JsonTree::networks);
    return calls.session().podman() ? Podman.networks(list) : list;
  }

  /// What stands before the engine may keep `/info` to itself; nothing depends on it there.
  private JsonNode infoIfAllowed() {
    try {
      return calls.ask(INFO);
    } catch (ErrorReplyException e) {
      return NullNode.getInstance();
    }
  }
}
