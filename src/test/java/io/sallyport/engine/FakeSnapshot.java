package io.sallyport.engine;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.engine.Container.Health;
import java.util.Locale;

/// Records back into the JSON that an engine would have sent.
public final class FakeSnapshot {
  private FakeSnapshot() {}

  /// A snapshot whose observation is this one.
  public static Snapshot of(Observation seen) {
    ObjectNode version = object();
    version.put("Version", seen.engine().version()).put("ApiVersion", seen.engine().apiVersion());
    ArrayNode containers = JsonNodeFactory.instance.arrayNode();
    seen.containers().forEach(each -> containers.add(container(each)));
    ArrayNode networks = JsonNodeFactory.instance.arrayNode();
    seen.networks().forEach(each -> networks.add(network(each)));
    return Snapshot.of(version, NullNode.getInstance(), containers, networks);
  }

  private static ObjectNode container(Container container) {
    ObjectNode item = object();
    item.put("Id", container.id());
    item.putArray("Names").add(node(container.node(), "/") + "/" + container.name());
    item.put("Image", container.image());
    item.put("Created", container.created().getEpochSecond());
    item.put("State", container.state().name().toLowerCase(Locale.ROOT));
    item.put("Status", status(container.health()));
    item.putObject("HostConfig").put("NetworkMode", container.networkMode());
    ObjectNode labels = item.putObject("Labels");
    container.labels().forEach(labels::put);
    ArrayNode ports = item.putArray("Ports");
    for (Container.Port port : container.ports()) {
      ObjectNode each = ports.addObject().put("PrivatePort", port.containerPort());
      each.put("Type", port.protocol());
      if (port.published()) {
        each.put("IP", port.hostAddress()).put("PublicPort", port.hostPort());
      }
    }
    ObjectNode networks = item.putObject("NetworkSettings").putObject("Networks");
    container
        .networks()
        .forEach((name, at) ->
            networks
                .putObject(name)
                .put("NetworkID", at.networkId())
                .put("EndpointID", at.endpointId())
                .put("IPAddress", at.address())
                .put("GlobalIPv6Address", at.addressV6())
                .put("Gateway", at.gateway()));
    return item;
  }

  private static ObjectNode network(Network network) {
    ObjectNode item = object();
    item.put("Id", network.id());
    item.put(
        "Name", network.node().isEmpty() ? network.name() : network.node() + "/" + network.name());
    item.put("Driver", network.driver()).put("Scope", network.scope());
    item.putObject("IPAM").putArray("Config").addObject().put("Gateway", network.gateway());
    return item;
  }

  private static String status(Health health) {
    return switch (health) {
      case NONE -> "";
      case STARTING -> "Up (health: starting)";
      case HEALTHY -> "Up (healthy)";
      case UNHEALTHY -> "Up (unhealthy)";
    };
  }

  private static String node(String node, String slash) {
    return node.isEmpty() ? "" : slash + node;
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
