package io.sallyport.docker.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.source.Container;
import io.sallyport.source.EngineEvent;
import io.sallyport.source.Listed;
import io.sallyport.source.Network;
import io.sallyport.source.Nodes;
import io.sallyport.source.Observation.EngineIdentity;
import io.sallyport.source.StopPolicy;
import io.sallyport.source.Swarm;
import io.sallyport.source.SwarmNode;
import io.sallyport.source.SwarmPlace;
import io.sallyport.source.SwarmService;
import io.sallyport.source.SwarmTask;
import io.sallyport.source.Unreadable.Kind;
import java.util.Set;

/// The engine's own JSON into this room's records: the one reader, for live answers and snapshots
/// alike. What is not of the documented shape is an [UnexpectedJsonException] that names the place,
/// and in a list costs the item alone; fields that engines leave out or set to `null` are empty.
///
/// A classic Swarm manager puts a node's name before the names of containers (`/node/name`) and of
/// networks that live on one node (`node/net`): both come apart here.
public final class EngineJson {
  private static final Set<String> ENDED =
      Set.of("complete", "shutdown", "failed", "rejected", "remove", "orphaned");

  private EngineJson() {}

  /// What the engine says that it is.
  ///
  /// @param version the answer to `GET /version`
  public static EngineIdentity identity(JsonNode version) {
    return identity(JsonPlace.root(version));
  }

  /// All that it lists, in its order.
  ///
  /// @param list the answer to `GET /containers/json`
  public static Listed<Container> containers(JsonNode list) {
    return containers(JsonPlace.root(list));
  }

  /// All that it lists, in its order; none when the engine says nothing.
  ///
  /// @param list the answer to `GET /networks`
  /// @param engine who answered: a plain engine's network may have a slash in its name
  public static Listed<Network> networks(JsonNode list, EngineIdentity engine) {
    return networks(JsonPlace.root(list), engine.classicSwarm());
  }

  /// What happened.
  ///
  /// @param event one value from `GET /events`
  public static EngineEvent event(JsonNode event) {
    return EventJson.read(event);
  }

  /// The nodes behind a classic Swarm manager; none for a plain engine.
  ///
  /// @param info the answer to `GET /info`
  public static Nodes nodes(JsonNode info) {
    return NodesJson.read(JsonPlace.root(info));
  }

  /// How a container is stopped.
  ///
  /// @param inspected the answer to `GET /containers/{id}/json`
  public static StopPolicy stopPolicy(JsonNode inspected) {
    return StopPolicyJson.read(JsonPlace.root(inspected));
  }

  /// What the engine is, and in which Swarm.
  ///
  /// @param info the answer to `GET /info`
  public static SwarmPlace swarmPlace(JsonNode info) {
    return SwarmJson.place(JsonPlace.root(info));
  }

  /// All services that a Swarm manager lists.
  ///
  /// @param list the answer to `GET /services`
  public static Listed<SwarmService> services(JsonNode list) {
    return ListJson.read(present(JsonPlace.root(list)), Kind.SERVICE, SwarmJson::service);
  }

  /// The tasks that a Swarm manager lists, but for those that have ended: it keeps some of each
  /// slot.
  ///
  /// @param list the answer to `GET /tasks`
  public static Listed<SwarmTask> tasks(JsonNode list) {
    return tasks(JsonPlace.root(list));
  }

  /// All nodes that a Swarm manager lists.
  ///
  /// @param list the answer to `GET /nodes`
  public static Listed<SwarmNode> swarmNodes(JsonNode list) {
    return ListJson.read(present(JsonPlace.root(list)), Kind.NODE, SwarmJson::node);
  }

  private static Listed<SwarmTask> tasks(JsonPlace list) {
    Listed<SwarmTask> all = ListJson.read(present(list), Kind.TASK, SwarmJson::task);
    return new Listed<>(
        all.items().stream().filter(task -> !ENDED.contains(task.state())).toList(),
        all.unreadable());
  }

  static Swarm swarm(JsonPlace snapshot) {
    if (snapshot.field("services").absent()) {
      return Swarm.NONE;
    }
    return Swarm.of(
        ListJson.read(snapshot.field("services"), Kind.SERVICE, SwarmJson::service),
        tasks(snapshot.field("tasks")),
        ListJson.read(snapshot.field("nodes"), Kind.NODE, SwarmJson::node));
  }

  static EngineIdentity identity(JsonPlace version) {
    return new EngineIdentity(version.field("Version").text(), version.field("ApiVersion").text());
  }

  static Listed<Container> containers(JsonPlace list) {
    return ListJson.read(present(list), Kind.CONTAINER, ContainerJson::read);
  }

  static Listed<Network> networks(JsonPlace list, boolean classicSwarm) {
    return ListJson.read(list, Kind.NETWORK, item -> NetworkJson.read(item, classicSwarm));
  }

  /// No list is not an empty list.
  private static JsonPlace present(JsonPlace list) {
    if (list.absent()) {
      throw list.expected("an array");
    }
    return list;
  }
}
