package io.sallyport.docker;

import static io.sallyport.docker.ScriptedEngine.VERSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.docker.http.DockerConnection;
import io.sallyport.docker.json.EngineSamples;
import io.sallyport.source.EngineException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What is a no, and whose. Against a real filter: `FilteredEngineIT`.
@Timeout(20)
class PermissionCheckTest {
  private static final String NO_CONTAINER = "{\"message\":\"No such container: 0000\"}";

  @Test
  void findsNothingWrongAtAnEngineThatAnswers() throws IOException {
    assertThat(access(PermissionCheckTest::answer)).hasSize(12).allMatch(each -> allowed(each));
  }

  @Test
  void asksForNothingThatExists() throws IOException {
    try (ScriptedEngine scripted = new ScriptedEngine(PermissionCheckTest::answer);
        DockerEngine engine = new DockerEngine(scripted.connection())) {
      engine.permissions();

      assertThat(scripted.requests())
          .filteredOn(request -> !request.startsWith("GET "))
          .hasSize(5)
          .allMatch(request -> request.contains("/" + "0".repeat(64) + "/"));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Endpoint.class,
      names = {"INFO", "SERVICES", "TASKS", "NODES"},
      mode = EnumSource.Mode.EXCLUDE)
  void namesWhatIsStopped(Endpoint endpoint) throws IOException {
    List<Permission> found =
        access((request, connection) -> {
          if (isFor(endpoint, request)) {
            connection.reply(403, "<html><h1>403 Forbidden</h1>\nby rule</html>");
          } else {
            answer(request, connection);
          }
        });

    assertThat(found)
        .filteredOn(each -> !allowed(each))
        .singleElement()
        .satisfies(each -> {
          assertThat(each.endpoint()).isEqualTo(endpoint);
          assertThat(each.problem()).hasValue("is not let through (403 Forbidden by rule)");
        });
  }

  @ParameterizedTest
  @EnumSource(names = {"SERVICES", "TASKS", "NODES"})
  void asksASwarmManagerForMore(Endpoint endpoint) throws IOException {
    List<Permission> found =
        access((request, connection) -> {
          if (request.endsWith("/info")) {
            connection.json(EngineSamples.text("swarm/info.json"));
          } else if (isFor(endpoint, request)) {
            connection.reply(403, "by rule");
          } else {
            answer(request, connection);
          }
        });

    assertThat(found).hasSize(Endpoint.values().length);
    assertThat(found)
        .filteredOn(each -> !allowed(each))
        .extracting(Permission::endpoint)
        .containsExactly(endpoint);
  }

  @Test
  void doesNotNeedWhatAPlainEngineIsNotAskedFor() throws IOException {
    assertThat(
            access((request, connection) -> {
              if (request.endsWith("/info")) {
                connection.reply(403, "no");
              } else {
                answer(request, connection);
              }
            }))
        .allMatch(each -> allowed(each));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "403 | {\"message\":\"authorization denied by plugin casbin: no\"} | false",
        "405 | Method Not Allowed | false",
        "404 | <html>404 Not Found</html> | false",
        "503 | <html>503 Service Unavailable</html> | false",
        "404 | No such container: 0000 | true",
        "500 | {\"message\":\"something else\"} | true"
      })
  void tellsAnEnginesNoFromAnothers(int status, String body, boolean allowed) throws IOException {
    List<Permission> found =
        access((request, connection) -> {
          if (request.startsWith("PUT ")) {
            connection.reply(status, body);
          } else {
            answer(request, connection);
          }
        });

    assertThat(found)
        .filteredOn(each -> each.endpoint() == Endpoint.ARCHIVE)
        .allMatch(each -> allowed(each) == allowed);
  }

  /// Engines name their version in each answer; their own 403 is about what was asked for.
  @Test
  void takesAnEnginesOwn403ForItsOwn() throws IOException {
    String answer = "HTTP/1.1 403 Forbidden\r\nApi-Version: 1.41\r\nContent-Length: 2\r\n\r\nno";
    assertThat(
            access((request, connection) -> {
              if (request.startsWith("POST ")) {
                connection.write(answer);
              } else {
                answer(request, connection);
              }
            }))
        .allMatch(each -> allowed(each));
  }

  @Test
  void findsNobodyToAsk() {
    try (DockerEngine engine = new DockerEngine(DockerConnection.to("unix:///nowhere.sock"))) {
      assertThatThrownBy(engine::permissions)
          .isInstanceOf(EngineException.class)
          .hasMessageContaining("there is no socket /nowhere.sock");
    }
  }

  private static boolean allowed(Permission permission) {
    return permission.problem().isEmpty();
  }

  private static List<Permission> access(ScriptedEngine.Answers answers) throws IOException {
    try (ScriptedEngine scripted = new ScriptedEngine(answers);
        DockerEngine engine = new DockerEngine(scripted.connection())) {
      return engine.permissions();
    }
  }

  private static boolean isFor(Endpoint endpoint, String request) {
    String path = endpoint.path().replace(Endpoint.ID, "0".repeat(64));
    return request.matches(endpoint.method() + " (/v[0-9.]+)?" + path + "(\\?.*)?");
  }

  private static void answer(String request, ScriptedEngine.Connection connection)
      throws IOException {
    if (request.equals("GET /version")) {
      connection.json(VERSION);
    } else if (request.contains("0".repeat(64))) {
      connection.reply(404, NO_CONTAINER);
    } else {
      connection.json("[]");
    }
  }
}
