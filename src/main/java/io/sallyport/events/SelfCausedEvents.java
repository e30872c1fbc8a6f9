package io.sallyport.events;

import io.sallyport.source.EngineEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// What we have just done to proxies' networks, so that the events of it are not taken for news.
public final class SelfCausedEvents {
  /// An engine reports a connect at once and a disconnect twice; what comes later is another's.
  private static final Duration ECHO = Duration.ofSeconds(3);

  private final Map<Effect, Instant> recent = new ConcurrentHashMap<>();
  private final InstantSource clock;

  private record Effect(String action, String network, String containerId) {}

  public SelfCausedEvents(InstantSource clock) {
    this.clock = clock;
  }

  public void connecting(String network, String containerId) {
    remember(new Effect("connect", network, containerId));
  }

  public void disconnecting(String network, String containerId) {
    remember(new Effect("disconnect", network, containerId));
  }

  public boolean caused(EngineEvent event) {
    Instant done = recent.get(new Effect(event.action(), event.network(), event.containerId()));
    return event.type().equals("network") && done != null && isRecent(done);
  }

  private void remember(Effect effect) {
    recent.values().removeIf(done -> !isRecent(done));
    recent.put(effect, clock.instant());
  }

  private boolean isRecent(Instant done) {
    return Duration.between(done, clock.instant()).abs().compareTo(ECHO) < 0;
  }
}
