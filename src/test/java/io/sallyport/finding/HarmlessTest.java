package io.sallyport.finding;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.source.EngineException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HarmlessTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u001b[31m",
        "\u001b]0;owned\u0007",
        "\u009b31m",
        "\u202eevil",
        "\u2066x\u2069",
        "\u200b",
        "\u0000"
      })
  void takesOutWhatTerminalsObeyAndWhatTurnsTextAround(String text) {
    assertThat(Harmless.of("a" + text + "b").codePoints())
        .noneMatch(
            each -> Character.isISOControl(each) || Character.getType(each) == Character.FORMAT);
    assertThat(new EngineException(text)).hasMessage(Harmless.of(text));
  }

  @Test
  void leavesOtherTextAsItIs() {
    String text = "größe 日本 \"x\" — …";
    assertThat(Harmless.of(text)).isSameAs(text);
    assertThat(Harmless.lines("a\n\tb\n")).isEqualTo("a\n\tb\n");
  }

  @Test
  void putsLinesTogetherAndCutsWhatIsLong() {
    assertThat(Harmless.of("a\r\n\tb")).isEqualTo("a b");
    assertThat(Harmless.of("x".repeat(100_000))).hasSizeLessThan(10_000).endsWith("…");
  }
}
