package io.sallyport.docker;

import java.time.Duration;

/// Hears of each call of the engine. Called on the caller's thread; must not block.
public interface CallObserver {
  /// For whom nobody listens.
  CallObserver NONE = (endpoint, took, failed) -> {};

  /// A call begins.
  default void begun(Endpoint endpoint) {}

  /// A look needs a call for each container, and so many have ended.
  default void counted(int done, int all) {}

  /// A call has ended; the event stream's when its answer began.
  ///
  /// @param failed whether it was refused, broke off or was given up
  void ended(Endpoint endpoint, Duration took, boolean failed);
}
