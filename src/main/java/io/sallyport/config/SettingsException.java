package io.sallyport.config;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The operator's configuration cannot be used. Carries all that is wrong with it, in the order of
/// the text; the message is one line for each.
public final class SettingsException extends RuntimeException {
  private final List<Problem> problems;
  private final transient Optional<Settings> rest;

  public SettingsException(List<Problem> problems) {
    this(problems, Optional.empty());
  }

  /// @param rest what was taken of the configuration, with defaults for what is wrong
  SettingsException(List<Problem> problems, Settings rest) {
    this(problems, Optional.of(rest));
  }

  private SettingsException(List<Problem> problems, Optional<Settings> rest) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
    this.rest = rest;
  }

  public List<Problem> problems() {
    return problems;
  }

  /// What can be used to look for further problems, and for nothing else; none where there was
  /// nothing to read.
  public Optional<Settings> rest() {
    return rest;
  }
}
