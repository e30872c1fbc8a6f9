package io.sallyport.cli;

/// What the process says when it ends.
final class ExitCode {
  static final int DONE = 0;

  /// The engine, a proxy or the key-value store failed.
  static final int ENVIRONMENT = 1;

  /// The operator's input is wrong: usage, settings, template, snapshot.
  static final int INPUT = 2;

  /// Labels have problems.
  static final int LABELS = 3;

  private ExitCode() {}
}
