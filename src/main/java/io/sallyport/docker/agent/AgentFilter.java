package io.sallyport.docker.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import io.sallyport.docker.http.SocketHttpClient.TakenOver;
import io.sallyport.docker.json.JsonTree;
import io.sallyport.docker.json.ReducedJson;
import java.io.IOException;

/// What the agent lets each row of the table do. The engine is told nothing but what was parsed,
/// and of its answers nothing is passed on but what is needed.
final class AgentFilter {
  private final AgentEngine engine;
  private final CreatedExecs execs = new CreatedExecs();

  AgentFilter(AgentEngine engine) {
    this.engine = engine;
  }

  /// An answer that is whole.
  ///
  /// @throws RefusedCallException for what is not allowed, by us or by the engine
  AgentAnswer answer(AgentCall call, RequestBody body) throws IOException {
    return switch (call.endpoint()) {
      case VERSION -> look(call, body, ReducedJson::version);
      case INFO -> look(call, body, ReducedJson::info);
      case CONTAINERS -> look(call, body, JsonTree::containers);
      case NETWORKS -> look(call, body, JsonTree::networks);
      case INSPECT -> look(call, body, ReducedJson::inspected);
      case EXEC_INSPECT -> {
        execs.requireKnown(call.id());
        yield look(call, body, ReducedJson::exec);
      }
      case EXEC_CREATE -> {
        ObjectNode command = AgentBodies.command(body.json());
        container(call, call.id()).requireProxy();
        yield engine.ask(call, command, answer -> execs.created(ReducedJson.exec(answer)));
      }
      case ARCHIVE -> {
        container(call, call.id()).requireProxy();
        yield engine.tell(call, body.archive());
      }
      case CONNECT -> {
        ObjectNode connection = AgentBodies.connection(body.json());
        networkedProxy(call, connection);
        yield engine.tell(call, connection);
      }
      case DISCONNECT -> {
        ObjectNode disconnection = AgentBodies.disconnection(body.json());
        networkedProxy(call, disconnection).requireConnectedByUs(call.id());
        yield engine.tell(call, disconnection);
      }
      default -> throw new IllegalArgumentException(call.endpoint() + " has no whole answer");
    };
  }

  /// What happens, as long as somebody listens; to be closed.
  Response events(AgentCall call, RequestBody body) throws IOException {
    body.requireNone();
    return engine.open(call);
  }

  /// The connection to a command; to be closed.
  TakenOver start(AgentCall call, RequestBody body) throws IOException {
    ObjectNode start = AgentBodies.start(body.json());
    execs.start(call.id());
    return engine.takeOver(call, start);
  }

  private AgentAnswer look(AgentCall call, RequestBody body, AgentEngine.ReducedReader reader)
      throws IOException {
    body.requireNone();
    return engine.ask(call, reader);
  }

  private AgentContainer networkedProxy(AgentCall call, ObjectNode body) throws IOException {
    AgentContainer container = container(call, body.path("Container").asText());
    container.requireNoTask();
    container.requireProxy();
    return container;
  }

  private AgentContainer container(AgentCall call, String id) throws IOException {
    return AgentContainer.of(engine, call.version(), id);
  }
}
