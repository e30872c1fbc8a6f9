package io.sallyport.docker.json;

import static io.sallyport.docker.json.EngineSamples.body;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.source.Container;
import io.sallyport.source.Network;
import io.sallyport.source.Observation;
import io.sallyport.source.Unreadable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotTest {

  @ParameterizedTest
  @ValueSource(strings = {"plain", "classicswarm"})
  void isReadBackAsItWasWritten(String folder) {
    Snapshot taken = EngineSamples.snapshot(folder);

    Snapshot read = Snapshot.read("snap.json", taken.write());

    assertThat(read).isEqualTo(taken);
    assertThat(read.observation()).isEqualTo(taken.observation());
    assertThat(read.observation().containers())
        .isEqualTo(
            EngineJson.containers(body(folder + "/containers_json.json")).items().stream()
                .sorted(Container.BY_AGE)
                .toList());
  }

  @Test
  void showsWhatTheEngineShowed() {
    Observation seen = EngineSamples.snapshot("classicswarm").observation();

    assertThat(seen.engine().classicSwarm()).isTrue();
    assertThat(seen.containers()).extracting(Container::name).containsExactly("pi-e1b", "pi-e-ng");
    assertThat(seen.networks()).extracting(Network::name).contains("pi-net");
  }

  @Test
  void holdsNoSecrets() throws IOException {
    ObjectNode version = (ObjectNode) body("engine-29/version.json");
    JsonNode info = new ObjectMapper().readTree(LEAKY_INFO);

    String written =
        Snapshot.of(
                version, info, body("engine-29/containers.json"), body("engine-29/networks.json"))
            .write();

    assertThat(written)
        .doesNotContain("hunter2", "Command", "Mounts", "/srv/", "environment_file")
        .contains("interlock.hostname", "com.docker.compose.service", "com.docker.swarm.service")
        .contains("Healthy", "29.0.1");
    assertThat(Snapshot.read("it", written).observation().containers().getFirst().networks())
        .isEmpty();
  }

  private static final String LEAKY_INFO =
      """
      {"HttpProxy": "http://me:hunter2@proxy", "Labels": ["a=hunter2"], "ServerVersion": "29.0.1",
       "RegistryConfig": {"Mirrors": ["https://me:hunter2@mirror"]},
       "SystemStatus": [[" node-1", "10.0.0.1:2375"], ["  └ Status", "Healthy"],
         ["  └ Labels", "pass=hunter2"], ["  └ Error", "hunter2"]]}
      """;

  @Test
  void needsNothingButContainers() {
    Observation seen = Snapshot.read("s", "{\"containers\": [{\"Id\": \"c1\"}]}").observation();

    assertThat(seen.containers()).hasSize(1);
    assertThat(seen.networks()).isEmpty();
    assertThat(seen.engine().version()).isEmpty();
  }

  @Test
  void takesNodesOffNetworksWithoutAVersion() {
    String text =
        """
        {"containers": [{"Id": "c1", "Names": ["/vm/web"]}],
         "networks": [{"Id": "n1", "Name": "vm/bridge", "Scope": "local"}]}
        """;

    assertThat(Snapshot.read("s", text).observation().networks())
        .extracting(Network::name)
        .containsExactly("bridge");
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        Arguments.of("", "s.json: is empty; expected a snapshot"),
        Arguments.of("[]", "s.json:1:1: expected an object, found an array"),
        Arguments.of("{}", "s.json:1:1: containers: expected an array, found nothing"),
        Arguments.of(
            "{\n  \"containers\": {}\n}",
            "s.json:2:17: containers: expected an array, found an object"),
        Arguments.of(
            "{\"containers\": [],\n \"networks\": 7}",
            "s.json:2:14: networks: expected an array, found 7"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void saysWhereItIsWrong(String text, String message) {
    assertThatThrownBy(() -> Snapshot.read("s.json", text))
        .isInstanceOf(SnapshotException.class)
        .hasMessage(message);
  }

  /// As of an engine's own list.
  @Test
  void losesNothingButTheItemThatIsWrong() {
    Observation seen =
        Snapshot.read(
                "s.json",
                """
                {"containers": [
                  {"Id": "c1"},
                  {"Id": "c2", "Names": ["/shop"], "Ports": [
                    {"PrivatePort": 80},
                    {"PrivatePort": "secret"}]},
                  {"Names": ["/x"]},
                  {"Id": "c3"}],
                 "networks": [{"Id": "n1", "Name": "web"}, {"Id": "n2", "Name": 7}]}
                """)
            .observation();

    assertThat(seen.containers()).extracting(Container::id).containsExactly("c1", "c3");
    assertThat(seen.networks()).extracting(Network::name).containsExactly("web");
    assertThat(seen.unreadable())
        .extracting(Unreadable::name, Unreadable::problem)
        .containsExactly(
            tuple(
                "shop",
                "Ports[1].PrivatePort: expected a whole number from 0 to 65535, found a string"),
            tuple("x", "Id: expected a string that is not empty, found nothing"),
            tuple("n2", "Name: expected a string, found 7"));
  }

  @Test
  void readsWhatIsTooLongForAParser() {
    String text =
        "{\"containers\": [{\"Id\": \"c1\", \"Labels\": "
            + "{\"%s\": \"x\", \"interlock.hostname\": \"%s\"}"
                .formatted("k".repeat(60_000), "v".repeat(21_000_000))
            + "}]}";

    Container read = Snapshot.read("s.json", text).observation().containers().getFirst();

    assertThat(read.labels()).containsOnlyKeys("interlock.hostname");
    assertThat(read.labels().get("interlock.hostname")).contains("v…").hasSizeLessThan(20_000);
  }

  @Test
  void saysWhereItIsNotJson() {
    assertThatThrownBy(() -> Snapshot.read("s.json", "{\n  \"containers\": [,]\n}"))
        .isInstanceOf(SnapshotException.class)
        .hasMessageStartingWith("s.json:2:18: not JSON: Unexpected character (','");
    assertThatThrownBy(() -> Snapshot.read("s.json", "{\"containers\": [\n"))
        .hasMessageStartingWith("s.json:2:1: not JSON: Unexpected end-of-input");
    assertThatThrownBy(() -> Snapshot.read("s.json", "{\"containers\": []} x"))
        .hasMessageStartingWith("s.json:1:21: not JSON: ");
    assertThatThrownBy(() -> Snapshot.read("s.json", "{\"containers\": [],\n\"containers\": []}"))
        .hasMessageContaining("Duplicate");
    assertThatThrownBy(() -> Snapshot.read("s.json", "[".repeat(2000)))
        .isInstanceOf(SnapshotException.class);
  }

  /// Of what the parser says, what an operator can use.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"containers\": [\n",
        "{\"containers\": [{\"Id\": \"c1",
        "{\"containers\"",
        "{\"containers\": [nul]}",
        "{\"containers\": []} x",
        "{\"containers\": []} {}",
        "{\"containers\": [],\n\"containers\": []}",
        "{\"containers\": [1e]}",
        "<html>"
      })
  void saysSoInWordsForOperators(String text) {
    assertThatThrownBy(() -> Snapshot.read("s.json", text))
        .hasMessageMatching("(?s)s\\.json:\\d+:\\d+: not JSON: .+")
        .message()
        .doesNotContain("Source:", "REDACTED", "Stream", "fasterxml", "Feature");
    assertThatThrownBy(() -> Snapshot.read("s.json", "[".repeat(2000)))
        .message()
        .doesNotContain("Stream");
  }

  @Test
  void saysWhereWhatIsCutOffBegan() {
    assertThatThrownBy(() -> Snapshot.read("s.json", "{\n \"containers\": ["))
        .hasMessage(
            "s.json:2:17: not JSON: Unexpected end-of-input: expected close marker for Array (start"
                + " marker at line 2, column 16)");
  }

  @Test
  void readsUtf8Bytes() {
    byte[] good = "\uFEFF{\"containers\": []}".getBytes(StandardCharsets.UTF_8);
    byte[] latin = "{\"containers\": [\"é\"]}".getBytes(StandardCharsets.ISO_8859_1);

    assertThat(Snapshot.read("s", new ByteArrayInputStream(good)).observation().containers())
        .isEmpty();
    assertThatThrownBy(() -> Snapshot.read("s", new ByteArrayInputStream(latin)))
        .hasMessage("s: not UTF-8 text");
  }
}
