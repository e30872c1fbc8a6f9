package io.sallyport.events;

import io.sallyport.source.EngineEvent;
import io.sallyport.source.EngineException;
import io.sallyport.source.Source.Subscription;
import io.sallyport.source.SwarmSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The events of a Swarm manager, as questions to ask. Without them, services and tasks are read
/// every `TaskPollInterval`, so a stream that cannot be opened, ends, or says nothing costs a
/// second.
///
/// For the watch's thread, but for what the stream's own thread tells.
final class SwarmEvents implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SwarmEvents.class);
  private static final Duration AGAIN = Duration.ofSeconds(5);

  private final SwarmSource manager;
  private final SwarmAgenda agenda;
  private final Alarm alarm;
  private final InstantSource clock;
  private final AtomicBoolean live = new AtomicBoolean();
  private Optional<Subscription> stream = Optional.empty();
  private Instant due = Instant.MIN;

  SwarmEvents(SwarmSource manager, SwarmAgenda agenda, Alarm alarm, InstantSource clock) {
    this.manager = manager;
    this.agenda = agenda;
    this.alarm = alarm;
    this.clock = clock;
  }

  /// Opens the stream, if there is none and the last attempt was a while ago.
  void listen() {
    Instant now = clock.instant();
    if (live.get() || now.isBefore(due)) {
      return;
    }
    close();
    due = now.plus(AGAIN);
    live.set(true);
    try {
      stream = Optional.of(manager.subscribe(this::told, this::ended));
      agenda.everything(clock.instant()); // Nobody told what happened before.
    } catch (EngineException refused) {
      ended(refused);
    }
  }

  private void told(EngineEvent event) {
    LOG.debug("swarm event type={} action={}", event.type(), event.action());
    switch (event.type()) {
      case "service" ->
          agenda.service(event.attributes().getOrDefault("name", ""), clock.instant());
      case "node" -> agenda.node(clock.instant());
      default -> {}
    }
    alarm.ring();
  }

  private void ended(EngineException why) {
    LOG.debug("No events of the Swarm: {}", why.getMessage());
    live.set(false);
    alarm.ring();
  }

  @Override
  public void close() {
    stream.ifPresent(Subscription::close);
    stream = Optional.empty();
  }
}
