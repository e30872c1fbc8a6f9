package io.sallyport.cases;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.docker.json.Snapshot;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The order in which an engine lists things makes no difference to a single byte.
class ShuffledTest {
  private static final long SEEDS = Long.getLong("sallyport.shuffles", 5);
  private static final long FIRST_SEED = Long.getLong("sallyport.seed", 1);

  /// A classic Swarm manager's report: lines, each of which belongs to those before it.
  private static final String IN_ORDER = "SystemStatus";

  static List<Case> cases() {
    return Case.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void givesTheSameBytes(Case each) {
    JsonNode snapshot = each.snapshot().json();
    for (long seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
      Snapshot shuffled = new Snapshot(shuffle(snapshot, new Random(seed)));
      assertThat(each.results(shuffled.observation()))
          .describedAs("seed %s: %s", seed, shuffled.json())
          .isEqualTo(each.results());
    }
  }

  private static JsonNode shuffle(JsonNode node, Random random) {
    return switch (node) {
      case ArrayNode array -> {
        List<JsonNode> items = new ArrayList<>();
        array.forEach(item -> items.add(shuffle(item, random)));
        Collections.shuffle(items, random);
        yield JsonNodeFactory.instance.arrayNode().addAll(items);
      }
      case ObjectNode object -> {
        List<Map.Entry<String, JsonNode>> members = new ArrayList<>(object.properties());
        Collections.shuffle(members, random);
        ObjectNode shuffled = JsonNodeFactory.instance.objectNode();
        members.forEach(member ->
            shuffled.set(
                member.getKey(),
                IN_ORDER.equals(member.getKey())
                    ? member.getValue()
                    : shuffle(member.getValue(), random)));
        yield shuffled;
      }
      case JsonNode scalar -> scalar;
    };
  }
}
