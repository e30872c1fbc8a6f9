package io.sallyport.events;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// Why a pass is made.
///
/// @param reason one word of few, for counting
/// @param words for people: `start of shop-1 and 2 more events`
/// @param heard when the first of its events was heard; empty where there was none
/// @param containers that its events are about; none where anything may have changed
public record Cause(String reason, String words, Optional<Instant> heard, Set<String> containers) {
  public static final Cause DUE =
      new Cause("due", "a scheduled resync", Optional.empty(), Set.of());
  public static final Cause FILES =
      new Cause("files", "changed files on disk", Optional.empty(), Set.of());

  public Cause {
    containers = Set.copyOf(containers);
  }

  /// The same change may show itself later only.
  public Cause again() {
    return new Cause("again", words, heard, containers);
  }

  /// Whether the pass comes without anything new to look for.
  public boolean expected() {
    return reason.equals(DUE.reason) || reason.equals("again");
  }
}
