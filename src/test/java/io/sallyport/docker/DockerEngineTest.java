package io.sallyport.docker;

import static io.sallyport.docker.ScriptedEngine.VERSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sallyport.docker.json.EngineSamples;
import io.sallyport.source.Container;
import io.sallyport.source.ContainerAccess.ExecResult;
import io.sallyport.source.EngineException;
import io.sallyport.source.Observation;
import io.sallyport.source.PartialLookException;
import io.sallyport.source.Unreadable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What an engine may do to us: each call ends in time, and says what was wrong.
@Timeout(60)
class DockerEngineTest {
  /// Enough for an answer that comes at once, on a busy machine too.
  private static final Duration SOON = Duration.ofSeconds(1);

  private static final Duration PATIENT = Duration.ofSeconds(10);

  private static final String ONE =
      "[{\"Id\": \"c1\", \"Names\": [\"/web\"], \"State\": \"running\"}]";

  @ParameterizedTest
  @CsvSource({"1.41, 1.12, v1.41", "1.52, 1.44, v1.52", "1.99, 1.44, v1.52", "1.24, '', v1.24"})
  void speaksTheHighestVersionThatBothKnow(String newest, String least, String expected)
      throws IOException {
    String prefix = "GET /" + expected;
    try (ScriptedEngine scripted =
            ScriptedEngine.saying(
                Map.of(
                    "GET /version",
                    version(newest, least),
                    prefix + "/containers/json?all=1",
                    ONE,
                    prefix + "/networks",
                    "[]"));
        DockerEngine engine = new DockerEngine(scripted.connection())) {

      assertThat(engine.source().observe().containers())
          .extracting(Container::name)
          .containsExactly("web");
      assertThat(engine.source().observe().containers()).hasSize(1);
      assertThat(scripted.requests()).filteredOn("GET /version"::equals).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1.60, 1.55, 'speaks API 1.55 to 1.60, Sallyport 1.24 to 1.52'",
    "1.18, '', 'speaks API ? to 1.18, Sallyport 1.24 to 1.52'",
    "'', '', not a Docker Engine"
  })
  void saysThatThereIsNoCommonVersion(String newest, String least, String message)
      throws IOException {
    fails(
        (request, connection) -> connection.json(version(newest, least)),
        "GET /version: ",
        message);
  }

