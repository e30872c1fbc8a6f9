package io.sallyport.docker.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.sallyport.source.Container;
import io.sallyport.source.Listed;
import io.sallyport.source.Network;
import io.sallyport.source.Observation;
import io.sallyport.source.Unreadable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whatever the engine's list says of one container, the others are read.
class OddListsTest {
  private static final String GOOD = "{\"Id\": \"good%d\", \"Names\": [\"/good%d\"]}";

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "\"Created\": -5; Created: expected a whole number from 0 to 253402300799, found -5",
        "\"Created\": -62135596800; Created: expected",
        "\"Created\": 1.5; Created: expected",
        "\"Created\": 1e999; Created: expected",
        "\"Created\": \"now\"; Created: expected",
        "\"Labels\": []; Labels: expected an object, found an array",
        "\"Labels\": {\"interlock.port\": 80}; Labels[\"interlock.port\"]: expected a string",
        "\"Ports\": [{\"PublicPort\": 80}]; Ports[0].PrivatePort: expected",
        "\"Ports\": [{\"PrivatePort\": 65536}]; Ports[0].PrivatePort: expected",
        "\"Ports\": [7]; Ports[0]: expected an object",
        "\"Ports\": {}; Ports: expected an array",
        "\"Ports\": [{\"PrivatePort\": 1, \"IP\": \"1.2.3.4}\"}]; Ports[0].IP: expected an IP"
            + " address",
        "\"State\": 7; State: expected a string",
        "\"Status\": {}; Status: expected a string",
        "\"Image\": []; Image: expected a string",
        "\"HostConfig\": \"host\"; HostConfig: expected an object",
        "\"Health\": [1]; Health: expected an object",
        "\"NetworkSettings\": []; NetworkSettings: expected an object",
        "\"NetworkSettings\": {\"Networks\": {\"n\": {\"IPAddress\": \"a b\"}}};"
            + " NetworkSettings.Networks.n.IPAddress: expected an IP address",
        "\"NetworkSettings\": {\"Networks\": {\"n\": 3}}; NetworkSettings.Networks.n: expected"
      })
  void costTheContainerAlone(String field, String problem) throws IOException {
    String odd = "{\"Id\": \"odd\", \"Names\": [\"/node/odd\"], %s}".formatted(field);

    Listed<Container> read = read(odd);

    assertThat(read.items()).extracting(Container::name).containsExactly("good1", "good2");
    assertThat(read.unreadable())
        .singleElement()
        .satisfies(each -> {
          assertThat(each.id()).isEqualTo("odd");
          assertThat(each.name()).isEqualTo("node/odd");
          assertThat(each.problem()).startsWith(problem);
        });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{}; (unnamed); Id: expected a string that is not empty, found nothing",
        "{\"Names\": [\"/shop\"]}; shop; Id: expected",
        "{\"Id\": \"a/../b\"}; (unnamed); Id: expected an identifier",
        "{\"Id\": 7, \"Names\": 7}; (unnamed); Id: expected a string",
        "{\"Id\": \"c1\", \"Names\": {}}; c1; Names: expected an array",
        "{\"Id\": \"c1\", \"Names\": [7]}; c1; Names[0]: expected a string",
        "{\"Id\": \"good1\"}; good1; the same identifier is listed twice",
        "7; (unnamed); expected an object, found 7",
        "null; (unnamed); Id: expected",
        "[[]]; (unnamed); expected an object, found an array"
      })
  void areCalledAsFarAsTheyAreKnown(String odd, String name, String problem) throws IOException {
    Listed<Container> read = read(odd);

    assertThat(read.items()).extracting(Container::name).containsExactly("good1", "good2");
    assertThat(read.unreadable())
        .singleElement()
        .satisfies(each -> {
          assertThat(each.name()).isEqualTo(name);
          assertThat(each.problem()).startsWith(problem);
        });
  }

  @Test
  void mayBeNestedHoweverDeep() throws IOException {
    String deep = "[".repeat(200_000) + "]".repeat(200_000);

    assertThat(read("{\"Id\": \"odd\", \"Mounts\": %s}".formatted(deep)).items()).hasSize(3);
    assertThat(read("{\"Id\": \"odd\", \"Labels\": %s}".formatted(deep)).unreadable()).hasSize(1);
    assertThat(read("{\"Id\": \"odd\", \"Created\": %s}".formatted("9".repeat(5_000))).unreadable())
        .hasSize(1);
  }

  /// More than 32 MiB, more than Jackson takes of a name and of a text.
  @Test
  void mayHaveForeignLabelsOfAnySize() throws IOException {
    String odd =
        "{\"Id\": \"odd\", \"Labels\": {\"%s\": \"x\", \"big\": \"%s\", \"interlock.port\": \"80\"}}"
            .formatted("k".repeat(60_000), "v".repeat(40_000_000));

    Container container = read(odd).items().get(1);

    assertThat(container.labels()).containsOnlyKeys("interlock.port");
  }

  @Test
  void haveLabelsOfOursInBounds() throws IOException {
    String text = "\"interlock.hostname\": \"%s\"".formatted("\\u00e9".repeat(4_000_000));
    String label =
        read("{\"Id\": \"odd\", \"Labels\": {%s}}".formatted(text))
            .items()
            .get(1)
            .labels()
            .get("interlock.hostname");

    assertThat(label).contains("é…").hasSizeLessThan(JsonSieve.LONGEST_STRING);
  }

  /// As many as make a megabyte are read; a hundred times as many are not.
  @Test
  void haveNotAnyNumberOfLabelsOfOurs() throws IOException {
    assertThat(read(labelled(20_000)).items().get(1).labels()).hasSize(20_000);

    Unreadable tooMany = read(labelled(200_000)).unreadable().getFirst();
    assertThat(tooMany.name()).isEqualTo("odd");
    assertThat(tooMany.problem()).contains("more memory than one item may have");
  }

  private static String labelled(int labels) {
    return IntStream.range(0, labels)
        .mapToObj("\"interlock.x%d\": \"y\""::formatted)
        .collect(
            Collectors.joining(
                ",", "{\"Id\": \"odd\", \"Names\": [\"/odd\"], \"Labels\": {", "}}"));
  }

  /// Those that want much leave enough for all that want what is usual.
  @Test
  void doNotUseUpTheMemoryOfOthers() throws IOException {
    InputStream many =
        list(
            Stream.concat(
                IntStream.range(0, 40).mapToObj(i -> labelled(20_000).replace("odd", "odd" + i)),
                IntStream.range(0, 2_000).mapToObj(i -> GOOD.formatted(i, i))));

    Listed<Container> read = EngineJson.containers(JsonTree.containers(many));

    assertThat(read.items()).filteredOn(each -> each.name().startsWith("good")).hasSize(2_000);
    assertThat(read.unreadable()).hasSizeBetween(10, 39);
  }

  @Test
  void fillNoMemoryEitherWhereAllAreUsual() {
    String usual =
        "{\"Id\": \"c%d\", \"Labels\": {\"interlock.a\": \"%s\", \"interlock.b\": \"%s\"}}"
            .formatted(0, "v".repeat(8_000), "v".repeat(8_000));
    InputStream many = list(Stream.generate(() -> usual).limit(20_000));

    assertThatThrownBy(() -> JsonTree.containers(many))
        .isInstanceOf(TooLargeException.class)
        .hasMessage("what matters of the list is larger than 128 MiB");
  }

  @Test
  void ofNetworksCostTheNetworkAlone() throws IOException {
    String text =
        """
        [{"Id": "n1", "Name": "web"}, {"Id": "n2", "Name": []}, {"Name": "x"}, null,
         {"Id": "n3", "Name": "y", "IPAM": {"Config": [{"Gateway": "; }"}]}}]
        """;
    JsonNode tree = JsonTree.networks(new ByteArrayInputStream(text.getBytes(UTF_8)));

    Listed<Network> read =
        EngineJson.networks(tree, new Observation.EngineIdentity("20.10", "1.41"));

    assertThat(read.items()).extracting(Network::name).containsExactly("web");
    assertThat(read.unreadable())
        .extracting(Unreadable::name)
        .containsExactly("n2", "x", "(unnamed)", "y");
  }

  /// A list that is none fails: no list is not an empty list.
  @Test
  void mustBeLists() {
    for (String text : List.of("{\"message\": \"no\"}", "null", "7", "\"\"", "")) {
      assertThatThrownBy(() ->
              EngineJson.containers(
                  JsonTree.containers(new ByteArrayInputStream(text.getBytes(UTF_8)))))
          .isInstanceOf(UnexpectedJsonException.class);
    }
  }

  private static Listed<Container> read(String odd) throws IOException {
    return EngineJson.containers(
        JsonTree.containers(list(Stream.of(GOOD.formatted(1, 1), odd, GOOD.formatted(2, 2)))));
  }

  private static InputStream list(Stream<String> items) {
    List<InputStream> parts = new ArrayList<>(List.of(bytes("[")));
    items.forEach(item -> {
      parts.add(bytes(parts.size() == 1 ? "" : ","));
      parts.add(bytes(item));
    });
    parts.add(bytes("]"));
    return new SequenceInputStream(Collections.enumeration(parts));
  }

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }
}
