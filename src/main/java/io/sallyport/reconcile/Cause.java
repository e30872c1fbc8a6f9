package io.sallyport.reconcile;

import java.time.Instant;
import java.util.Optional;

/// Why a pass is made.
///
/// @param reason one word of few, for counting
/// @param words for people: `start of shop-1 and 2 more events`
/// @param heard when the first of its events was heard; empty where there was none
record Cause(String reason, String words, Optional<Instant> heard) {
  static final Cause DUE = new Cause("due", "a look that was due", Optional.empty());
  static final Cause FILES = new Cause("files", "files that changed on disk", Optional.empty());

  /// The same change may show itself later only.
  Cause again() {
    return new Cause("again", words, heard);
  }

  /// Whether the pass comes without anything new to look for.
  boolean expected() {
    return reason.equals(DUE.reason) || reason.equals("again");
  }
}
