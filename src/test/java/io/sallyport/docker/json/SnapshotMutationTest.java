package io.sallyport.docker.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A snapshot is a file that anybody may have edited: it is read, or it is refused with its name
/// and the place, and nothing else.
class SnapshotMutationTest {
  private static final int ROUNDS = 1_500;

  private static final List<String> SPLINTERS =
      List.of(
          "null",
          "7",
          "-1",
          "1e999",
          "\"\"",
          "[]",
          "{}",
          "true",
          "[[[",
          "\\u0000",
          ",",
          "}",
          "99999999999999999999");

  @ParameterizedTest
  @ValueSource(strings = {"plain", "classicswarm"})
  void isReadOrRefused(String folder) {
    String good = EngineSamples.snapshot(folder).write();
    int read = 0;
    for (int seed = 0; seed < ROUNDS; seed++) {
      String text = mutated(good, new Random(seed));
      try {
        Snapshot snapshot = Snapshot.read("s.json", text);
        String written = snapshot.write();
        assertThat(Snapshot.read("s.json", written).write().equals(written))
            .as("seed %d", seed)
            .isTrue();
        read++;
      } catch (SnapshotException e) {
        assertThat(e).as("seed %d", seed).hasMessageStartingWith("s.json:");
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
    assertThat(read).isBetween(1, ROUNDS - 1);
  }

  /// Puts something else in the place of a value, or of any few characters.
  private static String mutated(String text, Random random) {
    int at = random.nextInt(text.length());
    int from = random.nextBoolean() ? text.indexOf(": ", at) + 2 : at;
    if (from < 2) {
      from = at;
    }
    int end = text.indexOf('\n', from);
    int to =
        random.nextBoolean() && end > from
            ? end - 1
            : Math.min(text.length(), from + random.nextInt(4));
    String splinter = SPLINTERS.get(random.nextInt(SPLINTERS.size()));
    return text.substring(0, from) + splinter + text.substring(Math.max(from, to));
  }
}
