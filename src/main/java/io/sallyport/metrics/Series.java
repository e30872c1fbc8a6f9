package io.sallyport.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/// The values of one metric, by those of its labels. Recording never waits.
final class Series {
  /// A reload may take 10 ms to verify, or a proxy minutes to take a change.
  private static final double[] BOUNDS = {
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60
  };

  private final Metric metric;
  private final Map<List<String>, Cell> cells = new ConcurrentHashMap<>();

  /// One of its values.
  static final class Cell {
    private final DoubleAdder sum = new DoubleAdder();
    private final LongAdder[] buckets;

    Cell(Metric.Kind kind) {
      int size =
          switch (kind) {
            case HISTOGRAM -> BOUNDS.length + 1;
            case SUMMARY -> 1;
            case COUNTER, GAUGE, UNTYPED -> 0;
          };
      buckets = new LongAdder[size];
      for (int i = 0; i < size; i++) {
        buckets[i] = new LongAdder();
      }
    }

    void add(double amount) {
      sum.add(amount);
    }

    void observe(double value) {
      int i = 0;
      while (i < buckets.length - 1 && value > BOUNDS[i]) {
        i++;
      }
      buckets[i].increment();
      sum.add(value);
    }

    double sum() {
      return sum.sum();
    }

    /// How many observations there were, each in the first bucket that has room for it.
    long[] counts() {
      long[] counts = new long[buckets.length];
      for (int i = 0; i < counts.length; i++) {
        counts[i] = buckets[i].sum();
      }
      return counts;
    }
  }

  Series(Metric metric) {
    this.metric = metric;
  }

  /// Upper bounds of buckets, the last one infinite.
  static double[] bounds() {
    double[] bounds = Arrays.copyOf(BOUNDS, BOUNDS.length + 1);
    bounds[BOUNDS.length] = Double.POSITIVE_INFINITY;
    return bounds;
  }

  Cell of(String... labels) {
    List<String> key = List.of(labels);
    Cell known = cells.get(key);
    if (known != null) {
      return known;
    }
    if (key.size() != metric.labels().size()) {
      throw new IllegalArgumentException(metric + " has labels " + metric.labels());
    }
    return cells.computeIfAbsent(key, any -> new Cell(metric.kind()));
  }

  int size() {
    return cells.size();
  }

  boolean has(String... labels) {
    return cells.containsKey(List.of(labels));
  }

  void forgetIf(Predicate<List<String>> labels) {
    cells.keySet().removeIf(labels);
  }

  void forEach(BiConsumer<List<String>, Cell> each) {
    cells.forEach(each);
  }
}
