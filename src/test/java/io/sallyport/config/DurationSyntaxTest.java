package io.sallyport.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationSyntaxTest {
  @ParameterizedTest
  @CsvSource({
    "3s, 3000000000",
    "500ms, 500000000",
    "1m30s, 90000000000",
    "5m, 300000000000",
    "1.5h, 5400000000000",
    "2h45m, 9900000000000",
    "100us, 100000",
    "100µs, 100000",
    "7ns, 7",
    "0, 0",
    "0s, 0"
  })
  void readsGoDurations(String text, long nanos) {
    assertThat(DurationSyntax.parse(text)).contains(Duration.ofNanos(nanos));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "3",
        "3 s",
        "-3s",
        "s",
        "3d",
        "3S",
        "1m 30s",
        "1.s",
        ".5s",
        "3s ",
        "999999999h"
      })
  void refusesOthers(String text) {
    assertThat(DurationSyntax.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0s, 0s",
    "500ms, 500ms",
    "1500ms, 1500ms",
    "90s, 90s",
    "60s, 1m",
    "300s, 5m",
    "60m, 1h"
  })
  void writesOnePart(String duration, String text) {
    Duration value = DurationSyntax.parse(duration).orElseThrow();
    assertThat(DurationSyntax.format(value)).isEqualTo(text);
    assertThat(DurationSyntax.parse(text)).contains(value);
  }
}
