package io.sallyport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.explain.Explanation;
import io.sallyport.explain.Explanation.ByProxy;
import io.sallyport.explain.Explanation.Route;
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

  private static Explanation by(Standing standing, ByProxy... proxies) {
    Route route =
        new Route(
            "shop.example.com",
            List.of(),
            "/",
            "10.0.0.3:80",
            "network web",
            1,
            false,
            false,
            List.of(proxies),
            List.of());
    return new Explanation(
        "aa",
        "shop",
        "",
        "running",
        "none",
        standing,
        "",
        "",
        List.of(),
        List.of(route),
        List.of());
  }

  private static String way(Explanation shop) {
    return ExplanationText.way(shop, shop.routes().getFirst());
  }

  /// A proxy that never took a configuration serves nothing.
  @Test
  void namesProxiesThatDoNotRunItApart() {
    ByProxy edge = new ByProxy("edge", true, "2026-06-01T12:00:00.25Z");
    ByProxy full = new ByProxy("full", false, "");
    assertThat(way(by(Standing.ROUTED, edge, full)))
        .isEqualTo(
            "at 10.0.0.3:80 through network web; by edge since 2026-06-01T12:00:00Z; not by full");
    assertThat(way(by(Standing.NOT_ROUTED, full)))
        .isEqualTo("at 10.0.0.3:80 through network web; not by full");
    assertThat(way(by(Standing.ROUTED, full)))
        .as("nobody knows what it runs")
        .isEqualTo("at 10.0.0.3:80 through network web; by full");
  }

  @Test
  void aProxyThatIsNotAsItShouldBeHasNoTick() {
    Explanation edge = proxy("it keeps its current configuration");
    assertThat(new ExplanationText(true, false).one(edge)).startsWith("\u2717 edge: proxy\n");
    assertThat(new ExplanationText(true, true).one(edge)).startsWith("\u001b[31m");
    assertThat(new ExplanationText(true, false).one(proxy(""))).startsWith("\u2713 edge: proxy\n");
  }

  private static Explanation proxy(String reason) {
    return new Explanation(
        "bb",
        "edge",
        "",
        "running",
        "none",
        Standing.PROXY,
        reason,
        "",
        List.of(),
        List.of(),
        List.of());
  }
}
