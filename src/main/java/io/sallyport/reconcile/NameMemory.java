package io.sallyport.reconcile;

import io.sallyport.config.ProxySettings;
import io.sallyport.routing.Ownership;
import io.sallyport.routing.Place;
import io.sallyport.routing.Remembered;
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
  private final Map<ProxySettings, Map<Place, Instant>> absentSince = new HashMap<>();
  private final Set<ProxySettings> begun = new HashSet<>();

  NameMemory(InstantSource clock) {
    this.clock = clock;
  }

  /// Whether something was settled for all of these extensions.
  boolean knows(Set<ProxySettings> extensions) {
    return begun.containsAll(extensions);
  }

  /// What a pass should go by.
  Remembered now() {
    Map<ProxySettings, Ownership> now = new HashMap<>();
    names.forEach((extension, known) -> now.put(extension, known.without(forgotten(extension))));
    return new Remembered(now);
  }

  private Set<Place> forgotten(ProxySettings extension) {
    Instant now = clock.instant();
    Set<Place> forgotten = new HashSet<>();
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

  /// What a pass came to. An extension counts as settled from the first pass on that sees a proxy
  /// of it: before, as after a start of the whole machine, nobody is served, and nobody can be
  /// asked who was.
  void settled(Remembered all, Set<ProxySettings> served) {
    begun.addAll(served);
    Map<ProxySettings, Ownership> settled = new HashMap<>(all.owners());
    settled.keySet().retainAll(begun);
    Instant now = clock.instant();
    settled.forEach((extension, ownership) -> {
      Map<Place, Instant> before = absentSince.getOrDefault(extension, Map.of());
      Map<Place, Instant> since = new HashMap<>();
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
