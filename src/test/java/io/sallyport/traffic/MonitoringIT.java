package io.sallyport.traffic;

import static java.util.function.Predicate.not;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sallyport.metrics.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a real Sallyport shows to Prometheus and says in its log, and whether Prometheus takes what
/// we ship for it.
class MonitoringIT {
  private static final String MONITORING = "compose/monitoring/";

  @AutoClose private static final Installation INSTALLATION = Installation.of(MonitoringIT.class);

  private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (\\w+) (\\w+)$");

  @TempDir private Path source;

  @ParameterizedTest
  @CsvSource({
    "check, config, prometheus.yml",
    "check, rules, alerts.yml",
    "test, rules, alerts.test.yml"
  })
  void prometheusTakesWhatWeShip(String verb, String noun, String file) {
    Subprocess.run(List.of("promtool", verb, noun, MONITORING + file)).expect(0);
  }

  /// One installation for all: metrics of each kind need a change, a certificate and an event.
  @Test
  void showsWhatTheTableSays() throws Exception {
    Files.writeString(source.resolve("site.pem"), Certificates.certificate("site"));
    Nginx edge = INSTALLATION.bareProxy("edge", "stable");
    Nginx shop = INSTALLATION.backend("shop", "hostname", "shop");
    Nginx second = INSTALLATION.backend("second", "hostname", "shop");
    try (Sallyport sallyport =
        INSTALLATION.serve(
            List.of("Proxies = [\"it*\"]", "CertSource = \"" + source + "\""), edge, shop)) {
      INSTALLATION.start(second);
      Eventually.holds(
          () -> assertThat(value(sallyport, "sallyport_servers{state=\"serving\"}")).isEqualTo(2));
      // A pass that is due may find a change before its event is heard; that is not counted.
      Eventually.holds(() -> {
        second.restart();
        assertThat(value(sallyport, "sallyport_event_to_reload_seconds_count"))
            .isGreaterThanOrEqualTo(1);
      });
      sallyport.awaitReady();
      INSTALLATION.backend("bad", "hostname", "bad", "port", "9999").start();
      edge.await("http://bad.local", 502);

      Answer answer =
          Eventually.is(
              () -> sallyport.status("/metrics"),
              metrics -> assertThat(metrics.body()).contains("sallyport_server_failures_total{"));
      Set<String> shown = new TreeSet<>();
      TYPE.matcher(answer.body())
          .results()
          .forEach(type -> shown.add(type.group(1) + " " + type.group(2)));
      assertThat(shown).isEqualTo(table());
      Subprocess lint = Subprocess.run(List.of("promtool", "check", "metrics"), answer.body());
      assertThat(lint.err().lines().filter(not(MonitoringIT::excused)).toList()).isEmpty();

      assertThat(value(sallyport, "sallyport_reload_to_verified_seconds_count"))
          .isGreaterThanOrEqualTo(2);
      double waited = value(sallyport, "sallyport_event_to_reload_seconds_sum");
      assertThat(waited / value(sallyport, "sallyport_event_to_reload_seconds_count"))
          .as("seconds from event to reload")
          .isBetween(0.001, 10.0);
      assertThat(value(sallyport, "sallyport_certificates")).isEqualTo(1);
      String current = "sallyport_proxy_current{proxy=\"" + edge.fullName() + "\"}";
      Eventually.holds(() -> assertThat(value(sallyport, current)).isEqualTo(1));
      assertThat(sallyport.log())
          .containsPattern("Changed after (start of|connect to network) [^:]*: shop.local: \\+")
          .contains("Settings that are not the default: ", "Engine 2", "Proxies: ");
    }
  }

  @Test
  void machinesGetTheSameFactsAsPeople() throws IOException {
    try (Installation other = Installation.of(MonitoringIT.class)) {
      Nginx edge = other.bareProxy("edge", "stable");
      Nginx shop = other.backend("shop", "hostname", "shop");
      other.start(edge, shop);
      Path log = Path.of("target", "traffic", "MonitoringIT-json.log");
      String settings = other.settings().toString();
      try (Sallyport sallyport =
          Sallyport.start(log, other.statusPort(), "run", "--log-format", "json", "-c", settings)) {
        sallyport.awaitReady();
      }
      List<JsonNode> facts = new ArrayList<>();
      for (String line : Files.readAllLines(log)) {
        facts.add(new JsonMapper().readTree(line).path("kvpList"));
      }
      assertThat(facts.toString())
          .contains("{\"reason\":\"start\"}", "{\"added\":\"shop.local\"}")
          .contains("{\"proxies\":\"" + edge.fullName() + "\"}");
    }
  }

  private static Set<String> table() {
    return Stream.of(Metric.values())
        .map(metric -> metric.key() + " " + metric.kind().name().toLowerCase(Locale.ROOT))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// Names that are others' choice: Interlock's, and what every exporter calls it.
  private static boolean excused(String problem) {
    return problem.startsWith("interlock_");
  }

  /// -1 for one that is not shown.
  private static double value(Sallyport sallyport, String name) {
    return sallyport
        .status("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .map(line -> Double.valueOf(line.substring(name.length() + 1)))
        .findFirst()
        .orElse(-1.0);
  }
}
