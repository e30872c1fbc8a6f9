package io.sallyport.docker.json;

import io.sallyport.source.SwarmNode;
import io.sallyport.source.SwarmPlace;
import io.sallyport.source.SwarmRole;
import io.sallyport.source.SwarmService;
import io.sallyport.source.SwarmTask;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.SortedMap;
import java.util.TreeMap;

/// Items of `GET /services`, `GET /tasks` and `GET /nodes`. The fields:
/// https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Service
final class SwarmJson {
  private SwarmJson() {}

  static SwarmPlace place(JsonPlace info) {
    JsonPlace swarm = info.field("Swarm");
    return new SwarmPlace(
        role(swarm),
        ListJson.harmless(swarm.field("Cluster").field("ID").text()),
        ListJson.harmless(swarm.field("NodeID").text()));
  }

  private static SwarmRole role(JsonPlace swarm) {
    String state = swarm.field("LocalNodeState").text();
    if (state.isEmpty() || state.equals("inactive")) {
      return SwarmRole.NONE;
    }
    return swarm.field("ControlAvailable").flag() ? SwarmRole.MANAGER : SwarmRole.WORKER;
  }

  static SwarmService service(JsonPlace item) {
    JsonPlace spec = item.field("Spec");
    return new SwarmService(
        id(item, "ID"),
        ListJson.harmless(spec.field("Name").requiredText()),
        ContainerJson.texts(spec.field("Labels")));
  }

  /// What has no node yet has an empty one.
  static SwarmTask task(JsonPlace item) {
    JsonPlace status = item.field("Status");
    return new SwarmTask(
        id(item, "ID"),
        id(item, "ServiceID"),
        ListJson.harmless(item.field("NodeID").text()),
        (int) item.field("Slot").wholeNumber(0, Integer.MAX_VALUE, 0),
        item.field("DesiredState").text(),
        status.field("State").text(),
        ListJson.harmless(status.field("ContainerStatus").field("ContainerID").text()),
        addresses(item.field("NetworksAttachments")),
        created(item.field("CreatedAt").text()),
        ContainerJson.texts(item.field("Spec").field("ContainerSpec").field("Labels")));
  }

  /// It only tells the older from the newer.
  private static Instant created(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException garbled) {
      return Instant.EPOCH;
    }
  }

  /// The first one on each network, without the length of its prefix.
  private static SortedMap<String, String> addresses(JsonPlace attachments) {
    SortedMap<String, String> addresses = new TreeMap<>();
    attachments.items(each -> {
      String network = ListJson.harmless(each.field("Network").field("ID").text());
      each.field("Addresses").items(JsonPlace::text).stream()
          .map(text -> text.replaceFirst("/.*", ""))
          .filter(text -> !text.isEmpty() && ContainerJson.isAddress(text))
          .findFirst()
          .ifPresent(address -> addresses.putIfAbsent(network, address));
      return network;
    });
    return addresses;
  }

  static SwarmNode node(JsonPlace item) {
    JsonPlace spec = item.field("Spec");
    JsonPlace status = item.field("Status");
    return new SwarmNode(
        id(item, "ID"),
        ListJson.harmless(item.field("Description").field("Hostname").text()),
        ContainerJson.address(status.field("Addr")),
        status.field("State").text(),
        spec.field("Availability").text(),
        spec.field("Role").text().equals("manager"),
        item.field("ManagerStatus").field("Leader").flag());
  }

  private static String id(JsonPlace item, String field) {
    return ListJson.identifier(item, field);
  }
}
