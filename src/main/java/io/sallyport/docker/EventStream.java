package io.sallyport.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import io.sallyport.docker.http.Deadline;
import io.sallyport.docker.json.EngineJson;
import io.sallyport.docker.json.JsonTree;
import io.sallyport.docker.json.NotJson;
import io.sallyport.docker.json.UnexpectedJsonException;
import io.sallyport.source.EngineEvent;
import io.sallyport.source.EngineException;
import io.sallyport.source.Source.Subscription;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One subscription to `GET /events`, for one time: whoever wants another one makes another one.
///
/// Only events about what routing looks at are passed on. A plain engine is asked to leave out the
/// rest; from a classic Swarm manager, whose own events (type `swarm`) such a filter might cost us,
/// everything comes and is left out here.
final class EventStream implements Subscription {
  private static final List<String> SWARM = List.of("service", "node", "network");
  private static final EngineRequest ALL = EngineRequest.to(Endpoint.EVENTS);

  private final EngineCalls calls;
  private final boolean podman;
  private final EngineRequest request;
  private final boolean remembering;
  private final EventPulse pulse;
  private final Consumer<EngineEvent> onEvent;
  private final Consumer<EngineException> onEnd;
  private final CompletableFuture<Boolean> live = new CompletableFuture<>();
  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicReference<@Nullable Response> response = new AtomicReference<>();

  private EventStream(
      EngineCalls calls,
      EngineRequest request,
      boolean podman,
      boolean remembering,
      Consumer<EngineEvent> onEvent,
      Consumer<EngineException> onEnd) {
    this.calls = calls;
    this.request = request;
    this.podman = podman;
    this.remembering = remembering;
    this.pulse = new EventPulse(calls, request);
    this.onEvent = onEvent;
    this.onEnd = onEnd;
  }

  /// Of what runs on the engine.
  static EventStream ofEngine(
      EngineCalls calls, Consumer<EngineEvent> onEvent, Consumer<EngineException> onEnd) {
    boolean filtering = !calls.session().engine().classicSwarm();
    boolean podman = calls.session().podman();
    EngineRequest request = filtering ? ALL.query("filters", filters(podman)) : ALL;
    // A classic Swarm manager remembers nothing. Podman reads all of its log, and leaves things
    // out.
    return new EventStream(calls, request, podman, filtering && !podman, onEvent, onEnd);
  }

  /// Of services and nodes, as a Swarm manager tells them. Never since a time: theirs is that of
  /// the store, which goes back, and a new manager tells old ones again.
  static EventStream ofSwarm(
      EngineCalls calls, Consumer<EngineEvent> onEvent, Consumer<EngineException> onEnd) {
    ObjectNode filters = JsonNodeFactory.instance.objectNode();
    filters.putArray("scope").add("swarm");
    ArrayNode types = filters.putArray("type");
    SWARM.forEach(types::add);
    EngineRequest request = ALL.query("filters", JsonText.of(filters));
    return new EventStream(calls, request, false, false, onEvent, onEnd);
  }

  /// Returns once the engine has begun to answer: from then on nothing is missed.
  ///
  /// @throws EngineException when it does not in time; `onEnd` is not called then
  EventStream open(Deadline deadline) {
    Thread reader = Thread.ofVirtual().name("engine-events").start(this::run);
    try {
      live.get(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
      return this;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof EngineException failure
          ? failure
          : calls.failed(request, "the subscription failed", e);
    } catch (TimeoutException e) {
      giveUp(reader);
      throw calls.failed(request, "no answer within " + deadline, e);
    } catch (InterruptedException e) {
      giveUp(reader);
      Thread.currentThread().interrupt();
      throw calls.failed(request, "interrupted", e);
    }
  }

  /// It may still be waiting for its connection, which closing does not reach.
  private void giveUp(Thread reader) {
    close();
    reader.interrupt();
  }

  @Override
  public Pulse pulse() {
    return remembering ? pulse.take() : Pulse.UNKNOWN;
  }

  @Override
  public void close() {
    over.set(true);
    Response open = response.getAndSet(null);
    if (open != null) {
      open.close();
    }
  }

  private void run() {
    EngineException end;
    try {
      listen();
      end = calls.failed(request, "the engine ended the event stream", null);
    } catch (UnexpectedJsonException e) {
      end = calls.failed(request, "an event of an unknown shape: " + e.getMessage(), e);
    } catch (EngineException e) {
      end = e;
    } catch (JsonProcessingException e) {
      end = calls.failed(request, "the event stream is not JSON: " + NotJson.because(e), e);
    } catch (IOException e) {
      end = calls.failed(request, "the event stream broke off: " + e.getMessage(), e);
    } catch (RuntimeException | Error e) {
      end = calls.failed(request, "the event stream was dropped: " + e, e); // never in silence
    }
    boolean wasLive = !live.completeExceptionally(end);
    if (wasLive && !calls.closed() && over.compareAndSet(false, true)) {
      close();
      onEnd.accept(end);
    }
  }

  private void listen() throws IOException {
    Response opened = calls.open(request);
    response.set(opened);
    if (over.get()) {
      close(); // We gave up on it while it was being opened.
    }
    pulse.begins(opened);
    live.complete(true);
    JsonTree.each(opened.getBody(), this::said);
  }

  private void said(JsonNode json) {
    EngineEvent event = EngineJson.event(podman ? Podman.event(json) : json);
    pulse.said(event.timeNano());
    if (wanted(event) && !over.get()) {
      onEvent.accept(event);
    }
  }

  /// `swarm`: a classic Swarm manager has lost a node, or has it back.
  private static boolean wanted(EngineEvent event) {
    return switch (event.type()) {
      case "container" -> EventActions.CONTAINER.contains(event.action());
      case "network" -> EventActions.NETWORK.contains(event.action());
      case "swarm", "service", "node" -> true;
      default -> false;
    };
  }

  private static String filters(boolean podman) {
    ObjectNode filters = JsonNodeFactory.instance.objectNode();
    filters.putArray("type").add("container").add("network");
    ArrayNode actions = filters.putArray("event");
    EventActions.CONTAINER.forEach(actions::add);
    EventActions.NETWORK.forEach(actions::add);
    if (podman) {
      Podman.ACTIONS.forEach(actions::add);
    }
    return JsonText.of(filters);
  }
}
