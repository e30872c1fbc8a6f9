package io.sallyport.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.finding.Finding;
import io.sallyport.finding.Finding.Code;
import io.sallyport.history.ProxyStatus;
import io.sallyport.history.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

  private final Metrics metrics = new Metrics("1.2.3");
  private Status status = Status.starting(NOON);

  @Test
  void showsWhatWasCounted() {
    metrics.count(Metric.EVENTS, "container", "start");
    metrics.count(Metric.EVENTS, "container", "start");
    metrics.count(Metric.EVENTS, "network", "connect");

    assertThat(lines())
        .contains(
            "# TYPE sallyport_events_total counter",
            "sallyport_events_total{action=\"start\",type=\"container\"} 2.0",
            "sallyport_events_total{action=\"connect\",type=\"network\"} 1.0",
            "# TYPE interlock_totals_events_processed untyped",
            "interlock_totals_events_processed 3.0",
            "sallyport_build_info{version=\"1.2.3\"} 1.0");
  }

  @Test
  void sortsDurationsIntoBuckets() {
    metrics.observe(Metric.ROUTE, Duration.ofMillis(1));
    metrics.observe(Metric.ROUTE, Duration.ofMillis(2));
    metrics.observe(Metric.ROUTE, Duration.ofMinutes(2));

    assertThat(lines())
        .contains(
            "sallyport_route_seconds_bucket{le=\"0.001\"} 1",
            "sallyport_route_seconds_bucket{le=\"0.0025\"} 2",
            "sallyport_route_seconds_bucket{le=\"60.0\"} 2",
            "sallyport_route_seconds_bucket{le=\"+Inf\"} 3",
            "sallyport_route_seconds_count 3",
            "sallyport_route_seconds_sum 120.003");
  }

  @Test
  void failuresOfWhatIsServedNoMoreMakeRoomForOthers() {
    for (int i = 0; i < 500; i++) {
      metrics.failed("shop.example", "shop-" + i, "refuses", 1);
    }
    metrics.failed("shop.example", "new", "refuses", 1);
    metrics.hosts(Map.of("shop.example", Set.of("shop-7", "new"), "other", Set.of("shop-8")));
    metrics.failed("shop.example", "new", "refuses", 1);

    assertThat(lines().stream().filter(line -> line.startsWith("sallyport_server_failures_total{")))
        .containsExactlyInAnyOrder(
            "sallyport_server_failures_total{fault=\"refuses\",host=\"\",server=\"\"} 1.0",
            "sallyport_server_failures_total{fault=\"refuses\",host=\"shop.example\",server=\"new\"} 1.0",
            "sallyport_server_failures_total{fault=\"refuses\",host=\"shop.example\",server=\"shop-7\"} 1.0");
  }

  @Test
  void speaksOpenMetricsToWhoAcceptsIt() {
    String accepted =
        "application/openmetrics-text;version=1.0.0;q=0.75,text/plain;version=0.0.4;q=0.5";
    Exposition.Page open = Exposition.of(metrics, status, NOON, accepted);
    assertThat(open.type()).startsWith("application/openmetrics-text; version=1.0.0");
    assertThat(open.text()).endsWith("# EOF\n");

    // With native histograms switched on, Prometheus asks for what we do not have first.
    String binary =
        "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;q=0.9,text/plain";
    for (String other : List.of("", "*/*", binary)) {
      assertThat(Exposition.of(metrics, status, NOON, other).type())
          .isEqualTo("text/plain; version=0.0.4; charset=utf-8");
    }
  }

  @Test
  void aProxyIsCurrentOnceItHasAnsweredTheNewestOffer() {
    status = seen(new ProxyStatus("c1", "v1", "v1", NOON, "", List.of()));
    assertThat(lines()).contains("sallyport_proxy_current{proxy=\"edge\"} 1.0");

    metrics.offered("edge", 7);
    assertThat(lines()).contains("sallyport_proxy_current{proxy=\"edge\"} 0.0");
    metrics.answered("edge", 6);
    assertThat(lines()).contains("sallyport_proxy_current{proxy=\"edge\"} 0.0");
    metrics.answered("edge", 7);
    assertThat(lines()).contains("sallyport_proxy_current{proxy=\"edge\"} 1.0");
  }

  @Test
  void aProxyWithAProblemIsNotCurrent() {
    Finding held = new Finding(Code.QUARANTINED, "c2", "shop", "", "refused", "");
    status = seen(new ProxyStatus("c1", "v2", "v1", NOON, "", List.of()));
    assertThat(lines()).contains("sallyport_proxy_current{proxy=\"edge\"} 0.0");
    status = seen(new ProxyStatus("c1", "v1", "v1", NOON, "a network is gone", List.of(held)));
    assertThat(lines())
        .contains(
            "sallyport_proxy_current{proxy=\"edge\"} 0.0",
            "sallyport_proxy_quarantined_hosts{proxy=\"edge\"} 1.0",
            "sallyport_findings{code=\"quarantined\"} 1.0",
            "sallyport_findings{code=\"no_port\"} 0.0");
  }

  @Test
  void forgetsProxiesThatAreGone() {
    metrics.count(Metric.ROLLOUTS, "edge", "applied");
    metrics.count(Metric.ROLLOUTS, "old", "applied");
    metrics.proxies(Set.of("edge"));

    assertThat(lines())
        .contains("sallyport_rollouts_total{proxy=\"edge\",result=\"applied\"} 1.0")
        .noneMatch(line -> line.contains("\"old\""));
  }

  @Test
  void keepsInterlocksUnits() {
    metrics.rolledOut(Duration.ofMillis(120));
    assertThat(lines(NOON.plusSeconds(90)))
        .contains("interlock_system_last_reload_duration 120.0", "interlock_totals_uptime 90.0");
  }

  @Test
  void tellsTheFirstCertificateToExpire() {
    assertThat(lines()).noneMatch(line -> line.startsWith(Metric.CERTIFICATE_EXPIRY.key()));
    metrics.certificates(2, Optional.of(NOON));
    assertThat(lines())
        .contains(
            "sallyport_certificates 2.0",
            "sallyport_certificate_expiry_timestamp_seconds 1.7803152E9");
  }

  @Test
  void wantsTheLabelsOfTheTable() {
    assertThatThrownBy(() -> metrics.count(Metric.EVENTS, "container"))
        .hasMessageContaining("[type, action]");
  }

  @Test
  void countsServersByState() {
    metrics.servers(Map.of("serving", 3));
    assertThat(lines())
        .contains(
            "sallyport_servers{state=\"serving\"} 3.0", "sallyport_servers{state=\"leaving\"} 0.0");
  }

  private static Status seen(ProxyStatus proxy) {
    TreeMap<String, ProxyStatus> proxies = new TreeMap<>();
    proxies.put("edge", proxy);
    return Status.starting(NOON)
        .seen(NOON, 1, List.of(), proxies, List.of())
        .dealtWith("edge", proxy);
  }

  private List<String> lines() {
    return lines(NOON);
  }

  private List<String> lines(Instant now) {
    return Exposition.of(metrics, status, now, "").text().lines().toList();
  }
}
