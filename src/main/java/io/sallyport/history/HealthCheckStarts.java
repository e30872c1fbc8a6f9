package io.sallyport.history;

import io.sallyport.explain.PassSnapshot;
import io.sallyport.source.Container;
import io.sallyport.source.Container.Health;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Since when health checks are starting, which lists of an engine do not say.
final class HealthCheckStarts {
  private HealthCheckStarts() {}

  static PassSnapshot carriedOn(Optional<PassSnapshot> before, PassSnapshot seen) {
    SortedMap<String, Instant> since = new TreeMap<>();
    for (Container container : seen.seen().containers()) {
      if (container.health() == Health.STARTING) {
        Instant first =
            before.map(old -> old.startingSince().get(container.id())).orElse(seen.at());
        since.put(container.id(), first);
      }
    }
    return new PassSnapshot(
        seen.at(),
        seen.seen(),
        seen.proxies(),
        seen.requested(),
        seen.findings(),
        seen.leaving(),
        since);
  }
}
