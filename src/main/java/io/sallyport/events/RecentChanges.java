package io.sallyport.events;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What may have changed of late, and is to be looked at: containers that events were about, or
/// everything. Of late, since an engine may announce a change before its lists show it, and each
/// look is followed by others.
public final class RecentChanges {
  private static final String EVERYTHING = "";

  private final Duration late;
  private final Map<String, Instant> since = new HashMap<>();

  /// @param late how long something stays to be looked at
  public RecentChanges(Duration late) {
    this.late = late;
  }

  public void add(Set<String> containerIds, Instant now) {
    containerIds.forEach(id -> since.put(id, now));
  }

  public void addEverything(Instant now) {
    add(Set.of(EVERYTHING), now);
  }

  /// The containers to look at; empty for everything.
  public Optional<Set<String>> scope(Instant now) {
    since.values().removeIf(at -> Duration.between(at, now).abs().compareTo(late) > 0);
    return since.isEmpty() || since.containsKey(EVERYTHING)
        ? Optional.empty()
        : Optional.of(Set.copyOf(since.keySet()));
  }
}
