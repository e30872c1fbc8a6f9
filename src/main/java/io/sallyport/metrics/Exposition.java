package io.sallyport.metrics;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot.UnknownDataPointSnapshot;
import io.sallyport.history.Status;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/// Writes all metrics as Prometheus's text, 0.0.4, or as OpenMetrics 1.0.0 for who accepts it.
///
/// The Prometheus library is used, and loaded, here alone and when somebody first asks: recording
/// is [Series]'s. https://prometheus.io/docs/instrumenting/exposition_formats/
public final class Exposition {
  private static final String TOTAL = "_total";

  private final Map<Metric, List<Point>> points = new EnumMap<>(Metric.class);

  /// What was asked for, and its media type.
  public record Page(String type, String text) {}

  /// @param counts of a histogram's buckets, or a summary's count alone
  @SuppressWarnings("ArrayRecordComponent") // Nobody compares points.
  private record Point(Labels labels, double value, long[] counts) {}

  private Exposition() {}

  /// All metrics in the format that a client accepts.
  ///
  /// @param accepted the request's header `Accept`; empty for none
  public static Page of(Metrics metrics, Status status, Instant now, String accepted) {
    Exposition all = new Exposition();
    for (Metric metric : Metric.values()) {
      metrics
          .of(metric)
          .forEach((labels, cell) -> all.put(metric, labels, cell.sum(), cell.counts()));
    }
    new Readings(metrics, status, now)
        .into((metric, value, labels) -> all.put(metric, List.of(labels), value, new long[] {}));
    for (GarbageCollectorMXBean gc : ManagementFactory.getGarbageCollectorMXBeans()) {
      double seconds = gc.getCollectionTime() / 1000.0;
      all.put(Metric.JVM_GC, List.of(gc.getName()), seconds, new long[] {gc.getCollectionCount()});
    }
    return all.page(accepted);
  }

  private void put(Metric metric, List<String> labels, double value, long[] counts) {
    points
        .computeIfAbsent(metric, any -> new ArrayList<>())
        .add(new Point(Labels.of(metric.labels(), labels), value, counts));
  }

  private Page page(String accepted) {
    MetricSnapshots snapshots =
        new MetricSnapshots(
            points.entrySet().stream()
                .map(entry -> snapshot(entry.getKey(), entry.getValue()))
                .toList());
    // Its own choice takes Prometheus's protobuf for available, which it is not.
    OpenMetricsTextFormatWriter open = OpenMetricsTextFormatWriter.create();
    ExpositionFormatWriter writer =
        open.accepts(accepted) ? open : PrometheusTextFormatWriter.create();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      writer.write(out, snapshots, EscapingScheme.UNDERSCORE_ESCAPING);
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
    return new Page(writer.getContentType(), out.toString(StandardCharsets.UTF_8));
  }

  private static MetricSnapshot snapshot(Metric metric, List<Point> points) {
    String key = metric.key();
    String name = key.endsWith(TOTAL) ? key.substring(0, key.length() - TOTAL.length()) : key;
    MetricMetadata about = new MetricMetadata(name, metric.help());
    return switch (metric.kind()) {
      case COUNTER -> new CounterSnapshot(about, points.stream().map(Exposition::counter).toList());
      case GAUGE -> new GaugeSnapshot(about, points.stream().map(Exposition::gauge).toList());
      case HISTOGRAM ->
          new HistogramSnapshot(about, points.stream().map(Exposition::histogram).toList());
      case SUMMARY -> new SummarySnapshot(about, points.stream().map(Exposition::summary).toList());
      case UNTYPED -> new UnknownSnapshot(about, points.stream().map(Exposition::untyped).toList());
    };
  }

  private static CounterDataPointSnapshot counter(Point point) {
    return CounterDataPointSnapshot.builder().labels(point.labels()).value(point.value()).build();
  }

  private static GaugeDataPointSnapshot gauge(Point point) {
    return GaugeDataPointSnapshot.builder().labels(point.labels()).value(point.value()).build();
  }

  private static UnknownDataPointSnapshot untyped(Point point) {
    return UnknownDataPointSnapshot.builder().labels(point.labels()).value(point.value()).build();
  }

  private static HistogramDataPointSnapshot histogram(Point point) {
    return HistogramDataPointSnapshot.builder()
        .labels(point.labels())
        .sum(point.value())
        .classicHistogramBuckets(ClassicHistogramBuckets.of(Series.bounds(), point.counts()))
        .build();
  }

  private static SummaryDataPointSnapshot summary(Point point) {
    return SummaryDataPointSnapshot.builder()
        .labels(point.labels())
        .count(LongStream.of(point.counts()).sum())
        .sum(point.value())
        .build();
  }
}
