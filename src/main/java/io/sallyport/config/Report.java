package io.sallyport.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.tomlj.TomlPosition;

/// Collects the problems of one text.
final class Report {
  private final String source;
  private final List<Problem> problems = new ArrayList<>();

  Report(String source) {
    this.source = source;
  }

  void add(TomlPosition at, String message, String suggestion) {
    problems.add(new Problem(source, at.line(), at.column(), message, suggestion));
  }

  /// A problem outside the text.
  void add(Problem problem) {
    problems.add(problem);
  }

  boolean isEmpty() {
    return problems.isEmpty();
  }

  /// In the order of the text; those without a place come first.
  ///
  /// @param rest what was taken of the text
  void throwIfAny(Settings rest) {
    if (!problems.isEmpty()) {
      throw new SettingsException(
          problems.stream()
              .sorted(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column))
              .toList(),
          rest);
    }
  }
}
