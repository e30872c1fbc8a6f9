package io.sallyport.history;

/// Whether the installation does its work: what `/readyz` and the dashboard's bar are about.
public enum Readiness {
  /// The engine has not been seen yet.
  STARTING,
  /// The engine has been seen, and the newest look at it failed.
  ENGINE_UNREADABLE,
  /// A proxy that was found has not been given its first configuration yet, and no other does its
  /// work.
  WAITING,
  /// No proxy runs.
  NO_PROXY,
  /// Proxies run, and none of them runs what it should.
  NONE_CURRENT,
  /// Some of the proxies do not run what they should, or not yet; the others do.
  SOME_CURRENT,
  /// Each proxy runs what it should, or all of it that it accepts.
  READY;

  /// Whether `/readyz` says so.
  public boolean ready() {
    return this == READY || this == SOME_CURRENT;
  }
}
