package io.sallyport.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.docs.GeneratedFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// `docs/metrics.md` is written from the table.
class MetricReferenceTest {
  private static final Path FILE = Path.of("docs", "metrics.md");

  /// What somebody wants to know.
  private record Question(String title, List<Metric> metrics) {}

  private static final List<Question> QUESTIONS =
      List.of(
          new Question(
              "Does every proxy run its newest configuration?",
              List.of(Metric.PROXIES, Metric.PROXY_CURRENT, Metric.QUARANTINED, Metric.ROLLOUTS)),
          new Question(
              "What is served, and what is wrong?",
              List.of(
                  Metric.HOSTS,
                  Metric.SERVERS,
                  Metric.SERVER_FAILURES,
                  Metric.FINDINGS,
                  Metric.FINDINGS_APPEARED)),
          new Question(
              "How long do changes take?",
              List.of(
                  Metric.EVENT_TO_RELOAD,
                  Metric.RELOAD_TO_VERIFIED,
                  Metric.LOOK,
                  Metric.ROUTE,
                  Metric.RENDER)),
          new Question(
              "Does Sallyport see the engine?",
              List.of(
                  Metric.ENGINE_UP,
                  Metric.ENGINE_SEEN,
                  Metric.EVENT_STREAM_UP,
                  Metric.RECONNECTS,
                  Metric.EVENTS,
                  Metric.ENGINE_CALLS,
                  Metric.ENGINE_ERRORS)),
          new Question(
              "Does Sallyport work?", List.of(Metric.LOOP_TURNED, Metric.PASSES, Metric.BUILD)),
          new Question(
              "When do certificates expire?",
              List.of(Metric.CERTIFICATES, Metric.CERTIFICATE_EXPIRY)),
          new Question(
              "What does the process use?",
              List.of(
                  Metric.PROCESS_START,
                  Metric.PROCESS_CPU,
                  Metric.PROCESS_MEMORY,
                  Metric.PROCESS_FILES,
                  Metric.JVM_MEMORY,
                  Metric.JVM_MEMORY_MAX,
                  Metric.JVM_THREADS,
                  Metric.JVM_GC)),
          new Question(
              "Which names of Interlock's are kept?",
              List.of(Metric.INTERLOCK_EVENTS, Metric.INTERLOCK_RELOAD, Metric.INTERLOCK_UPTIME)));

  /// Queries that are not the metric alone.
  private static final Map<Metric, String> QUERIES = queries();

  private static final String HEADER =
      """
      <!-- Generated from the table of metrics (Metric.java). Do not edit. -->
      # Metrics

      All metrics that Sallyport serves to Prometheus, by the question that they answer: `GET /metrics` on `ListenAddr`, unless `EnableMetrics` is false. The format is Prometheus's text format 0.0.4, or OpenMetrics 1.0.0 for clients that ask for it. [monitoring.md](monitoring.md) has alert rules and a dashboard, and says what to watch.

      - Labels have few values: codes, endpoints and words from Sallyport's tables, and the names of running proxies. Proxies that are gone are dropped. `sallyport_server_failures_total` also has the names of hosts and containers that fail, in at most 500 series; beyond that, `host` and `server` are empty.
      - A histogram `NAME` has the series `NAME_bucket`, `NAME_count` and `NAME_sum`; a summary has the latter two. Times are in seconds.
      - Counters begin at 0 with each start. `sallyport_events_total` and `sallyport_passes_total` show only what has happened at least once.

      """;

