package io.sallyport.labels;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import io.sallyport.finding.Finding;
import io.sallyport.source.Container;
import io.sallyport.source.Container.Health;
import io.sallyport.source.Container.State;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever a label is called and says, reading it gives a safe value or a finding.
///
/// In a build only the seeds are tried. To search for hours, guided by coverage: `JAZZER_FUZZ=1
/// JAZZER_MAX_DURATION=4h mvn test -Dtest=LabelFuzzTest -Dsurefire.failIfNoSpecifiedTests=false`.
class LabelFuzzTest {
  /// Nothing that ends a word, a line or a block of a configuration, or names a variable. A value
  /// that is a record shows its parts in brackets.
  private static final Pattern SAFE =
      Pattern.compile("[A-Za-z0-9_.@+*/=~,:-]{1,1024}|[A-Za-z]+\\[[A-Za-z0-9_.@+*/=~,: \\[\\]-]*]");

  static Stream<Arguments> seeds() {
    return Label.all().stream()
        .flatMap(label ->
            Stream.of(
                Arguments.of(label.key(), label.example()),
                Arguments.of(label.key() + ".7", "x; location /pwn { return 200 pwned; } #"),
                Arguments.of(label.key(), "Bücher。example")));
  }

  @MethodSource("seeds")
  @FuzzTest
  void givesASafeValueOrAFinding(@NotNull String key, @NotNull String text) {
    Container container = container(Map.of(key, text));
    LabelReader.Labels reading = LabelReader.read(container, LabelKeys.of(container));

    for (Label<?> label : Label.all()) {
      reading.values().all(label).forEach(value -> assertThat(value.toString()).matches(SAFE));
    }
    assertThat(reading.findings().stream().map(Finding::toString))
        .allMatch(line -> line.codePoints().noneMatch(Character::isISOControl));
    if (key.startsWith(Label.PREFIX) && !LabelKeys.OTHER_KEYS.contains(key)) {
      boolean read = Label.all().stream().anyMatch(label -> !reading.values().all(label).isEmpty());
      assertThat(reading.findings()).hasSize(read ? 0 : 1);
    }
  }

  private static Container container(Map<String, String> labels) {
    return new Container(
        "c1",
        "shop",
        "",
        "",
        Instant.EPOCH,
        State.RUNNING,
        Health.NONE,
        "default",
        new TreeMap<>(labels),
        List.of(),
        Collections.emptySortedMap());
  }
}
