package io.sallyport.config;

import java.util.List;
import java.util.stream.Collectors;

/// The operator's configuration cannot be used. Carries all that is wrong with it, in the order of
/// the text; the message is one line for each.
public final class SettingsException extends RuntimeException {
  private final List<Problem> problems;

  public SettingsException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  public List<Problem> problems() {
    return problems;
  }
}
