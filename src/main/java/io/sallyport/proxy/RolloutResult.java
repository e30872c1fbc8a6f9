package io.sallyport.proxy;

import io.sallyport.finding.Harmless;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What became of one rollout to one proxy.
public sealed interface RolloutResult {

  /// The proxy ran this version already; nothing was done to it.
  record Unchanged() implements RolloutResult {}

  /// The proxy was seen to run this version.
  ///
  /// @param done what it took
  /// @param replaced the version that was noted as running before; empty when none was
  /// @param newer whether the file that it replaced was written after that note
  /// @param reload empty where the proxy could not time it
  record Applied(Plan done, Duration took, String replaced, boolean newer, Optional<Reload> reload)
      implements RolloutResult {}

  /// A reload that took effect.
  ///
  /// @param signalled when the proxy got its HUP
  /// @param verified how long it took from there to new workers
  record Reload(Instant signalled, Duration verified) {}

  /// The proxy's own test refused the configuration; it goes on as before.
  ///
  /// @param message what the proxy said
  record Refused(String message) implements RolloutResult {
    public Refused {
      message = Harmless.of(message);
    }
  }

  /// The test passed, but the proxy did not take the reload; the file that it runs is back in
  /// place.
  record RolledBack(String message) implements RolloutResult {
    public RolledBack {
      message = Harmless.of(message);
    }
  }

  /// It did not come to a test: the proxy is gone, its file system is read-only, the engine failed.
  /// The proxy goes on as before, or as it was found.
  record Failed(String message) implements RolloutResult {
    public Failed {
      message = Harmless.of(message);
    }
  }

  /// True when the proxy runs the configuration.
  default boolean successful() {
    return this instanceof Unchanged || this instanceof Applied;
  }
}
