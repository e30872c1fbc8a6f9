package io.sallyport.docker.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.source.KeptLabels;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What is read of the engine's lists, and what a snapshot may hold: a list of what is kept, since
/// a list of what is secret, or large, is never complete. Commands, environment, mounts, other
/// people's labels, registry and proxy settings are not on it. What a look needs must be here.
///
/// @param members by name; `[]` stands for every item of an array, `*` for any other name
/// @param listed whether it is an array whose items are measured each by itself
record KeptFields(Map<String, JsonFields> members, boolean listed) implements JsonFields {
  private static final Set<String> LISTS =
      Set.of("containers", "networks", "services", "tasks", "nodes");

  private static final String FIELDS =
      """
      version/Version version/ApiVersion version/MinAPIVersion version/Os version/Arch
      version/KernelVersion version/Platform/Name
      version/Components/[]/Name version/Components/[]/Version
      info/ServerVersion info/OperatingSystem info/OSType info/Architecture info/Driver
      info/NCPU info/MemTotal info/LiveRestoreEnabled info/Containers info/ContainersRunning
      info/ContainersPaused info/ContainersStopped info/SystemStatus/[]/[]
      info/Swarm/LocalNodeState info/Swarm/ControlAvailable info/Swarm/NodeID info/Swarm/NodeAddr
      info/Swarm/Error info/Swarm/Nodes info/Swarm/Managers info/Swarm/Cluster/ID
      services/[]/ID services/[]/Spec/Name services/[]/Spec/Labels/*
      services/[]/Spec/Mode/Replicated/Replicas services/[]/UpdateStatus/State
      tasks/[]/ID tasks/[]/ServiceID tasks/[]/Slot tasks/[]/NodeID tasks/[]/DesiredState
      tasks/[]/Status/State tasks/[]/Status/Err
      tasks/[]/Status/ContainerStatus/ContainerID tasks/[]/Status/ContainerStatus/ExitCode
      tasks/[]/CreatedAt tasks/[]/Spec/ContainerSpec/Labels/*
      tasks/[]/NetworksAttachments/[]/Network/ID tasks/[]/NetworksAttachments/[]/Addresses/[]
      nodes/[]/ID nodes/[]/Description/Hostname nodes/[]/Status/State nodes/[]/Status/Addr
      nodes/[]/Spec/Role nodes/[]/Spec/Availability nodes/[]/ManagerStatus/Leader
      containers/[]/Id containers/[]/Names/[] containers/[]/Image containers/[]/ImageID
      containers/[]/Created containers/[]/State containers/[]/Status
      containers/[]/Health/Status containers/[]/HostConfig/NetworkMode
      containers/[]/Ports/[]/IP containers/[]/Ports/[]/PrivatePort
      containers/[]/Ports/[]/PublicPort containers/[]/Ports/[]/Type
      containers/[]/Labels/*
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
      networks/[]/Options/com.docker.network.bridge.enable_icc
      networks/[]/IPAM/Config/[]/Subnet networks/[]/IPAM/Config/[]/Gateway
      """
          + LISTS.stream()
              .map(list -> list + "/[]/" + JsonTree.TOO_LARGE)
              .collect(Collectors.joining(" "));

  /// Of a look: with labels that may matter.
  private static final KeptFields LOOK = of(new JsonFields.Labels(false));

  static final JsonFields CONTAINERS = Objects.requireNonNull(LOOK.member("containers"));
  static final JsonFields NETWORKS = Objects.requireNonNull(LOOK.member("networks"));

  static final JsonFields SERVICES = Objects.requireNonNull(LOOK.member("services"));
  static final JsonFields TASKS = Objects.requireNonNull(LOOK.member("tasks"));
  static final JsonFields NODES = Objects.requireNonNull(LOOK.member("nodes"));

  static final JsonFields SNAPSHOT = of(new SnapshotLabels());

  private static KeptFields of(JsonFields labels) {
    return of(FIELDS, labels);
  }

  /// @param fields paths, between blanks
  static KeptFields of(String fields, JsonFields labels) {
    KeptFields root = new KeptFields(new HashMap<>(), false);
    for (String path : fields.strip().split("\\s+", -1)) {
      KeptFields at = root;
      for (String step : path.split("/", -1)) {
        if (step.equals("Labels")) {
          at.members.put(step, labels);
          break;
        }
        boolean list = path.startsWith(step + "/") && LISTS.contains(step);
        at =
            (KeptFields)
                at.members.computeIfAbsent(step, _ -> new KeptFields(new HashMap<>(), list));
      }
    }
    return root;
  }

  @Override
  public @Nullable JsonFields member(String name) {
    JsonFields exact = members.get(name);
    return exact == null ? members.get("*") : exact;
  }

  @Override
  public @Nullable JsonFields item() {
    return members.get("[]");
  }

  @Override
  public boolean named(String name) {
    return members.containsKey(name);
  }

  /// What a snapshot may hold of the labels: compose's name folders of the machine.
  private record SnapshotLabels() implements JsonFields {
    private static final Set<String> OTHERS =
        Set.of(
            "com.docker.compose.project",
            "com.docker.compose.service",
            "com.docker.compose.container-number",
            "com.docker.compose.oneoff",
            "io.podman.compose.project",
            "io.podman.compose.service");

    @Override
    public @Nullable JsonFields member(String name) {
      boolean kept =
          KeptLabels.serves(name)
              || name.startsWith(KeptLabels.FOR_TEMPLATES)
              || name.startsWith("com.docker.swarm.")
              || name.startsWith("com.docker.stack.")
              || OTHERS.contains(name);
      return kept ? this : null;
    }

    @Override
    public @Nullable JsonFields item() {
      return null;
    }
  }

  static JsonNode keepOnly(JsonNode snapshot) {
    return keep(snapshot, SNAPSHOT);
  }

  private static JsonNode keep(JsonNode value, JsonFields fields) {
    return switch (value) {
      case ObjectNode object -> {
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
          JsonFields of = fields.member(member.getKey());
          if (of != null) {
            kept.set(member.getKey(), keep(member.getValue(), of));
          }
        }
        yield kept;
      }
      case ArrayNode array -> {
        ArrayNode kept = JsonNodeFactory.instance.arrayNode();
        JsonFields item = fields.item();
        for (JsonNode each : array) {
          if (item != null && !nodeLabels(each)) {
            kept.add(keep(each, item));
          }
        }
        yield kept;
      }
      case JsonNode scalar -> scalar;
    };
  }

  /// A classic Swarm manager lists each node's labels, and its last error, as rows of its status.
  private static boolean nodeLabels(JsonNode row) {
    String key = row.path(0).asText();
    return key.startsWith("  ") && (key.endsWith(" Labels") || key.endsWith(" Error"));
  }
}
