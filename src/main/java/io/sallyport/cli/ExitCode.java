package io.sallyport.cli;

/// What the process says when it ends.
final class ExitCode {
  static final int DONE = 0;

  /// The engine, a proxy or the key-value store failed, or the daemon does not answer or is
  /// stalled.
  static final int ENVIRONMENT = 1;

  /// The operator's input is wrong: usage, settings, template, snapshot.
  static final int INPUT = 2;

  /// There are problems: labels, servers, proxies, templates or certificates.
  static final int LABELS = 3;

  private ExitCode() {}
}
