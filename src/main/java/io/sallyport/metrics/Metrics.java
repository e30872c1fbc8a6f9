package io.sallyport.metrics;

import io.sallyport.finding.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// What has happened so far, in numbers. Recording is for any thread and never waits; the rest is
/// taken from the [Status] when somebody asks.
public final class Metrics {
  private static final double NANOS = 1e9;

  private static final List<String> RESULTS =
      List.of("applied", "unchanged", "refused", "rolled_back", "failed");

  /// Of the series of failures.
  private static final int MOST_FAILING = 500;

  private static final String OTHERS = "";

  private final String version;
  private final Map<Metric, Series> series = new EnumMap<>(Metric.class);
  private final Map<String, Long> offered = new ConcurrentHashMap<>();
  private final Map<String, Long> answered = new ConcurrentHashMap<>();
  private volatile Map<String, Integer> servers = Map.of();
  private volatile CertificateGauges certificates = new CertificateGauges(0, Optional.empty());
  private volatile double lastRollout;

  /// What is known of certificates.
  ///
  /// @param expiry when the first one expires
  record CertificateGauges(int count, Optional<Instant> expiry) {}

  /// @param version Sallyport's
  public Metrics(String version) {
    this.version = version;
    for (Metric metric : Metric.values()) {
      series.put(metric, new Series(metric));
    }
    for (Finding.Code code : Finding.Code.values()) {
      begin(Metric.FINDINGS_APPEARED, word(code));
    }
    begin(Metric.RECONNECTS);
    for (Metric metric : Metric.values()) {
      if (metric.kind() == Metric.Kind.HISTOGRAM) {
        of(metric).of();
      }
    }
  }

  /// Adds one to a counter.
  ///
  /// @param labels values, in the order of the table; none of them from users, but a proxy's name
  public void count(Metric counter, String... labels) {
    of(counter).of(labels).add(1);
  }

  /// Has a counter begin at 0, since one that begins at 1 has not grown, as Prometheus sees it.
  public void begin(Metric counter, String... labels) {
    of(counter).of(labels).add(0);
  }

  /// Adds an observation to a histogram or a summary.
  public void observe(Metric distribution, Duration took, String... labels) {
    of(distribution).of(labels).observe(took.toNanos() / NANOS);
  }

  /// A server failed requests so many times. Past some hundred servers at once, which of them it
  /// was is not told.
  public void failed(String host, String container, String fault, long times) {
    Series failures = of(Metric.SERVER_FAILURES);
    if (failures.size() < MOST_FAILING || failures.has(host, container, fault)) {
      failures.of(host, container, fault).add((double) times);
    } else {
      failures.of(OTHERS, OTHERS, fault).add((double) times);
    }
  }

  /// These are the hosts now, and the names of their servers' containers; failures of others are
  /// forgotten.
  public void hosts(Map<String, Set<String>> containers) {
    of(Metric.SERVER_FAILURES)
        .forgetIf(labels ->
            !labels.getFirst().equals(OTHERS)
                && !containers.getOrDefault(labels.getFirst(), Set.of()).contains(labels.get(1)));
  }

  /// How many containers are in which state.
  public void servers(Map<String, Integer> byState) {
    servers = Map.copyOf(byState);
  }

  /// What is known of certificates.
  ///
  /// @param count how many Sallyport can read
  /// @param expiry when the first one expires
  public void certificates(int count, Optional<Instant> expiry) {
    certificates = new CertificateGauges(count, expiry);
  }

  /// A proxy is to run something; until it says what became of that, it is behind.
  ///
  /// @param stamp later offers have higher ones
  public void offered(String proxy, long stamp) {
    offered.put(proxy, stamp);
  }

  /// A proxy has dealt with what it was offered.
  public void answered(String proxy, long stamp) {
    answered.merge(proxy, stamp, Math::max);
  }

  /// A rollout that ended in a reload took so long.
  public void rolledOut(Duration took) {
    lastRollout = took.toNanos() / NANOS;
  }

  /// These are the proxies now; numbers of others are forgotten, so that they do not pile up.
  public void proxies(Set<String> names) {
    offered.keySet().retainAll(names);
    answered.keySet().retainAll(names);
    of(Metric.ROLLOUTS).forgetIf(labels -> !names.contains(labels.getFirst()));
    for (String name : names) {
      RESULTS.forEach(result -> begin(Metric.ROLLOUTS, name, result));
    }
  }

  /// A constant's name as a label's value.
  public static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  String version() {
    return version;
  }

  Map<String, Integer> servers() {
    return servers;
  }

  CertificateGauges certificates() {
    return certificates;
  }

  double lastRollout() {
    return lastRollout;
  }

  boolean behind(String proxy) {
    return answered.getOrDefault(proxy, Long.MIN_VALUE)
        < offered.getOrDefault(proxy, Long.MIN_VALUE);
  }

  Series of(Metric metric) {
    return Objects.requireNonNull(series.get(metric));
  }
}
