package io.sallyport.docker.json;

import io.sallyport.source.Container;
import io.sallyport.source.Container.Attachment;
import io.sallyport.source.Container.Health;
import io.sallyport.source.Container.Port;
import io.sallyport.source.Container.State;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One item of `GET /containers/json` into a [Container]. The fields:
/// https://docs.docker.com/reference/api/engine/version/v1.44/#tag/Container
final class ContainerJson {
  private static final long YEAR_9999 = 253_402_300_799L;

  /// As engines write addresses; a zone may follow.
  private static final Pattern ADDRESS =
      Pattern.compile("[0-9A-Fa-f:.]{0,45}(?:%[A-Za-z0-9_.-]{1,15})?");

  /// `Exited (1) 3 minutes ago`, `Restarting (137) 5 seconds ago`.
  private static final Pattern ENDED = Pattern.compile("(?:Exited|Restarting) \\((\\d{1,3})\\)");

  private ContainerJson() {}

  static Container read(JsonPlace item) {
    String id = ListJson.identifier(item);
    String[] nodeAndName =
        nodeAndName(item.field("Names").items(name -> ListJson.harmless(name.text())), id);
    String status = item.field("Status").text();
    Container container =
        new Container(
            id,
            nodeAndName[1],
            nodeAndName[0],
            item.field("Image").text(),
            Instant.ofEpochSecond(item.field("Created").wholeNumber(0, YEAR_9999, 0)),
            state(item.field("State").text(), status),
            health(item.field("Health").field("Status").text(), status),
            item.field("HostConfig").field("NetworkMode").text(),
            texts(item.field("Labels")),
            item.field("Ports").items(ContainerJson::port),
            attachments(item.field("NetworkSettings").field("Networks"), nodeAndName[0]));
    Matcher ended = ENDED.matcher(status);
    return ended.lookingAt() ? container.exited(Integer.parseInt(ended.group(1))) : container;
  }

  static SortedMap<String, String> texts(JsonPlace members) {
    SortedMap<String, String> texts = new TreeMap<>();
    members.members().forEach((key, value) -> texts.put(key, value.text()));
    return texts;
  }

  /// A plain engine says `/name`, a classic Swarm manager `/node/name`; a link of another container
  /// adds `/other/alias` in both, one step deeper than the container's own name. A container on its
  /// way out may have no name left.
  private static String[] nodeAndName(List<String> names, String id) {
    String[] steps =
        names.stream()
            .filter(name -> !name.isEmpty() && !name.endsWith("/"))
            .map(name -> name.split("/", -1))
            .min(Comparator.comparingInt(each -> each.length))
            .orElseGet(() -> new String[] {id.substring(0, Math.min(12, id.length()))});
    return steps.length == 1
        ? new String[] {"", steps[0]}
        : new String[] {steps[0], String.join("/", Arrays.asList(steps).subList(1, steps.length))};
  }

  /// API versions before 1.23 have no `State`; its `Status` begins with a word for it.
  private static State state(String state, String status) {
    if (status.endsWith("(Paused)")) {
      return State.PAUSED;
    }
    String word = state.isEmpty() ? status.split("[ (]", 2)[0] : state;
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "created" -> State.CREATED;
      case "running", "up" -> State.RUNNING;
      case "paused" -> State.PAUSED;
      case "restarting" -> State.RESTARTING;
      case "removing", "removal" -> State.REMOVING;
      case "exited" -> State.EXITED;
      case "dead" -> State.DEAD;
      default -> State.UNKNOWN;
    };
  }

  /// API 1.52 has a field for it; before, only the end of the status text tells.
  private static Health health(String field, String status) {
    return switch (field) {
      case "healthy" -> Health.HEALTHY;
      case "unhealthy" -> Health.UNHEALTHY;
      case "starting" -> Health.STARTING;
      case "none" -> Health.NONE;
      default -> {
        if (status.endsWith("(healthy)")) {
          yield Health.HEALTHY;
        } else if (status.endsWith("(unhealthy)")) {
          yield Health.UNHEALTHY;
        } else {
          yield status.endsWith("(health: starting)") ? Health.STARTING : Health.NONE;
        }
      }
    };
  }

  private static Port port(JsonPlace port) {
    String protocol = port.field("Type").text();
    return new Port(
        (int) port.field("PrivatePort").wholeNumber(0, 65535),
        address(port.field("IP")),
        (int) port.field("PublicPort").wholeNumber(0, 65535, 0),
        protocol.isEmpty() ? "tcp" : protocol);
  }

  private static SortedMap<String, Attachment> attachments(JsonPlace networks, String node) {
    SortedMap<String, Attachment> attachments = new TreeMap<>();
    networks
        .members()
        .forEach((name, place) -> attachments.put(withoutNode(name, node), attachment(place)));
    return attachments;
  }

  static String withoutNode(String network, String node) {
    return !node.isEmpty() && network.startsWith(node + "/")
        ? network.substring(node.length() + 1)
        : network;
  }

  private static Attachment attachment(JsonPlace place) {
    return new Attachment(
        place.field("NetworkID").text(),
        place.field("EndpointID").text(),
        address(place.field("IPAddress")),
        address(place.field("GlobalIPv6Address")),
        address(place.field("Gateway")));
  }

  static boolean isAddress(String text) {
    return ADDRESS.matcher(text).matches();
  }

  static String address(JsonPlace place) {
    String text = place.text();
    if (!isAddress(text)) {
      throw place.expected("an IP address");
    }
    return text;
  }
}
