package io.sallyport.cli;

/// What the process says when it ends.
final class ExitCode {
  static final int DONE = 0;

  /// The engine or a proxy failed.
  static final int ENVIRONMENT = 1;

  /// The operator's input is wrong: usage, settings, template, snapshot.
  static final int INPUT = 2;

  private ExitCode() {}
}
