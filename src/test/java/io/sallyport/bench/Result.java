package io.sallyport.bench;

import java.util.List;

/// What was measured of one contestant under one condition.
///
/// @param size how many other containers there were
/// @param unit `ms`, `%` of a core, `MiB`, or what is counted
/// @param samples in the order in which they were taken; never empty
record Result(
    String scenario, int size, String condition, String who, String unit, List<Double> samples) {
  Result {
    samples = List.copyOf(samples);
  }

  /// Of what is measured once.
  static Result of(
      String scenario, int size, String condition, String who, String unit, double value) {
    return new Result(scenario, size, condition, who, unit, List.of(value));
  }

  double median() {
    return quantile(0.5);
  }

  double p90() {
    return quantile(0.9);
  }

  double max() {
    return quantile(1);
  }

  /// The smallest sample that so large a part of all does not exceed.
  private double quantile(double part) {
    double[] sorted = samples.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return sorted[Math.max(0, (int) Math.ceil(part * sorted.length) - 1)];
  }

  /// Whether both say the same of different contestants.
  boolean rivals(Result other) {
    return scenario.equals(other.scenario)
        && size == other.size
        && condition.equals(other.condition)
        && unit.equals(other.unit)
        && !who.equals(other.who);
  }

  @Override
  public String toString() {
    return "%s, %d containers, %s: %s median %.1f, p90 %.1f, max %.1f %s, n=%d"
        .formatted(scenario, size, condition, who, median(), p90(), max(), unit, samples.size());
  }
}
