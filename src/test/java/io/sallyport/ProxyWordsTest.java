package io.sallyport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Only drivers know kinds of proxy. The rooms before them name none, neither in code nor in texts
/// or comments: a second kind would make what they say false.
class ProxyWordsTest {
  private static final Path MAIN = Path.of("src/main/java/io/sallyport");
  private static final Pattern KINDS = Pattern.compile("(?i)nginx|haproxy");

  /// Lines that document whose words Interlock's users have written in their labels.
  private static final Map<String, Set<String>> EXCEPTIONS =
      Map.of(
          "labels/Label.java",
          Set.of("+ \"HAProxy's `roundrobin`, `leastconn` and `source` are understood.\");"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "model",
        "labels",
        "routing",
        "reconcile",
        "rollout",
        "events",
        "template",
        "explain",
        "history",
        "journal"
      })
  void roomsOutsideOfDriversNameNoKindOfProxy(String room) throws IOException {
    try (Stream<Path> files = Files.walk(MAIN.resolve(room))) {
      List<Path> sources = files.filter(file -> file.toString().endsWith(".java")).toList();
      assertThat(sources).isNotEmpty();
      for (Path source : sources) {
        Set<String> excepted =
            EXCEPTIONS.getOrDefault(MAIN.relativize(source).toString(), Set.of());
        assertThat(Files.readString(source).lines().map(String::strip))
            .describedAs(source.toString())
            .filteredOn(line -> KINDS.matcher(line).find())
            .allMatch(excepted::contains);
      }
    }
  }
}
