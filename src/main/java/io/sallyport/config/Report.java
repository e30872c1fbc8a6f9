package io.sallyport.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.tomlj.TomlPosition;

/// Collects the problems of one text, and its warnings: what does not keep anything from running.
final class Report {
  private static final Comparator<Problem> BY_PLACE =
      Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column);

  private final String source;
  private final List<Problem> problems;
  private final List<Problem> warnings;

  Report(String source) {
    this(source, new ArrayList<>(), new ArrayList<>());
  }

  private Report(String source, List<Problem> problems, List<Problem> warnings) {
    this.source = source;
    this.problems = problems;
    this.warnings = warnings;
  }

  /// The same report for a part of the text that must not stop anything: its problems are warnings.
  Report lenient() {
    return new Report(source, warnings, warnings);
  }

  void warn(TomlPosition at, String message, String suggestion) {
    warnings.add(new Problem(source, at.line(), at.column(), message, suggestion));
  }

  void warn(Problem warning) {
    warnings.add(warning);
  }

  /// In the order of the text; those without a place come first.
  List<Problem> warnings() {
    return warnings.stream().sorted(BY_PLACE).toList();
  }

  void add(TomlPosition at, String message, String suggestion) {
    problems.add(new Problem(source, at.line(), at.column(), message, suggestion));
  }

  /// A problem outside the text.
  void add(Problem problem) {
    problems.add(problem);
  }

  /// In the order of the text; those without a place come first.
  ///
  /// @param rest what was taken of the text
  void throwIfAny(Settings rest) {
    if (!problems.isEmpty()) {
      throw new SettingsException(problems.stream().sorted(BY_PLACE).toList(), rest);
    }
  }
}
