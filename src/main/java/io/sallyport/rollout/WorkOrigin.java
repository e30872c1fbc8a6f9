package io.sallyport.rollout;

import java.time.Instant;
import java.util.Optional;

/// How a piece of work came about.
///
/// @param stamp later work has a higher one
/// @param heard when the first event was heard that led to it
public record WorkOrigin(long stamp, Optional<Instant> heard) {
  static final WorkOrigin NOBODY = new WorkOrigin(0, Optional.empty());

  /// In place of work that was not done yet.
  WorkOrigin inPlaceOf(WorkOrigin earlier) {
    return earlier.heard().isPresent() ? new WorkOrigin(stamp, earlier.heard()) : this;
  }
}
