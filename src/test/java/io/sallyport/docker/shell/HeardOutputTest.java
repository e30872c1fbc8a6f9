package io.sallyport.docker.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class HeardOutputTest {
  private final HeardOutput heard = new HeardOutput();

  @Test
  void givesWhatStandsBeforeAMarkAndKeepsTheRest() {
    add("out");
    assertThat(heard.takeUntil("mark ")).isEmpty();
    add("put\nma");
    assertThat(heard.takeUntil("mark ")).isEmpty();
    add("rk 0\nnext");
    assertThat(heard.takeUntil("mark ")).contains("output\n");
    assertThat(heard.takeUntil("\n")).contains("0");
    assertThat(heard.takeUntil("next")).contains("");
  }

  @Test
  void keepsTheBeginningAndTheEndOfAFlood() {
    add("begins\n");
    for (int i = 0; i < 50; i++) {
      add("x".repeat(10_000));
    }
    add("mark 7\n");
    Optional<String> output = heard.takeUntil("mark ");
    assertThat(output)
        .hasValueSatisfying(
            text -> assertThat(text).startsWith("begins\n").hasSizeLessThan(200_000));
    assertThat(heard.takeUntil("\n")).contains("7");
  }

  @Test
  void saysWhenItHasNoEnd() {
    for (int i = 0; i < 900; i++) {
      add("x".repeat(10_000));
    }
    assertThat(heard.isEndless()).isTrue();
    heard.begin();
    assertThat(heard.isEndless()).isFalse();
  }

  private void add(String text) {
    heard.add(text.getBytes(UTF_8));
  }
}
