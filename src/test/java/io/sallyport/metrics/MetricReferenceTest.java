package io.sallyport.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// `docs/metrics.md` is written from the table.
class MetricReferenceTest {
  private static final Path FILE = Path.of("docs", "metrics.md");
  private static final String HEADER =
      """
      <!-- Generated from the table of metrics (Metric.java). Do not edit. -->
      # Metrics

      `GET /metrics` on `ListenAddr`, unless `EnableMetrics` is false: Prometheus's text format 0.0.4, or OpenMetrics 1.0.0 for who asks for it. What to watch,
      with alert rules and a dashboard: [monitoring.md](monitoring.md).

      - Labels have few values: codes, endpoints and words from tables of Sallyport's, and the names of the proxies that run. Proxies that are gone are forgotten.
      - A histogram `NAME` is shown as `NAME_bucket`, `NAME_count` and `NAME_sum`, a summary as the latter two; times are in seconds.
      - Counters begin at 0 with each start. `sallyport_events_total` and `sallyport_passes_total` show what has happened at least once.

      | Metric | Type | Labels | Meaning |
      |---|---|---|---|
      """;

  @Test
  void isCurrent() throws IOException {
    String text = text();
    if (Boolean.getBoolean("sallyport.regenerate")) {
      Files.writeString(FILE, text);
    }
    assertThat(Files.readString(FILE))
        .withFailMessage(
            FILE + " is stale: mvn test -Dtest=MetricReferenceTest -Dsallyport.regenerate=true")
        .isEqualTo(text);
  }

  /// https://prometheus.io/docs/practices/naming/
  @ParameterizedTest
  @EnumSource(Metric.class)
  void isNamedAsIsCustomary(Metric metric) {
    assertThat(metric.help()).endsWith(".");
    assertThat(metric.key())
        .matches("(sallyport|process|jvm|interlock)_[a-z_]+")
        .matches(key -> key.endsWith("_total") == (metric.kind() == Metric.Kind.COUNTER));
    switch (metric.kind()) {
      case HISTOGRAM, SUMMARY -> assertThat(metric.key()).endsWith("_seconds");
      case UNTYPED -> assertThat(metric.key()).startsWith("interlock_");
      case COUNTER, GAUGE -> {}
    }
  }

  private static String text() {
    StringBuilder text = new StringBuilder(HEADER);
    for (Metric metric : Metric.values()) {
      String labels =
          metric.labels().isEmpty() ? "–" : "`" + String.join("`, `", metric.labels()) + "`";
      String kind = metric.kind().name().toLowerCase(Locale.ROOT);
      text.append("| `%s` | %s | %s | %s |\n".formatted(metric.key(), kind, labels, metric.help()));
    }
    return text.toString();
  }
}
