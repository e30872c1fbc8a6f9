package io.sallyport.docker;

import static io.sallyport.docker.ScriptedEngine.VERSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.docker.json.EngineSamples;
import io.sallyport.source.Container;
import io.sallyport.source.EngineException;
import io.sallyport.source.NotAllowedException;
import io.sallyport.source.Observation;
import io.sallyport.source.Source.Subscription;
import io.sallyport.source.SwarmRole;
import io.sallyport.source.SwarmSource;
import io.sallyport.source.SwarmTask;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What is asked of a Swarm manager, and what its answers mean. The answers are recorded.
@Timeout(30)
class DockerSwarmTest {

  @Test
  void readsServicesTasksAndNodes() throws IOException {
    try (ScriptedEngine scripted = recorded();
        DockerEngine engine = new DockerEngine(scripted.connection())) {
      SwarmSource manager = engine.source().swarmSource().orElseThrow();

      assertThat(manager.role()).isEqualTo(SwarmRole.MANAGER);
      assertThat(manager.services().items())
          .filteredOn(service -> service.name().equals("site_shop"))
          .singleElement()
          .satisfies(shop -> {
            assertThat(shop.hasOurLabels()).isTrue();
            assertThat(shop.labels()).containsEntry("interlock.network", "web");
          });
      assertThat(manager.tasks().items()).extracting(SwarmTask::state).containsOnly("running");
      assertThat(manager.nodes().items())
          .allMatch(node -> node.hasAddress() && node.hostname().equals("vm"));
    }
  }

  /// As for 16 s after the leader's engine was killed (20.10).
  @Test
  void looksAtContainersWhileAManagerSaysNothingOfNetworks() throws IOException {
    AtomicBoolean leaderless = new AtomicBoolean();
    String container =
        "[{\"Id\":\"%s\",\"Names\":[\"/%s\"],\"Created\":1,\"State\":\"running\","
            + "\"NetworkSettings\":{\"Networks\":{\"web\":{\"NetworkID\":\"%s\"}}}}]";
    try (ScriptedEngine scripted =
            new ScriptedEngine((request, connection) -> {
              if (request.equals("GET /version")) {
                connection.json(VERSION);
              } else if (request.contains("/containers/")) {
                connection.json(
                    leaderless.get()
                        ? container.formatted("b".repeat(64), "new", "n1")
                        : container.formatted("a".repeat(64), "old", "n1"));
              } else if (leaderless.get()) {
                connection.hang();
              } else {
                connection.json("[{\"Id\":\"n1\",\"Name\":\"web\",\"Scope\":\"swarm\"}]");
              }
            });
        DockerEngine engine = new DockerEngine(scripted.connection())) {
      Observation before = engine.source().observe();
      leaderless.set(true);

      Observation now = engine.source().observe(before);

      assertThat(now.containers()).extracting(Container::name).containsExactly("new");
      assertThat(now.networks()).isEqualTo(before.networks());
    }
  }

  @Test
  void asksForOneServicesTasksAlone() throws IOException {
    try (ScriptedEngine scripted = recorded();
        DockerEngine engine = new DockerEngine(scripted.connection())) {
      engine.source().swarmSource().orElseThrow().tasks("shop");

      assertThat(decoded(scripted)).contains("GET /v1.41/tasks?filters={\"service\":[\"shop\"]}");
    }
  }

  /// A new manager tells old events again, and the times of its store go back.
  @Test
  void subscribesToEventsOfTheSwarmFromNowOn() throws IOException {
    try (ScriptedEngine scripted =
            new ScriptedEngine((request, connection) -> {
              if (request.equals("GET /version")) {
                connection.json(VERSION);
              } else {
                connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                connection.hang();
              }
            });
        DockerEngine engine = new DockerEngine(scripted.connection());
        Subscription stream =
            engine.source().swarmSource().orElseThrow().subscribe(event -> {}, end -> {})) {
      assertThat(decoded(scripted).getLast())
          .isEqualTo(
              "GET /v1.41/events?filters={\"scope\":[\"swarm\"],"
                  + "\"type\":[\"service\",\"node\",\"network\"]}");
      assertThat(stream.pulse()).isEqualTo(Subscription.Pulse.UNKNOWN);
    }
  }

