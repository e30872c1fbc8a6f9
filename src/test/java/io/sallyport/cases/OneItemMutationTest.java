package io.sallyport.cases;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.config.Settings;
import io.sallyport.docker.json.Snapshot;
import io.sallyport.model.VirtualHost;
import io.sallyport.routing.Router;
import io.sallyport.routing.Routing;
import io.sallyport.source.Observation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Whatever the engine says of one container: all others are routed as before, and the look does
/// not fail.
class OneItemMutationTest {
  private static final int ROUNDS = 3_000;
  private static final int HOSTS = 5;

  private static final JsonMapper MAPPER = new JsonMapper();

  private static final List<String> VALUES =
      List.of(
          "null",
          "-5",
          "-62135596800",
          "1.5",
          "1e400",
          "99999999999999999999999999",
          "true",
          "\"\"",
          "\"\\u0000\\u202e;}{$\"",
          "\"" + "x".repeat(40_000) + "\"",
          "[]",
          "{}",
          "[[[[1]]]]",
          "{\"a\": {\"b\": []}}",
          "\"container:loop\"",
          "\"0.0.0.0/0\"");

  @Test
  void costsNobodyElse() throws JsonProcessingException {
    Map<String, VirtualHost> before = others(snapshot(item()));
    assertThat(before).hasSize(HOSTS);
    int unreadable = 0;
    for (int seed = 0; seed < ROUNDS; seed++) {
      Random random = new Random(seed);
      ObjectNode item = item();
      for (int i = random.nextInt(3); i >= 0; i--) {
        mutate(item, random);
      }
      Snapshot snapshot = snapshot(item);
      Observation seen = snapshot.observation();
      assertThat(others(snapshot)).as("seed %d: %s", seed, item).isEqualTo(before);
      unreadable += seen.unreadable().size();
    }
    assertThat(unreadable).isBetween(ROUNDS / 10, ROUNDS - 1);
  }

  /// Another value for a member, at any depth, or a member more or less.
  private static void mutate(JsonNode node, Random random) throws JsonProcessingException {
    List<JsonNode> places = new ArrayList<>();
    collect(node, places);
    JsonNode place = places.get(random.nextInt(places.size()));
    JsonNode value = MAPPER.readTree(VALUES.get(random.nextInt(VALUES.size())));
    if (place instanceof ArrayNode array) {
      array.add(value);
    } else if (place instanceof ObjectNode object) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      String name = names.isEmpty() ? "x" : names.get(random.nextInt(names.size()));
      switch (random.nextInt(4)) {
        case 0 -> object.remove(name);
        case 1 -> object.set(name + "x".repeat(random.nextInt(60_000)), value);
        default -> object.set(name, value);
      }
    }
  }

  private static void collect(JsonNode node, List<JsonNode> places) {
    if (node.isContainerNode()) {
      places.add(node);
      node.forEach(child -> collect(child, places));
    }
  }

  private static Map<String, VirtualHost> others(Snapshot snapshot) {
    Routing routing = new Router(Settings.defaults()).route(snapshot.observation());
    Map<String, VirtualHost> hosts = new TreeMap<>();
    routing
        .proxies()
        .getFirst()
        .table()
        .hosts()
        .forEach(host -> {
          if (host.name().matches("h\\d\\.example\\.com")) {
            hosts.put(host.name(), host);
          }
        });
    return hosts;
  }

  private static Snapshot snapshot(ObjectNode odd) throws JsonProcessingException {
    ObjectNode root = MAPPER.createObjectNode();
    ArrayNode containers = root.putArray("containers");
    containers.add(MAPPER.readTree(EDGE));
    for (int i = 0; i < HOSTS; i++) {
      if (i == 2) {
        containers.add(odd);
      }
      containers.add(MAPPER.readTree(app("h" + i, "172.30.0." + (10 + i))));
    }
    root.set(
        "networks",
        MAPPER.readTree("[{\"Id\": \"n1\", \"Name\": \"web\", \"Driver\": \"bridge\"}]"));
    return Snapshot.read("s.json", MAPPER.writeValueAsString(root));
  }

  private static ObjectNode item() throws JsonProcessingException {
    return (ObjectNode) MAPPER.readTree(app("odd", "172.30.0.99"));
  }

  private static final String EDGE =
      """
      {"Id": "edge", "Names": ["/edge"], "Created": 1700000000, "State": "running",
       "Labels": {"interlock.ext.name": "nginx"}, "HostConfig": {"NetworkMode": "web"},
       "NetworkSettings": {"Networks": {"web": {"NetworkID": "n1", "IPAddress": "172.30.0.2", "Gateway": "172.30.0.1"}}}}
      """;

  private static String app(String name, String address) {
    return """
    {"Id": "%1$s", "Names": ["/%1$s"], "Image": "i", "Created": 1700000100, "State": "running",
     "Status": "Up 3 seconds (healthy)", "Health": {"Status": "healthy"},
     "Labels": {"interlock.hostname": "%1$s.example.com", "interlock.alias_domain": "www.%1$s.example.com",
       "interlock.weight": "2", "com.docker.compose.project": "%1$s"},
     "Ports": [{"PrivatePort": 80, "Type": "tcp"},
       {"IP": "0.0.0.0", "PrivatePort": 80, "PublicPort": 8080, "Type": "tcp"}],
     "HostConfig": {"NetworkMode": "web"},
     "NetworkSettings": {"Networks": {"web": {"NetworkID": "n1", "EndpointID": "e", "IPAddress": "%2$s",
       "GlobalIPv6Address": "", "Gateway": "172.30.0.1"}}}}
    """
        .formatted(name, address);
  }
}
