package io.sallyport.docker;

import static io.sallyport.docker.ScriptedEngine.VERSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sallyport.docker.json.EngineSamples;
import io.sallyport.source.EngineEvent;
import io.sallyport.source.EngineException;
import io.sallyport.source.Source.Subscription;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventStreamTest {
  private static final String BEGIN = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

  private final List<EngineEvent> events = new CopyOnWriteArrayList<>();
  private final List<EngineException> ends = new CopyOnWriteArrayList<>();

  /// What the stream does once it has begun.
  private interface Stream {
    void to(ScriptedEngine.Connection connection) throws IOException;
  }

  @Test
  void isLiveBeforeTheFirstEventAndPassesEventsOnAsTheyCome() throws Exception {
    CountDownLatch subscribed = new CountDownLatch(1);
    try (ScriptedEngine scripted =
            engine(connection -> {
              awaitLatch(subscribed);
              String start = event("start");
              connection.chunk(start.substring(0, 20));
              connection.chunk(start.substring(20) + "\n" + event("die") + event("top"));
              connection.hang();
            });
        DockerEngine engine = new DockerEngine(scripted.connection());
        Subscription _ = engine.source().subscribe(events::add, ends::add)) {
      assertThat(events).isEmpty();
      subscribed.countDown();

      await().until(() -> events.size() >= 2);
      assertThat(events).extracting(EngineEvent::action).containsExactly("start", "die");
      assertThat(ends).isEmpty();
    }
  }

  @Test
  void asksOnlyForWhatMatters() throws IOException {
    try (ScriptedEngine scripted = engine(ScriptedEngine.Connection::hang);
        DockerEngine engine = new DockerEngine(scripted.connection());
        Subscription _ = engine.source().subscribe(events::add, ends::add)) {
      String request = URLDecoder.decode(scripted.requests().getLast(), StandardCharsets.UTF_8);

      assertThat(request)
          .startsWith("GET /v1.41/events?filters={")
          .contains("\"type\":[\"container\",\"network\"]", "health_status", "disconnect")
          .doesNotContain("exec", "extract");
    }
  }

  @Test
  void takesEverythingFromAClassicSwarmManagerAndPassesOnItsLosses() throws IOException {
    String swarm = EngineSamples.body("classicswarm/version.json").toString();
    String lost =
        EngineSamples.body("classicswarm/events_engine_disconnect.json").get(0).get(1).toString();
    try (ScriptedEngine scripted =
            new ScriptedEngine((request, connection) -> {
              if (request.equals("GET /version")) {
                connection.json(swarm);
              } else {
                connection.write(BEGIN);
                connection.chunk(event("exec_die") + event("start") + lost);
                connection.hang();
              }
            });
        DockerEngine engine = new DockerEngine(scripted.connection());
        Subscription _ = engine.source().subscribe(events::add, ends::add)) {

      await().until(() -> events.size() >= 2);
      assertThat(events)
          .extracting(EngineEvent::action)
          .containsExactly("start", "engine_disconnect");
      assertThat(scripted.requests().getLast()).isEqualTo("GET /v1.40/events");
    }
  }

  @Test
  void saysOnceThatItHasEnded() throws IOException {
    endsWith(connection -> connection.write("0\r\n\r\n"), "the engine ended the event stream");
    endsWith(
        connection -> {
          connection.chunk(event("start").substring(0, 30));
          connection.hangUp();
        },
        "the event stream broke off: the engine hung up");
    endsWith(
        connection -> {
          connection.chunk("{\"Type\": oops}");
          connection.hang();
        },
        "the event stream is not JSON: ");
  }

  /// Whatever a label holds, and whatever an engine may say: it costs that event.
  @Test
  void goesOnAfterAnOddEvent() throws IOException {
    String huge =
        event("start")
            .replace(
                "\"ID\": \"c1\"",
                "\"ID\": \"c1\", \"Attributes\": {\"%s\": \"x\", \"a\": \"%s\"}"
                    .formatted("k".repeat(60_000), "v".repeat(21_000_000)));
    try (ScriptedEngine scripted =
            engine(connection -> {
              connection.chunk(
                  "7 {\"Type\": 7}[]{\"Type\": \"container\", \"Action\": [\"start\"]}");
              connection.chunk("{\"Type\": \"container\", \"Action\": \"die\", \"Actor\": 7,");
              connection.chunk("\"timeNano\": -1, \"time\": 1e99}" + huge + event("stop"));
              connection.hang();
            });
        DockerEngine engine = new DockerEngine(scripted.connection());
        Subscription _ = engine.source().subscribe(events::add, ends::add)) {

      await().until(() -> events.size() >= 3);
      assertThat(events)
          .extracting(EngineEvent::action)
          .as("the second is about any container")
          .containsExactly("die", "start", "stop");
      assertThat(events.getFirst().containerId()).isEmpty();
      assertThat(events.get(1).attributes()).doesNotContainKey("a");
      assertThat(ends).isEmpty();
    }
  }

  @Test
  void endsWhenItsReaderFails() throws IOException {
    try (ScriptedEngine scripted =
            engine(connection -> {
              connection.chunk(event("start"));
              connection.hang();
            });
        DockerEngine engine = new DockerEngine(scripted.connection());
        Subscription _ =
            engine
                .source()
                .subscribe(
                    event -> {
                      throw new IllegalStateException("full");
                    },
                    ends::add)) {
      await().until(() -> !ends.isEmpty());
      assertThat(ends.getFirst()).hasMessageContaining("full");
    }
  }

  @Test
  void isSilentOnceItIsClosed() throws IOException {
    try (ScriptedEngine scripted = engine(ScriptedEngine.Connection::hang);
        DockerEngine engine = new DockerEngine(scripted.connection())) {
      Subscription first = engine.source().subscribe(events::add, ends::add);
      Subscription second = engine.source().subscribe(events::add, ends::add);
      first.close();
      await().until(() -> scripted.connections() == 1);
      scripted.dropConnections();
      await().until(() -> !ends.isEmpty());
      second.close();

      assertThat(ends).hasSize(1);
    }
  }

  @Test
  void isSilentWhenTheEngineIsClosed() throws IOException {
    try (ScriptedEngine scripted = engine(ScriptedEngine.Connection::hang)) {
      DockerEngine engine = new DockerEngine(scripted.connection());
      Subscription subscription = engine.source().subscribe(events::add, ends::add);
      engine.close();
      await().until(() -> scripted.connections() == 0);
      subscription.close();

      assertThat(ends).isEmpty();
    }
  }

  @Test
  void doesNotWaitForEverForAnEngineThatSaysNothing() throws IOException {
    try (ScriptedEngine scripted =
            new ScriptedEngine((request, connection) -> {
              if (request.equals("GET /version")) {
                connection.json(VERSION);
              } else {
                connection.hang();
              }
            });
        DockerEngine engine = new DockerEngine(scripted.connection(), Duration.ofSeconds(1))) {

      assertThatThrownBy(() -> engine.source().subscribe(events::add, ends::add))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("GET /events: no answer within 1 s");
      await().until(() -> scripted.connections() == 0);
      assertThat(ends).isEmpty();
    }
  }

  @Test
  void saysThatItIsRefused() throws IOException {
    try (ScriptedEngine scripted =
            new ScriptedEngine((request, connection) -> {
              if (request.equals("GET /version")) {
                connection.json(VERSION);
              } else {
                connection.reply(403, "forbidden by the socket proxy");
              }
            });
        DockerEngine engine = new DockerEngine(scripted.connection())) {
      assertThatThrownBy(() -> engine.source().subscribe(events::add, ends::add))
          .hasMessageContaining("GET /events: 403: forbidden by the socket proxy");
      assertThat(ends).isEmpty();
    }
  }

  private void endsWith(Stream stream, String message) throws IOException {
    ends.clear();
    try (ScriptedEngine scripted = engine(stream);
        DockerEngine engine = new DockerEngine(scripted.connection());
        Subscription _ = engine.source().subscribe(events::add, ends::add)) {
      await().until(() -> !ends.isEmpty());
      assertThat(ends).hasSize(1);
      assertThat(ends.getFirst()).hasMessageContaining("GET /events: " + message);
    }
  }

  private static ScriptedEngine engine(Stream stream) {
    return new ScriptedEngine((request, connection) -> {
      if (request.equals("GET /version")) {
        connection.json(VERSION);
      } else {
        connection.write(BEGIN);
        stream.to(connection);
      }
    });
  }

  private static String event(String action) {
    return "{\"Type\": \"container\", \"Action\": \"%s\", \"Actor\": {\"ID\": \"c1\"}}"
        .formatted(action);
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
