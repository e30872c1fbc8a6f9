package io.sallyport.docker.json;

import static io.sallyport.docker.json.EngineSamples.events;
import static io.sallyport.docker.json.EngineSamples.parse;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.source.EngineEvent;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventJsonTest {

  @Test
  void readsAPlainEnginesEvents() {
    List<EngineEvent> events = read(events("plain/events.jsonl"));
    EngineEvent connect = events.get(1);
    EngineEvent start = events.get(2);

    assertThat(connect.type()).isEqualTo("network");
    assertThat(connect.action()).isEqualTo("connect");
    assertThat(connect.network()).isEqualTo("pi-net");
    assertThat(connect.containerId()).isEqualTo(start.containerId()).hasSize(64);
    assertThat(start.action()).isEqualTo("start");
    assertThat(start.network()).isEmpty();
    assertThat(start.timeNano()).isEqualTo(1795212758298400779L);
    assertThat(start.attributes()).containsEntry("interlock.hostname", "e1");
    assertThat(events)
        .filteredOn(event -> event.action().equals("health_status"))
        .extracting(EngineEvent::detail)
        .contains("healthy", "unhealthy");
    assertThat(events)
        .filteredOn(event -> event.action().equals("exec_create"))
        .extracting(EngineEvent::detail)
        .contains("/backend -hc");
  }

  /// API 1.52 takes `status`, `id` and `from` away: nothing may depend on them.
  @ParameterizedTest
  @ValueSource(strings = {"plain/events.jsonl", "classicswarm/events.jsonl"})
  void readsTheSameWithoutTheOldFields(String recorded) {
    List<JsonNode> withThem = events(recorded);
    List<EngineEvent> read = read(withThem);

    withThem.forEach(event -> ((ObjectNode) event).remove(List.of("status", "id", "from")));
    assertThat(read(withThem)).isEqualTo(read).isNotEmpty();
  }

  @Test
  void readsAnEngine29Stream() {
    List<EngineEvent> events = read(events("engine-29/events.jsonl"));

    assertThat(events).extracting(EngineEvent::containerId).containsOnly("5f2c0a5b7d2f");
    assertThat(events)
        .extracting(EngineEvent::action)
        .containsExactly("connect", "health_status", "kill");
    assertThat(events.get(1).detail()).isEqualTo("healthy");
    assertThat(events.get(2).attributes()).containsEntry("signal", "15");
  }

  @Test
  void takesTheNodeOffANetworksName() {
    String event =
        """
        {"Type": "network", "Action": "connect", "Actor": {"ID": "n1", "Attributes":
          {"container": "c1", "name": "vm/pi-net", "node.name": "vm"}}, "time": 7}
        """;
    EngineEvent read = EngineJson.event(parse(event));

    assertThat(read.network()).isEqualTo("pi-net");
    assertThat(read.timeNano()).isEqualTo(7_000_000_000L);
  }

  @Test
  void readsAnEventFromBeforeActors() {
    EngineEvent read =
        EngineJson.event(parse("{\"status\": \"start\", \"id\": \"c1\", \"from\": \"nginx\"}"));

    assertThat(read.type()).isEqualTo("container");
    assertThat(read.action()).isEqualTo("start");
    assertThat(read.containerId()).isEqualTo("c1");
  }

  @Test
  void readsAClassicSwarmsLossOfANode() {
    JsonNode lost = EngineSamples.body("classicswarm/events_engine_disconnect.json");

    EngineEvent read = EngineJson.event(lost.get(0).get(1));

    assertThat(read.type()).isEqualTo("swarm");
    assertThat(read.action()).isEqualTo("engine_disconnect");
    assertThat(read.containerId()).isEmpty();
    assertThat(read.attributes()).containsEntry("node.name", "vm");
  }

  private static List<EngineEvent> read(List<JsonNode> events) {
    return events.stream().map(EngineJson::event).toList();
  }
}
