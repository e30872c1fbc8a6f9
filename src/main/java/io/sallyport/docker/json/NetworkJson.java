package io.sallyport.docker.json;

import io.sallyport.source.Network;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// One item of `GET /networks` into a [Network]. The fields:
/// https://docs.docker.com/reference/api/engine/version/v1.44/#tag/Network
final class NetworkJson {
  /// As Go reads a flag.
  private static final Set<String> NO = Set.of("false", "f", "0");

  private static final String ICC = "com.docker.network.bridge.enable_icc";

  private NetworkJson() {}

  static Network read(JsonPlace item, boolean classicSwarm) {
    String id = ListJson.identifier(item);
    String name = item.field("Name").requiredText();
    String scope = item.field("Scope").text();
    boolean spansNodes = scope.equals("global") || scope.equals("swarm");
    int slash = classicSwarm && !spansNodes ? name.indexOf('/') : -1;
    List<String> gateways =
        item.field("IPAM")
            .field("Config")
            .items(range -> ContainerJson.address(range.field("Gateway")));
    return new Network(
        id,
        name.substring(slash + 1),
        slash < 0 ? "" : name.substring(0, slash),
        item.field("Driver").text(),
        scope,
        gateways.isEmpty() ? "" : gateways.getFirst(),
        item.field("Internal").flag(),
        // Engines before 17.05 have no flag for it.
        item.field("Ingress").flag() || (name.equals("ingress") && scope.equals("swarm")),
        NO.contains(item.field("Options").field(ICC).text().toLowerCase(Locale.ROOT)),
        item.field("Attachable").flag());
  }
}
