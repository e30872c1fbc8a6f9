package io.sallyport.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `compose/monitoring` asks for what there is. That Prometheus takes it is MonitoringIT's.
class MonitoringTest {
  private static final Path FOLDER = Path.of("compose", "monitoring");
  private static final Pattern NAME =
      Pattern.compile("\\b(?:sallyport|process|jvm|interlock)_\\w+");
  private static final Pattern ALERT = Pattern.compile("(?m)^ +- alert: (\\w+)$");

  private static Set<String> shown() {
    return Stream.of(Metric.values())
        .flatMap(metric ->
            switch (metric.kind()) {
              case COUNTER, GAUGE, UNTYPED -> Stream.of(metric.key());
              case SUMMARY -> Stream.of("_sum", "_count").map(metric.key()::concat);
              case HISTOGRAM -> Stream.of("_bucket", "_sum", "_count").map(metric.key()::concat);
            })
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @ValueSource(strings = {"alerts.yml", "alerts.test.yml", "grafana/sallyport.json"})
  void namesOnlyMetricsOfTheTable(String file) throws IOException {
    assertThat(names(Files.readString(FOLDER.resolve(file)))).isNotEmpty().isSubsetOf(shown());
  }

  /// What is measured and shown nowhere is measured for nobody.
  @Test
  void theDashboardOrAnAlertShowsEachMetric() throws IOException {
    Set<String> used = names(Files.readString(FOLDER.resolve("alerts.yml")));
    used.addAll(names(Files.readString(FOLDER.resolve("grafana/sallyport.json"))));
    List<Metric> unused =
        Stream.of(Metric.values())
            .filter(metric -> metric.kind() != Metric.Kind.UNTYPED)
            .filter(metric -> used.stream().noneMatch(name -> name.startsWith(metric.key())))
            .toList();

    assertThat(unused)
        .containsExactlyInAnyOrder(
            Metric.ENGINE_SEEN,
            Metric.FINDINGS_APPEARED,
            Metric.CERTIFICATES,
            Metric.PROCESS_START,
            Metric.JVM_MEMORY_MAX);
  }

  @Test
  void eachAlertIsTestedAndExplained() throws IOException {
    String tests = Files.readString(FOLDER.resolve("alerts.test.yml"));
    String document = Files.readString(Path.of("docs", "monitoring.md"));
    List<String> alerts =
        ALERT
            .matcher(Files.readString(FOLDER.resolve("alerts.yml")))
            .results()
            .map(alert -> alert.group(1))
            .toList();

    assertThat(alerts).isNotEmpty().doesNotHaveDuplicates();
    for (String alert : alerts) {
      assertThat(tests).contains("alertname: " + alert + "\n        exp_alerts:\n");
      assertThat(document).contains("| `" + alert + "` |");
    }
  }

  @Test
  void thePanelsOfTheDashboardDoNotOverlap() throws IOException {
    JsonNode panels =
        new JsonMapper().readTree(FOLDER.resolve("grafana/sallyport.json").toFile()).path("panels");
    Set<String> taken = new TreeSet<>();
    Set<Integer> ids = new TreeSet<>();
    assertThat(panels).isNotEmpty();
    for (JsonNode panel : panels) {
      assertThat(ids.add(panel.path("id").asInt())).as(panel.path("title").asText()).isTrue();
      JsonNode at = panel.path("gridPos");
      for (int x = 0; x < at.path("w").asInt(); x++) {
        for (int y = 0; y < at.path("h").asInt(); y++) {
          String cell = (at.path("x").asInt() + x) + "," + (at.path("y").asInt() + y);
          assertThat(taken.add(cell)).as(panel.path("title").asText() + " at " + cell).isTrue();
        }
      }
      assertThat(at.path("x").asInt() + at.path("w").asInt()).isLessThanOrEqualTo(24);
    }
  }

  private static Set<String> names(String text) {
    return NAME.matcher(text)
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
