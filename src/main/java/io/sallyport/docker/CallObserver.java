package io.sallyport.docker;

import java.time.Duration;

/// Hears of each call of the engine when it has ended. Called on the caller's thread; must not
/// block.
public interface CallObserver {
  /// For whom nobody listens.
  CallObserver NONE = (endpoint, took, failed) -> {};

  /// A call has ended; the event stream's when its answer began.
  ///
  /// @param failed whether it was refused, broke off or was given up
  void ended(Endpoint endpoint, Duration took, boolean failed);
}
