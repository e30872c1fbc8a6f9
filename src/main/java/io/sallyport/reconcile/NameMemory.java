package io.sallyport.reconcile;

import io.sallyport.config.ProxySettings;
import io.sallyport.routing.Ownership;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Who owned which names at the last pass. A host whose last container is gone keeps its names for
/// a while: its next one may be about to start.
final class NameMemory {
  /// A replacement that stops the old container first takes seconds, and may pull an image. The
  /// finding `is kept for` in routing says this time.
  static final Duration KEPT = Duration.ofMinutes(1);

  private final InstantSource clock;
  private final Map<ProxySettings, Ownership> names = new HashMap<>();
  private final Map<ProxySettings, Map<String, Instant>> absentSince = new HashMap<>();
  private boolean begun;

  NameMemory(InstantSource clock) {
    this.clock = clock;
  }

  /// False before anything was settled.
  boolean begun() {
    return begun;
  }

  /// What a pass should go by.
  Map<ProxySettings, Ownership> now() {
    Map<ProxySettings, Ownership> now = new HashMap<>();
    names.forEach((extension, known) -> now.put(extension, known.without(forgotten(extension))));
    return now;
  }

  private Set<String> forgotten(ProxySettings extension) {
    Instant now = clock.instant();
    Set<String> forgotten = new HashSet<>();
    absentSince
        .getOrDefault(extension, Map.of())
        .forEach((host, since) -> {
          // A clock that was set back must not keep a name for hours.
          if (!now.isBefore(since.plus(KEPT)) || now.isBefore(since)) {
            forgotten.add(host);
          }
        });
    return forgotten;
  }

  /// What a pass came to.
  void settled(Map<ProxySettings, Ownership> settled) {
    begun = true;
    Instant now = clock.instant();
    settled.forEach((extension, ownership) -> {
      Map<String, Instant> before = absentSince.getOrDefault(extension, Map.of());
      Map<String, Instant> since = new HashMap<>();
      ownership.absent().forEach(host -> since.put(host, before.getOrDefault(host, now)));
      absentSince.put(extension, since);
    });
    names.clear();
    names.putAll(settled);
  }

  /// When the next names become free.
  Optional<Instant> nextEnd() {
    return absentSince.values().stream()
        .flatMap(hosts -> hosts.values().stream())
        .min(Comparator.naturalOrder())
        .map(since -> since.plus(KEPT));
  }
}
