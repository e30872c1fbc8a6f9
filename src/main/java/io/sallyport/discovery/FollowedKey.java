package io.sallyport.discovery;

import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The text of the key, and each new one, for as long as Sallyport runs.
///
/// A store that does not answer is asked again after growing, jittered waits, for ever; a key that
/// is not there is waited for. Both are said when they begin and when they end.
public final class FollowedKey implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FollowedKey.class);
  private static final Duration FIRST_WAIT = Duration.ofMillis(200);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
  private static final double GROWTH = 2;
  private static final double JITTER = 0.5;

  /// Who answers sooner than this that nothing has changed does not wait as it should: we do.
  private static final Duration HASTE = Duration.ofSeconds(1);

  private final StoreAddress address;
  private final KeyValueStore store;
  private final Retry forEver =
      Retry.of(
          "discovery",
          RetryConfig.<Look>custom()
              .maxAttempts(Integer.MAX_VALUE)
              .intervalFunction(
                  IntervalFunction.ofExponentialRandomBackoff(
                      FIRST_WAIT, GROWTH, JITTER, LONGEST_WAIT))
              .retryOnException(StoreException.class::isInstance)
              .retryOnResult(Look::hasty)
              .build());

  private Optional<Reading> seen = Optional.empty();
  private Optional<String> given = Optional.empty();
  private State state = State.PRESENT;

  /// How the key was last found.
  private enum State {
    PRESENT,
    MISSING,
    UNREACHABLE
  }

  private record Look(Reading reading, boolean hasty) {}

  FollowedKey(StoreAddress address, KeyValueStore store) {
    this.address = address;
    this.store = store;
  }

  /// Reads the certificates; connects with the first [#next].
  ///
  /// @throws io.sallyport.config.SettingsException when a certificate or key cannot be used
  public static FollowedKey open(StoreAddress address) {
    return new FollowedKey(address, KeyValueStore.open(address));
  }

  /// Waits for a text, or for another one than was given last.
  public String next() throws InterruptedException {
    while (true) {
      Reading reading = look();
      become(reading.text().isPresent() ? State.PRESENT : State.MISSING, "");
      if (reading.text().isPresent() && !reading.text().equals(given)) {
        given = reading.text();
        return given.orElseThrow();
      }
    }
  }

  private Reading look() throws InterruptedException {
    try {
      return forEver.executeCallable(this::attempt).reading();
    } catch (InterruptedException stopped) {
      throw stopped;
    } catch (Exception failure) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedException("the key is not followed any more");
      }
      throw new IllegalStateException("the key is not followed any more", failure);
    }
  }

  /// The first time, and after a failure, the key is read at once.
  private Look attempt() throws InterruptedException {
    long begun = System.nanoTime();
    try {
      boolean waits = seen.isPresent() && state != State.UNREACHABLE;
      Reading now = waits ? store.after(seen.get()) : store.read();
      boolean unchanged = waits && now.text().equals(seen.get().text());
      seen = Optional.of(now);
      return new Look(now, unchanged && System.nanoTime() - begun < HASTE.toNanos());
    } catch (StoreException failure) {
      become(State.UNREACHABLE, failure.getMessage());
      throw failure;
    }
  }

  private void become(State now, String why) {
    State before = state;
    state = now;
    if (before == now) {
      LOG.debug("settings' key {} {} {}", address, now, why);
      return;
    }
    String meanwhile = given.isPresent() ? "the settings that run stay" : "waiting for them";
    switch (now) {
      case PRESENT -> LOG.info("Settings in {} can be read", address);
      case MISSING -> LOG.warn("There is no key {}, {}", address, meanwhile);
      case UNREACHABLE -> LOG.warn("Cannot read settings, {}: {}", meanwhile, why);
    }
  }

  @Override
  public void close() {
    store.close();
  }
}
