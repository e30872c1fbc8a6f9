package io.sallyport.docker.json;

import static io.sallyport.docker.json.EngineSamples.body;
import static io.sallyport.docker.json.EngineSamples.parse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.source.Container;
import io.sallyport.source.Container.Attachment;
import io.sallyport.source.Container.Health;
import io.sallyport.source.Container.Port;
import io.sallyport.source.Container.State;
import io.sallyport.source.Network;
import io.sallyport.source.Nodes;
import io.sallyport.source.Observation.EngineIdentity;
import io.sallyport.source.Unreadable;
import io.sallyport.source.Unreadable.Kind;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineJsonTest {

  @Test
  void readsAPlainEnginesContainer() {
    Container container = EngineJson.containers(body("plain/containers_json.json")).items().get(1);

    assertThat(container.name()).isEqualTo("pi-e1b");
    assertThat(container.node()).isEmpty();
    assertThat(container.image()).isEqualTo("pi-backend");
    assertThat(container.created()).isEqualTo(Instant.ofEpochSecond(1795212757));
    assertThat(container.state()).isEqualTo(State.RUNNING);
    assertThat(container.health()).isEqualTo(Health.NONE);
    assertThat(container.networkMode()).isEqualTo("pi-net");
    assertThat(container.label("interlock.hostname")).hasValue("e1");
    assertThat(container.ports()).containsExactly(new Port(8080, "0.0.0.0", 32769, "tcp"));
    assertThat(container.attachment("pi-net"))
        .hasValue(
            new Attachment(
                "af26ef5bfa71972a12fb5f1645c70c5aa34d172b5c9e8cbbd86d430a642ec84e",
                "17e053316877cec810feb3d08f61631f6edfec85b4a4dcf2a59075fbb6fa310c",
                "172.18.0.2",
                "",
                "172.18.0.1"));
  }

  @Test
  void takesTheNodeOffAClassicSwarmManagersNames() {
    Container container =
        EngineJson.containers(body("classicswarm/containers_json.json")).items().get(1);

    assertThat(container.node()).isEqualTo("vm");
    assertThat(container.name()).isEqualTo("pi-e1b");
    assertThat(container.ports()).containsExactly(new Port(8080, "127.0.0.1", 32769, "tcp"));
    assertThat(container.networks()).containsOnlyKeys("pi-net");
  }

  @Test
  void readsHealthFromTheStatusText() {
    assertThat(EngineJson.containers(body("plain/containers_json_unhealthy.json")).items())
        .extracting(Container::health)
        .containsExactly(Health.UNHEALTHY, Health.NONE);
  }

  @Test
  void readsAnEngine29List() {
    List<Container> containers = EngineJson.containers(body("engine-29/containers.json")).items();

    Container web = containers.getFirst();
    assertThat(web.name()).as("its own, not what links call it").isEqualTo("shop-web-1");
    assertThat(web.node()).isEmpty();
    assertThat(web.health()).isEqualTo(Health.HEALTHY);
    assertThat(web.ports())
        .containsExactly(
            new Port(80, "0.0.0.0", 32768, "tcp"),
            new Port(80, "::", 32768, "tcp"),
            new Port(443, "", 0, "tcp"),
            new Port(9000, "", 0, "udp"));
    assertThat(web.attachment("shop_default").orElseThrow().addressV6()).isEqualTo("fd00:18::2");
    assertThat(web.attachment("pending").orElseThrow().address()).isEmpty();

    Container leaving = containers.getLast();
    assertThat(leaving.name()).isEqualTo("0a1b2c3d4e5f");
    assertThat(leaving.state()).isEqualTo(State.REMOVING);
    assertThat(leaving.networks()).isEmpty();
    assertThat(leaving.labels()).isEmpty();
  }

  @Test
  void keepsAClassicSwarmsTwinPortEntries() {
    String twins =
        """
        [{"Id": "c1", "Names": ["/n/web"], "Ports": [
          {"IP": "10.0.0.5", "PrivatePort": 80, "PublicPort": 32768, "Type": "tcp"},
          {"IP": "10.0.0.5", "PrivatePort": 80, "PublicPort": 32769, "Type": "tcp"}]}]
        """;

    assertThat(EngineJson.containers(parse(twins)).items().getFirst().ports())
        .extracting(Port::hostPort)
        .containsExactly(32768, 32769);
  }

  @ParameterizedTest
  @CsvSource({
    "running, Up 3 seconds, RUNNING, NONE",
    "running, Up 3 seconds (healthy), RUNNING, HEALTHY",
    "running, Up Less than a second (health: starting), RUNNING, STARTING",
    "paused, Up 3 minutes (Paused), PAUSED, NONE",
    "running, Up 3 minutes (Paused), PAUSED, NONE",
    "'', Up 3 minutes, RUNNING, NONE",
    "'', Exited (0) 3 minutes ago, EXITED, NONE",
    "'', Restarting (1) 3 seconds ago, RESTARTING, NONE",
    "'', Created, CREATED, NONE",
    "initialized, '', UNKNOWN, NONE"
  })
  void readsStateAndHealth(String state, String status, State expected, Health health) {
    String list = "[{'Id':'c1','State':'%s','Status':'%s'}]".formatted(state, status);
    Container container = EngineJson.containers(parse(list.replace('\'', '"'))).items().getFirst();

    assertThat(container.state()).isEqualTo(expected);
    assertThat(container.health()).isEqualTo(health);
  }

  @Test
  void readsNetworks() {
    List<Network> plain =
        EngineJson.networks(body("plain/networks.json"), new EngineIdentity("20.10.24", "1.41"))
            .items();
    assertThat(plain)
        .filteredOn(network -> network.name().equals("pi-net"))
        .containsExactly(
            new Network(
                "af26ef5bfa71972a12fb5f1645c70c5aa34d172b5c9e8cbbd86d430a642ec84e",
                "pi-net",
                "",
                "bridge",
                "local",
                "172.18.0.1"));

    List<Network> swarm =
        EngineJson.networks(body("classicswarm/networks.json"), identity("classicswarm")).items();
    assertThat(swarm).extracting(Network::name).contains("pi-net", "bridge", "none", "host");
    assertThat(swarm).extracting(Network::node).containsOnly("vm");
  }

  @Test
  void leavesTheSlashInAPlainEnginesNetworkName() {
    assertThat(EngineJson.networks(body("engine-29/networks.json"), identity("engine-29")).items())
        .extracting(Network::name)
        .containsExactly("shop_default", "team/blue");
  }

  @Test
  void leavesTheSlashInANameThatSpansNodes() {
    String list = "[{\"Id\": \"n1\", \"Name\": \"a/b\", \"Scope\": \"global\"}]";

    assertThat(EngineJson.networks(parse(list), identity("classicswarm")).items())
        .extracting(Network::name, Network::node)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("a/b", ""));
  }

  @Test
  void knowsAClassicSwarmManager() {
    assertThat(identity("classicswarm")).isEqualTo(new EngineIdentity("swarm/1.2.9", "1.40"));
    assertThat(identity("classicswarm").classicSwarm()).isTrue();
    assertThat(identity("plain").classicSwarm()).isFalse();
  }

  @Test
  void findsTheNodeThatAClassicSwarmManagerHasLost() {
    Nodes whole = EngineJson.nodes(body("classicswarm/info.json"));
    assertThat(whole.complete()).isTrue();
    assertThat(whole.seen()).containsExactly("vm");
    assertThat(whole.lost("vm")).isFalse();
    assertThat(whole.lost("gone")).as("removed from the cluster").isFalse();
    assertThat(EngineJson.nodes(body("plain/info.json"))).isEqualTo(Nodes.NONE);

    String text = EngineSamples.text("classicswarm/info.json");
    Nodes lost = EngineJson.nodes(parse(text.replace("Healthy", "Unhealthy")).get("body"));
    assertThat(lost.describeLost()).containsExactly("vm (Unhealthy)");
    assertThat(lost.lost("vm")).isTrue();

    String restarted = text.replace("Healthy", "Pending").replace("\" vm\"", "\" (unknown)\"");
    Nodes unmet = EngineJson.nodes(parse(restarted).get("body"));
    assertThat(unmet.describeLost()).containsExactly("127.0.0.1:2375 (Pending)");
    assertThat(unmet.lost("vm")).as("it may be the one that the manager has not met").isTrue();

    Nodes none = EngineJson.nodes(parse("{\"SystemStatus\": [[\"Nodes\", \"0\"]]}"));
    assertThat(none.lost("vm")).isTrue();
  }

  @Test
  void saysWhereAnAnswerIsNotWhatItShouldBe() {
    assertThat(
            EngineJson.containers(parse("[{\"Id\": \"c1\"}, {\"Id\": \"c2\", \"Ports\": [{}]}]"))
                .unreadable())
        .containsExactly(
            new Unreadable(
                Kind.CONTAINER,
                "c2",
                "c2",
                "Ports[0].PrivatePort: expected a whole number from 0 to 65535, found nothing"));
    assertThatThrownBy(() -> EngineJson.containers(parse("{\"message\": \"no\"}")))
        .hasMessage("expected an array, found an object");
    assertThatThrownBy(() -> EngineJson.containers(parse("null")))
        .as("no list is not an empty list")
        .hasMessage("expected an array, found null");
    assertThat(
            EngineJson.containers(parse("[{\"Id\": \"c1\", \"Labels\": {\"a.b\": 1}}]"))
                .unreadable())
        .extracting(Unreadable::problem)
        .containsExactly("Labels[\"a.b\"]: expected a string, found 1");
  }

  private static EngineIdentity identity(String folder) {
    return EngineJson.identity(body(folder + "/version.json"));
  }
}
