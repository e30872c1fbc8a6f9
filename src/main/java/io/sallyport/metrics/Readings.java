package io.sallyport.metrics;

import io.sallyport.finding.Finding;
import io.sallyport.history.ProxyStatus;
import io.sallyport.history.Status;
import io.sallyport.metrics.Metrics.CertificateGauges;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// What is read when somebody asks: of the [Status], and of the process.
final class Readings {
  private static final List<String> STATES =
      List.of("serving", "not_healthy", "leaving", "not_routed");

  private final Metrics metrics;
  private final Status status;
  private final Instant now;

  /// Takes one value of a metric.
  interface Sink {
    void put(Metric metric, double value, String... labels);
  }

  Readings(Metrics metrics, Status status, Instant now) {
    this.metrics = metrics;
    this.status = status;
    this.now = now;
  }

  void into(Sink sink) {
    sink.put(Metric.EVENT_STREAM_UP, bit(status.eventsLive()));
    sink.put(
        Metric.ENGINE_UP, bit(status.lastLook().isPresent() && status.engineProblem().isEmpty()));
    sink.put(Metric.ENGINE_SEEN, status.lastLook().map(Readings::seconds).orElse(0.0));
    sink.put(Metric.LOOP_TURNED, seconds(status.beat()));
    sink.put(Metric.HOSTS, status.hosts());
    for (String state : STATES) {
      sink.put(Metric.SERVERS, metrics.servers().getOrDefault(state, 0), state);
    }
    List<Finding> findings = status.allFindings();
    for (Finding.Code code : Finding.Code.values()) {
      long present = findings.stream().filter(finding -> finding.code() == code).count();
      sink.put(Metric.FINDINGS, (double) present, Metrics.word(code));
    }
    sink.put(Metric.PROXIES, status.proxies().size());
    status
        .proxies()
        .forEach((name, proxy) -> {
          boolean current = proxy.current() && !metrics.behind(name);
          sink.put(Metric.PROXY_CURRENT, bit(current), name);
          sink.put(Metric.QUARANTINED, refused(proxy), name);
        });
    CertificateGauges certificates = metrics.certificates();
    sink.put(Metric.CERTIFICATES, certificates.count());
    certificates.expiry().ifPresent(at -> sink.put(Metric.CERTIFICATE_EXPIRY, seconds(at)));
    sink.put(Metric.BUILD, 1, metrics.version());
    double[] events = {0};
    metrics.of(Metric.EVENTS).forEach((labels, cell) -> events[0] += cell.sum());
    sink.put(Metric.INTERLOCK_EVENTS, events[0]);
    sink.put(Metric.INTERLOCK_RELOAD, metrics.lastRollout() * 1000);
    sink.put(
        Metric.INTERLOCK_UPTIME,
        Math.max(0.0, Duration.between(status.started(), now).toMillis() / 1000.0));
    OwnProcess.into(sink);
  }

  private static double refused(ProxyStatus proxy) {
    return proxy.quarantined().stream()
        .filter(finding -> finding.code() == Finding.Code.QUARANTINED)
        .count();
  }

  static double seconds(Instant at) {
    return at.toEpochMilli() / 1000.0;
  }

  private static double bit(boolean is) {
    return is ? 1 : 0;
  }
}