  private static Map<Metric, String> queries() {
    Map<Metric, String> queries = new LinkedHashMap<>();
    queries.put(Metric.PROXY_CURRENT, "sallyport_proxy_current == 0");
    queries.put(Metric.QUARANTINED, "sallyport_proxy_quarantined_hosts > 0");
    queries.put(Metric.ROLLOUTS, "increase(sallyport_rollouts_total{result=\"refused\"}[1h])");
    queries.put(Metric.SERVERS, "sallyport_servers{state=\"serving\"}");
    queries.put(Metric.FINDINGS, "sum(sallyport_findings)");
    queries.put(
        Metric.SERVER_FAILURES,
        "sum by (host, server, fault) (rate(sallyport_server_failures_total[1m]))");
    queries.put(Metric.FINDINGS_APPEARED, "increase(sallyport_findings_appeared_total[1d])");
    queries.put(Metric.ENGINE_SEEN, "time() - sallyport_engine_seen_timestamp_seconds");
    queries.put(Metric.EVENT_STREAM_UP, "sallyport_event_stream_up == 0");
    queries.put(Metric.RECONNECTS, "increase(sallyport_event_stream_reconnects_total[1h])");
    queries.put(Metric.EVENTS, "rate(sallyport_events_total{type=\"container\"}[5m])");
    queries.put(Metric.ENGINE_CALLS, "rate(sallyport_engine_call_seconds_sum[5m])");
    queries.put(Metric.ENGINE_ERRORS, "increase(sallyport_engine_call_errors_total[1h])");
    queries.put(Metric.LOOP_TURNED, "time() - sallyport_loop_turned_timestamp_seconds");
    queries.put(Metric.PASSES, "rate(sallyport_passes_total{outcome=\"changed\"}[5m])");
    queries.put(
        Metric.CERTIFICATE_EXPIRY,
        "sallyport_certificate_expiry_timestamp_seconds - time() < 14 * 86400");
    queries.put(Metric.PROCESS_START, "time() - process_start_time_seconds");
    queries.put(Metric.PROCESS_CPU, "rate(process_cpu_seconds_total[5m])");
    queries.put(Metric.JVM_MEMORY, "sum(jvm_memory_used_bytes)");
    queries.put(Metric.JVM_GC, "rate(jvm_gc_collection_seconds_sum[5m])");
    return queries;
  }

  @Test
  void isCurrent() throws IOException {
    GeneratedFile.isCurrent(FILE, text(), MetricReferenceTest.class);
  }

  @Test
  void everyMetricAnswersOneQuestion() {
    assertThat(QUESTIONS.stream().flatMap(question -> question.metrics().stream()).toList())
        .containsExactlyInAnyOrder(Metric.values());
  }

  @ParameterizedTest
  @EnumSource(Metric.class)
  void itsQueryReadsIt(Metric metric) {
    assertThat(query(metric)).contains(metric.key());
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

  private static String query(Metric metric) {
    String all =
        metric.kind() == Metric.Kind.HISTOGRAM
            ? "histogram_quantile(0.9, rate(%s_bucket[5m]))".formatted(metric.key())
            : metric.key();
    return QUERIES.getOrDefault(metric, all);
  }

  private static String text() {
    StringBuilder text = new StringBuilder(HEADER);
    for (Question question : QUESTIONS) {
      String anchor =
          question.title().toLowerCase(Locale.ROOT).replaceAll("[^a-z -]", "").replace(' ', '-');
      text.append("- [%s](#%s)\n".formatted(question.title(), anchor));
    }
    for (Question question : QUESTIONS) {
      text.append("\n## %s\n\n".formatted(question.title()));
      text.append("| Metric | Type | Labels | Example query | Meaning |\n|---|---|---|---|---|\n");
      question.metrics().forEach(metric -> text.append(row(metric)));
    }
    return text.toString();
  }

  private static String row(Metric metric) {
    String labels =
        metric.labels().isEmpty() ? "–" : "`" + String.join("`, `", metric.labels()) + "`";
    return "| <a id=\"%s\"></a>`%s` | %s | %s | `%s` | %s |\n"
        .formatted(
            metric.key(),
            metric.key(),
            metric.kind().name().toLowerCase(Locale.ROOT),
            labels,
            query(metric),
            metric.help());
  }
}
