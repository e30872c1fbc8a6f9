package io.sallyport.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a snapshot may hold: a list of what is kept, since a list of what is secret is never
/// complete. Commands, environment, mounts, other people's labels, registry and proxy settings are
/// not on it.
///
/// @param members by name; `[]` stands for every item of an array, a trailing `*` for any ending
record SnapshotFields(Map<String, SnapshotFields> members) {
  private static final SnapshotFields KEPT =
      of(
          """
          version/Version version/ApiVersion version/MinAPIVersion version/Os version/Arch
          version/KernelVersion version/Platform/Name
          version/Components/[]/Name version/Components/[]/Version
          info/ServerVersion info/OperatingSystem info/OSType info/Architecture info/Driver
          info/NCPU info/MemTotal info/LiveRestoreEnabled info/Containers info/ContainersRunning
          info/ContainersPaused info/ContainersStopped info/SystemStatus/[]/[]
          info/Swarm/LocalNodeState info/Swarm/ControlAvailable
          containers/[]/Id containers/[]/Names/[] containers/[]/Image containers/[]/ImageID
          containers/[]/Created containers/[]/State containers/[]/Status
          containers/[]/Health/Status containers/[]/HostConfig/NetworkMode
          containers/[]/Ports/[]/IP containers/[]/Ports/[]/PrivatePort
          containers/[]/Ports/[]/PublicPort containers/[]/Ports/[]/Type
          containers/[]/Labels/interlock.*
          containers/[]/Labels/com.docker.compose.project
          containers/[]/Labels/com.docker.compose.service
          containers/[]/Labels/com.docker.compose.container-number
          containers/[]/Labels/com.docker.stack.namespace
          containers/[]/Labels/com.docker.swarm.*
          containers/[]/NetworkSettings/Networks/*/NetworkID
          containers/[]/NetworkSettings/Networks/*/EndpointID
          containers/[]/NetworkSettings/Networks/*/Gateway
          containers/[]/NetworkSettings/Networks/*/IPAddress
          containers/[]/NetworkSettings/Networks/*/IPPrefixLen
          containers/[]/NetworkSettings/Networks/*/IPv6Gateway
          containers/[]/NetworkSettings/Networks/*/GlobalIPv6Address
          containers/[]/NetworkSettings/Networks/*/GlobalIPv6PrefixLen
          proxies/*
          networks/[]/Name networks/[]/Id networks/[]/Created networks/[]/Scope networks/[]/Driver
          networks/[]/EnableIPv6 networks/[]/Internal networks/[]/Attachable networks/[]/Ingress
          networks/[]/IPAM/Config/[]/Subnet networks/[]/IPAM/Config/[]/Gateway
          """);

  static JsonNode keepOnly(JsonNode snapshot) {
    return KEPT.keep(snapshot);
  }

  private static SnapshotFields of(String paths) {
    SnapshotFields root = new SnapshotFields(new LinkedHashMap<>());
    for (String path : paths.strip().split("\\s+", -1)) {
      SnapshotFields at = root;
      for (String step : path.split("/", -1)) {
        at = at.members.computeIfAbsent(step, any -> new SnapshotFields(new LinkedHashMap<>()));
      }
    }
    return root;
  }

  private JsonNode keep(JsonNode value) {
    return switch (value) {
      case ObjectNode object -> keepMembers(object);
      case ArrayNode array -> keepItems(array);
      case JsonNode scalar -> scalar;
    };
  }

  private ObjectNode keepMembers(ObjectNode object) {
    ObjectNode kept = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      members.entrySet().stream()
          .filter(rule -> matches(rule.getKey(), member.getKey()))
          .findFirst()
          .ifPresent(rule -> kept.set(member.getKey(), rule.getValue().keep(member.getValue())));
    }
    return kept;
  }

  private ArrayNode keepItems(ArrayNode array) {
    ArrayNode kept = JsonNodeFactory.instance.arrayNode();
    SnapshotFields item = members.get("[]");
    if (item != null) {
      array.forEach(each -> {
        if (!nodeLabels(each)) {
          kept.add(item.keep(each));
        }
      });
    }
    return kept;
  }

  private static boolean matches(String rule, String name) {
    return rule.endsWith("*")
        ? name.startsWith(rule.substring(0, rule.length() - 1))
        : rule.equals(name);
  }

  /// A classic Swarm manager lists each node's labels, and its last error, as rows of its status.
  private static boolean nodeLabels(JsonNode row) {
    String key = row.path(0).asText();
    return key.startsWith("  ") && (key.endsWith(" Labels") || key.endsWith(" Error"));
  }
}