  @Test
  void givesUpOnAManagerThatHangsWithinSeconds() throws IOException {
    try (ScriptedEngine scripted =
            new ScriptedEngine((request, connection) -> {
              if (request.equals("GET /version")) {
                connection.json(VERSION);
              } else {
                connection.hang();
              }
            });
        DockerEngine engine = new DockerEngine(scripted.connection())) {
      long begun = System.nanoTime();
      assertThatThrownBy(() -> engine.source().swarmSource().orElseThrow().services())
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("no answer within");
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(9));
    }
  }

  @Test
  void saysWhatIsNoAnswer() throws IOException {
    fails(503, EngineSamples.body("swarm/errors.json").at("/worker/body").toString());
    fails(503, EngineSamples.body("swarm/errors.json").at("/promoting/body").toString());
    fails(500, EngineSamples.body("swarm/errors.json").at("/noLeader/body").toString());
    fails(200, "<html>");
    fails(200, "{}");
    fails(200, "null");
  }

  private static void fails(int status, String body) throws IOException {
    try (ScriptedEngine scripted = saying(status, body);
        DockerEngine engine = new DockerEngine(scripted.connection())) {
      SwarmSource manager = engine.source().swarmSource().orElseThrow();
      assertThatThrownBy(manager::services)
          .isInstanceOf(EngineException.class)
          .isNotInstanceOf(NotAllowedException.class);
      assertThatThrownBy(manager::tasks).isInstanceOf(EngineException.class);
      assertThatThrownBy(manager::nodes).isInstanceOf(EngineException.class);
    }
  }

  @Test
  void tellsWhatAFilterKeepsBack() throws IOException {
    try (ScriptedEngine scripted = saying(403, "<html>Forbidden</html>");
        DockerEngine engine = new DockerEngine(scripted.connection())) {
      assertThatThrownBy(() -> engine.source().swarmSource().orElseThrow().services())
          .isInstanceOf(NotAllowedException.class)
          .hasMessageContaining("must let `GET /services` through");
    }
  }

  @Test
  void asksNothingOfAnEngineThatShowsNoSwarm() throws IOException {
    Map<String, String> plain = new HashMap<>();
    plain.put("GET /version", VERSION);
    plain.put("GET /v1.41/containers/json?all=1", "[]");
    plain.put("GET /v1.41/networks", "[]");
    try (ScriptedEngine scripted = ScriptedEngine.saying(plain);
        DockerEngine engine = new DockerEngine(scripted.connection())) {
      engine.source().observeAll();

      assertThat(scripted.requests()).containsExactlyInAnyOrderElementsOf(plain.keySet());
    }
  }

  @Test
  void aSnapshotHoldsWhatTheManagerSays() throws IOException {
    try (ScriptedEngine scripted = recorded();
        DockerEngine engine = new DockerEngine(scripted.connection())) {
      Observation live = engine.source().observeAll();
      Observation saved = engine.snapshot().observation();

      assertThat(live.swarm().services()).isNotEmpty();
      assertThat(saved.swarm()).isEqualTo(live.swarm());
      assertThat(saved.containers()).isEqualTo(live.containers());
    }
  }

  @Test
  void whatAFilterKeepsBackIsMissingFromALookAndASnapshot() throws IOException {
    try (ScriptedEngine scripted =
            recorded((request, connection) -> connection.reply(403, "<html>Forbidden</html>"));
        DockerEngine engine = new DockerEngine(scripted.connection())) {
      Observation live = engine.source().observeAll();

      assertThat(live.swarm().trouble()).contains("must let `GET /services` through");
      assertThat(live.containers()).isNotEmpty();
      assertThat(engine.snapshot().observation().containers()).isEqualTo(live.containers());
    }
  }

  private static List<String> decoded(ScriptedEngine scripted) {
    Function<String, String> plain = text -> URLDecoder.decode(text, StandardCharsets.UTF_8);
    return new ArrayList<>(scripted.requests().stream().map(plain).toList());
  }

  private static ScriptedEngine saying(int status, String body) {
    return new ScriptedEngine((request, connection) -> {
      if (request.equals("GET /version")) {
        connection.json(VERSION);
      } else {
        connection.reply(status, body);
      }
    });
  }

  /// Of a manager of three nodes that runs a stack.
  private static ScriptedEngine recorded() {
    return recorded((request, connection) -> connection.json(sample("services")));
  }

  private static String sample(String name) {
    return EngineSamples.text("swarm/" + name + ".json");
  }

  /// @param services what `GET /services` answers
  private static ScriptedEngine recorded(ScriptedEngine.Answers services) {
    Map<String, String> names =
        Map.of(
            "/info", "info",
            "/containers/json", "containers",
            "/networks", "networks",
            "/tasks", "tasks",
            "/nodes", "nodes");
    return new ScriptedEngine((request, connection) -> {
      String path = request.replaceFirst("GET (/v1\\.\\d+)?", "").replaceFirst("\\?.*", "");
      if (path.equals("/version")) {
        connection.json(VERSION);
      } else if (path.equals("/services")) {
        services.answer(request, connection);
      } else {
        connection.json(sample(String.valueOf(names.get(path))));
      }
    });
  }
}