  @Test
  void agreesAnewWithAnEngineThatWasUpgraded() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    try (ScriptedEngine scripted =
            new ScriptedEngine((request, connection) -> {
              if (request.equals("GET /version")) {
                boolean first = asked.getAndIncrement() == 0;
                connection.json(first ? VERSION : version("1.52", "1.44"));
              } else if (request.startsWith("GET /v1.41/")) {
                connection.reply(
                    400,
                    "{\"message\": \"client version 1.41 is too old. Minimum supported API"
                        + " version is 1.44\"}");
              } else {
                connection.json("[]");
              }
            });
        DockerEngine engine = new DockerEngine(scripted.connection())) {

      assertThat(engine.source().observe().containers()).isEmpty();
      assertThat(engine.source().observe().engine().apiVersion()).isEqualTo("1.52");
    }
  }

  @Test
  void doesNotWaitForAnEngineThatSaysNothing() throws IOException {
    fails(SOON, (request, connection) -> connection.hang(), "GET /version: no answer within 1 s");
    fails(
        SOON,
        answering(connection -> connection.hang()),
        "GET /containers/json: no answer within 1 s");
    fails(
        SOON,
        answering(connection -> {
          connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n[");
          connection.hang();
        }),
        "GET /containers/json: no answer within 1 s");
  }

  @Test
  void doesNotTakeHalfAnAnswer() throws IOException {
    fails(
        answering(connection -> {
          connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n[]");
          connection.hangUp();
        }),
        "GET /containers/json: the answer was cut off after 2 bytes");
    fails(
        answering(connection -> {
          connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
          connection.chunk("[]");
          connection.hangUp();
        }),
        "GET /containers/json: the engine hung up in the middle of its answer");
    fails(
        answering(ScriptedEngine.Connection::hangUp),
        "GET /containers/json: the engine hung up in the middle of its answer");
  }

  @Test
  void saysWhatTheEngineSaid() throws IOException {
    fails(
        answering(connection -> connection.reply(500, "{\"message\":\"no space left\\n\"}")),
        "GET /containers/json: 500: no space left");
    fails(
        answering(connection -> connection.reply(500, "No elected primary cluster manager\n")),
        "GET /containers/json: 500: No elected primary cluster manager");
    fails(
        answering(connection -> connection.reply(403, "")),
        "GET /containers/json: 403: (no message): whatever filters the engine's socket must let"
            + " `GET /containers/json` through (docs/engine-access.md)");
  }

  @Test
  void doesNotTakeNonsense() throws IOException {
    fails((request, connection) -> connection.write("SSH-2.0-OpenSSH\r\n\r\n"), "not HTTP");
    fails(
        answering(connection -> connection.json("<html>hello</html>")),
        "GET /containers/json: the answer is not JSON: Unexpected character ('<'");
    fails(
        answering(connection -> connection.json("{}")),
        "GET /containers/json: an unexpected answer: expected an array, found an object");
    fails(
        answering(connection -> connection.json("")),
        "GET /containers/json: an unexpected answer: expected an array, found nothing");
    fails(
        answering(connection ->
            connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")),
        "GET /containers/json: the answer is garbled: a chunk without its size");
    fails(
        answering(connection -> connection.write("HTTP/1.1 200 OK\r\n" + "x".repeat(20_000))),
        "GET /containers/json: the answer is garbled: a line without an end");
  }

  /// One label may be larger than any answer should be: it is not ours, and nothing is kept of it.
  @Test
  void takesAnAnswerOfAnySize() throws IOException {
    String list =
        ONE.substring(0, ONE.length() - 1)
            + ","
            + "{\"Id\": \"c2\", \"Labels\": {\"%s\": \"%s\"}, \"Created\": -5}"
                .formatted("k".repeat(60_000), "v".repeat(34 * 1024 * 1024))
            + "]";
    try (ScriptedEngine scripted =
            ScriptedEngine.saying(
                Map.of(
                    "GET /version",
                    VERSION,
                    "GET /v1.41/containers/json?all=1",
                    list,
                    "GET /v1.41/networks",
                    "[]"));
        DockerEngine engine = new DockerEngine(scripted.connection())) {
      Observation seen = engine.source().observe();

      assertThat(seen.containers()).extracting(Container::name).containsExactly("web");
      assertThat(seen.unreadable()).extracting(Unreadable::id).containsExactly("c2");
      assertThat(engine.source().observe()).isEqualTo(seen);
      assertThat(scripted.connections()).as("used again").isOne();
    }
  }

  @Test
  void tellsOfEachCall() throws IOException {
    List<String> heard = new CopyOnWriteArrayList<>();
    CallObserver observer =
        (endpoint, took, failed) -> {
          assertThat(took).isPositive();
          heard.add(endpoint + (failed ? " failed" : ""));
        };
    try (ScriptedEngine scripted =
            new ScriptedEngine((request, connection) -> {
              if (request.equals("GET /version")) {
                connection.json(VERSION);
              } else if (request.contains("/networks")) {
                connection.reply(500, "{}");
              } else {
                connection.json("[]");
              }
            });
        DockerEngine engine = new DockerEngine(scripted.connection(), observer, true)) {

      assertThatThrownBy(engine.source()::observe).isInstanceOf(EngineException.class);
    }
    assertThat(heard)
        .containsExactly("GET /version", "GET /containers/json", "GET /networks failed");
  }

  @Test
  void sharesConnectionsAndOutlivesTheirEnd() throws IOException {
    try (ScriptedEngine scripted = plain();
        DockerEngine engine = new DockerEngine(scripted.connection())) {
      engine.source().observe();
      engine.source().observe();
      assertThat(scripted.connections()).isEqualTo(1);

      scripted.dropConnections();
      assertThat(engine.source().observe().containers()).hasSize(1);
    }
  }

  @Test
  void looksAgainAfterAFailure() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    try (ScriptedEngine scripted =
            new ScriptedEngine((request, connection) -> {
              if (asked.getAndIncrement() == 0) {
                connection.hang();
              }
              connection.json(request.equals("GET /version") ? VERSION : "[]");
            });
        DockerEngine engine = new DockerEngine(scripted.connection(), SOON)) {

      assertThatThrownBy(engine.source()::observe).isInstanceOf(EngineException.class);
      assertThat(engine.source().observe().containers()).isEmpty();
    }
  }

  @Test
  void doesNotTakeAClassicSwarmWithoutOneOfItsNodesForAWhole() throws IOException {
    AtomicInteger infos = new AtomicInteger();
    String healthy = EngineSamples.body("classicswarm/info.json").toString();
    try (ScriptedEngine scripted =
            new ScriptedEngine((request, connection) ->
                connection.json(
                    switch (request) {
                      case "GET /version" ->
                          EngineSamples.body("classicswarm/version.json").toString();
                      // Lost while we look for the second time.
                      case "GET /v1.40/info" ->
                          infos.incrementAndGet() < 4
                              ? healthy
                              : healthy.replace("Healthy", "Unhealthy");
                      default -> "[]";
                    }));
        DockerEngine engine = new DockerEngine(scripted.connection())) {

      assertThat(engine.source().observe().whole().containers()).isEmpty();
      assertThatThrownBy(() -> engine.source().observe().whole())
          .isInstanceOf(PartialLookException.class)
          .hasMessageContaining("no view of vm (Unhealthy)");
      assertThat(engine.snapshot().observation().nodes().lost()).containsOnlyKeys("vm");
    }
  }

  @Test
  void takesASnapshotWithoutWhatItMayNotSee() throws IOException {
    try (ScriptedEngine scripted = plain();
        DockerEngine engine = new DockerEngine(scripted.connection())) {
      assertThat(engine.snapshot().json().path("info").isNull()).isTrue();
    }
  }

  @Test
  void runsACommandOverAConnectionOfItsOwn() throws IOException {
    AtomicInteger inspected = new AtomicInteger();
    try (ScriptedEngine scripted =
            new ScriptedEngine((request, connection) -> {
              switch (request) {
                case "GET /version" -> connection.json(VERSION);
                case "POST /v1.41/containers/c1/exec" -> connection.json("{\"Id\": \"e1\"}");
                case "POST /v1.41/exec/e1/start" -> {
                  connection.write("HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\n\r\n");
                  connection.write("\1\0\0\0\0\0\0\4out\n\2\0\0\0\0\0\0\4err\n");
                  connection.hangUp();
                }
                // The engine knows of the end a moment later.
                default ->
                    connection.json(
                        inspected.incrementAndGet() < 3
                            ? "{\"Running\": true, \"ExitCode\": null}"
                            : "{\"Running\": false, \"ExitCode\": 7}");
              }
            });
        DockerEngine engine = new DockerEngine(scripted.connection())) {

      assertThat(engine.access().exec("c1", List.of("true"), PATIENT))
          .isEqualTo(new ExecResult(7, "out\nerr\n"));
    }
  }

  @Test
  void doesNotTakeHalfACommand() throws IOException {
    try (ScriptedEngine scripted =
            new ScriptedEngine((request, connection) -> {
              switch (request) {
                case "GET /version" -> connection.json(VERSION);
                case "POST /v1.41/containers/c1/exec" -> connection.json("{\"Id\": \"e1\"}");
                case "POST /v1.41/exec/e1/start" -> {
                  connection.write("HTTP/1.1 200 OK\r\n\r\n\1\0\0\0\0\0\0\11only");
                  connection.hangUp();
                }
                default -> connection.reply(409, "{\"message\": \"c2 is paused\"}");
              }
            });
        DockerEngine engine = new DockerEngine(scripted.connection())) {

      assertThatThrownBy(() -> engine.access().exec("c1", List.of("nginx", "-t"), PATIENT))
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("nginx -t in c1: ");
      assertThatThrownBy(() -> engine.access().exec("c2", List.of("sh", "-c", "one\ntwo"), PATIENT))
          .hasMessageContaining("sh -c … in c2: 409: c2 is paused");
    }
  }

  @Test
  void endsWhatIsUnderWayWhenItIsClosed() throws Exception {
    try (ScriptedEngine scripted = new ScriptedEngine((request, connection) -> connection.hang())) {
      DockerEngine engine = new DockerEngine(scripted.connection(), PATIENT);
      CompletableFuture<Throwable> end = new CompletableFuture<>();
      Thread.ofVirtual()
          .start(() -> {
            try {
              engine.source().observe();
            } catch (EngineException e) {
              end.complete(e);
            }
          });
      await().until(() -> scripted.requests().size() == 1);
      engine.close();

      assertThat(end.get()).isInstanceOf(EngineException.class);
      assertThatThrownBy(engine.source()::observe).hasMessageContaining("closed");
    }
  }

  @Test
  void canBeInterrupted() throws Exception {
    try (ScriptedEngine scripted = new ScriptedEngine((request, connection) -> connection.hang());
        DockerEngine engine = new DockerEngine(scripted.connection(), PATIENT)) {
      Thread.currentThread().interrupt();

      assertThatThrownBy(engine.source()::observe).hasMessageEndingWith("interrupted");
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  private static void fails(ScriptedEngine.Answers answers, String... messages) throws IOException {
    fails(PATIENT, answers, messages);
  }

  private static void fails(Duration limit, ScriptedEngine.Answers answers, String... messages)
      throws IOException {
    try (ScriptedEngine scripted = new ScriptedEngine(answers);
        DockerEngine engine = new DockerEngine(scripted.connection(), limit)) {
      assertThatThrownBy(engine.source()::observe)
          .isInstanceOf(EngineException.class)
          .hasMessageStartingWith("engine " + scripted.connection().url() + ": GET /")
          .hasMessageContainingAll(messages);
    }
  }

  private interface Answer {
    void to(ScriptedEngine.Connection connection) throws IOException;
  }

  /// Answers the version as it should, and everything else so.
  private static ScriptedEngine.Answers answering(Answer answer) {
    return (request, connection) -> {
      if (request.equals("GET /version")) {
        connection.json(VERSION);
      } else {
        answer.to(connection);
      }
    };
  }

  private static ScriptedEngine plain() {
    return ScriptedEngine.saying(
        Map.of(
            "GET /version", VERSION,
            "GET /v1.41/containers/json?all=1", ONE,
            "GET /v1.41/networks", "[]"));
  }

  private static String version(String newest, String least) {
    return "{\"Version\": \"1\", \"ApiVersion\": \"%s\", \"MinAPIVersion\": \"%s\"}"
        .formatted(newest, least);
  }
}
