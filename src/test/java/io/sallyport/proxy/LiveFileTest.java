package io.sallyport.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.source.EngineException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveFileTest {

  /// As `cksum`, `tail` and `head -c` do it, with small parts and torn letters.
  private static LongFunction<String> file(String text, int part) {
    return line -> {
      byte[] rest =
          Arrays.stream(text.split("(?<=\n)"))
              .skip(line - 1)
              .collect(Collectors.joining())
              .getBytes(StandardCharsets.UTF_8);
      return "%d 1\n".formatted(text.hashCode())
          + new String(rest, 0, Math.min(part, rest.length), StandardCharsets.UTF_8);
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "events {}\n",
        "events {}",
        "a\nb\n\n\nc",
        "# größer als ein Teil\nhttp {\n  # ✓✓✓\n}\n",
        "\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n"
      })
  void isPutTogether(String text) {
    for (int part : new int[] {32, 33, 34, 35, 1000}) {
      assertThat(LiveFile.read(file(text, part))).as("parts of %d", part).isEqualTo(text);
    }
  }

  @Test
  void isReadAnewWhenItIsReplaced() {
    AtomicInteger asked = new AtomicInteger();
    String before = "one\n".repeat(20);
    String after = "two\n".repeat(20);
    String read =
        LiveFile.read(line -> file(asked.incrementAndGet() < 3 ? before : after, 32).apply(line));
    assertThat(read).isEqualTo(after);
    assertThatThrownBy(() ->
            LiveFile.read(
                line -> file((asked.incrementAndGet() + "\n").repeat(20), 32).apply(line)))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("changes while it is read");
  }

  @Test
  void aLineWithoutEndIsAFailure() {
    assertThatThrownBy(() -> LiveFile.read(file("x".repeat(1 << 20), FileQuestions.PART)))
        .hasMessageContaining("too long");
  }
}
