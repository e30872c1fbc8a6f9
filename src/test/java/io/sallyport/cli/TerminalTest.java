package io.sallyport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.explain.Explanation;
import io.sallyport.explain.Explanation.Standing;
import io.sallyport.explain.ExplanationText;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalTest {

  @Test
  void hasColoursUnlessSomethingSpeaksAgainstThem() {
    assertThat(Terminal.colours(true, Map.of("TERM", "xterm"))).isTrue();
    assertThat(Terminal.colours(true, Map.of("NO_COLOR", ""))).isTrue(); // As no-color.org has it.
    assertThat(Terminal.colours(true, Map.of("NO_COLOR", "1"))).isFalse();
    assertThat(Terminal.colours(true, Map.of("TERM", "dumb"))).isFalse();
    assertThat(Terminal.colours(false, Map.of())).isFalse();
  }

  private static Explanation saying(String reason) {
    return new Explanation(
        "aa",
        "shop",
        "",
        "running",
        "none",
        Standing.NOT_ROUTED,
        reason,
        "",
        List.of(),
        List.of(),
        List.of());
  }

  @Test
  void showsTheSameInColoursAndWithout() {
    Explanation shop =
        new Explanation(
            "aa",
            "shop",
            "",
            "running",
            "none",
            Standing.NOT_ROUTED,
            "it is so",
            "mend it",
            List.of(),
            List.of(),
            List.of());
    String plain = new ExplanationText(true, false).one(shop);
    String coloured = new ExplanationText(true, true).one(shop);
    assertThat(plain)
        .isEqualTo(
            """
            ✗ shop: not routed
                why: it is so
                do:  mend it
            """);
    assertThat(coloured).contains("\u001b[31m✗\u001b[0m");
    assertThat(coloured.replaceAll("\u001b\\[\\d+m", "")).isEqualTo(plain);
    assertThat(new ExplanationText(true, false).one(saying("a\u001b[2Jb\nc")))
        .contains("why: a [2Jb c\n");
    assertThat(new ExplanationText(false, false).one(shop)).startsWith("shop: not routed\n");
  }
}
