package io.sallyport.events;

import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.sallyport.events.Trigger.Reason;
import io.sallyport.metrics.Metric;
import io.sallyport.metrics.Metrics;
import io.sallyport.source.EngineEvent;
import io.sallyport.source.EngineException;
import io.sallyport.source.Source;
import io.sallyport.source.Source.Subscription;
import io.sallyport.source.Source.Subscription.Pulse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps an event subscription alive for as long as Sallyport runs: each event, and each change
/// between live and lost, is a reason to look.
///
/// A lost stream is opened again at once, then after growing, jittered waits, for ever. So is one
/// that has fallen silent, which is asked for often enough to be known within `PollInterval`.
public final class EventFeed implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(EventFeed.class);
  private static final Duration FIRST_WAIT = Duration.ofMillis(200);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
  private static final double GROWTH = 2;
  private static final double JITTER = 0.5;

  /// A stream that lived this long was a good one: the waits begin anew.
  private static final Duration GOOD_LIFE = Duration.ofSeconds(10);

  /// What taking the pulse itself may take, of an interval that is long enough.
  private static final Duration PULSE_TAKES = Duration.ofSeconds(1);

  private final Source source;
  private final Trigger trigger;
  private final SelfCausedEvents own;
  private final DrainTracker drains;
  private final Consumer<EngineEvent> heard;
  private final InstantSource clock;
  private final Metrics metrics;
  private final Duration betweenPulses;
  private final Retry forEver =
      Retry.of(
          "events",
          RetryConfig.custom()
              .maxAttempts(Integer.MAX_VALUE)
              .intervalFunction(
                  IntervalFunction.ofExponentialRandomBackoff(
                      FIRST_WAIT, GROWTH, JITTER, LONGEST_WAIT))
              .retryOnException(EngineException.class::isInstance)
              .build());

  private volatile StreamState state = StreamState.OPENING;
  private volatile Pulse pulse = Pulse.LIVE;

  /// Whether events arrive. `OPENING` until the first attempt has ended.
  public enum StreamState {
    OPENING,
    LIVE,
    LOST
  }

  /// @param heard is told of each event that is a reason to look
  /// @param poll within which a silent stream is to be noticed
  public EventFeed(
      Source source,
      Trigger trigger,
      SelfCausedEvents own,
      DrainTracker drains,
      Consumer<EngineEvent> heard,
      InstantSource clock,
      Duration poll,
      Metrics metrics) {
    this.metrics = metrics;
    this.source = source;
    this.trigger = trigger;
    this.own = own;
    this.drains = drains;
    this.heard = heard;
    this.clock = clock;
    Duration half = poll.dividedBy(2);
    Duration rest = poll.minus(PULSE_TAKES);
    betweenPulses = rest.compareTo(half) > 0 ? rest : half;
  }

  public StreamState state() {
    return state;
  }

  /// True while whatever happens is told, or its silence would be noticed.
  public boolean reliable() {
    return state == StreamState.LIVE && pulse == Pulse.LIVE;
  }

  /// Runs until its thread is interrupted.
  @Override
  public void run() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        forEver.executeCallable(this::oneStream);
      } catch (InterruptedException stopped) {
        return;
      } catch (Exception failure) {
        if (Thread.currentThread().isInterrupted()) {
          return;
        }
        throw new IllegalStateException("the event feed ended", failure);
      }
    }
  }

  /// Opens a stream and waits for its end.
  ///
  /// @throws EngineException when it could not be opened, or ended soon
  private Void oneStream() throws InterruptedException {
    CompletableFuture<EngineException> end = new CompletableFuture<>();
    Instant opened = clock.instant();
    EngineException why;
    try (Subscription stream = source.subscribe(this::event, end::complete)) {
      pulse = Pulse.LIVE;
      become(StreamState.LIVE, "");
      Thread watch = Thread.ofVirtual().name("event-pulse").start(() -> watch(stream, end));
      try {
        why = end.get();
      } finally {
        watch.interrupt();
      }
    } catch (EngineException refused) {
      why = refused;
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    }
    become(StreamState.LOST, why.getMessage());
    if (Duration.between(opened, clock.instant()).compareTo(GOOD_LIFE) < 0) {
      throw why;
    }
    return null;
  }

  /// Takes the pulse of a stream until it has ended, or says that it has.
  private void watch(Subscription stream, CompletableFuture<EngineException> end) {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        end.get(betweenPulses.toNanos(), TimeUnit.NANOSECONDS);
        return;
      } catch (TimeoutException quiet) {
        Pulse before = pulse;
        pulse = pulse(stream);
        if (pulse == Pulse.SILENT) {
          end.complete(new EngineException("it was open but missed events"));
        } else if (pulse == Pulse.UNKNOWN && before == Pulse.LIVE) {
          trigger.ask(Reason.STREAM_UNSURE);
        }
      } catch (InterruptedException | ExecutionException over) {
        return;
      }
    }
  }

  /// An engine may say anything: what is not understood says nothing.
  private static Pulse pulse(Subscription stream) {
    try {
      return stream.pulse();
    } catch (RuntimeException unforeseen) {
      LOG.warn("The engine's answer about its events is not understood", unforeseen);
      return Pulse.UNKNOWN;
    }
  }

  private void event(EngineEvent event) {
    Instant now = clock.instant();
    metrics.count(Metric.EVENTS, event.type(), EventFilter.action(event));
    drains.heard(event);
    boolean matters = EventFilter.matters(event) && !own.caused(event);
    LOG.debug(
        "event type={} action={} container={} network={} matters={}",
        event.type(),
        event.action(),
        event.containerId(),
        event.network(),
        matters);
    if (matters) {
      trigger.heard(EventFilter.words(event), now, event.containerId());
      heard.accept(event);
    }
  }

  private void become(StreamState now, String why) {
    StreamState before = state;
    state = now;
    if (before == now) {
      return;
    }
    if (before == StreamState.LOST) {
      metrics.count(Metric.RECONNECTS);
    }
    switch (now) {
      case LIVE -> LOG.info("Event stream is live");
      case LOST -> {
        drains.forget();
        LOG.warn("Event stream lost, polling instead: {}", why);
      }
      case OPENING -> throw new IllegalArgumentException("a feed opens once");
    }
    trigger.ask(
        switch (before) {
          case OPENING -> Reason.START;
          case LIVE -> Reason.STREAM_LOST;
          case LOST -> Reason.STREAM_LIVE;
        });
  }
}
