package io.sallyport.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.docker.EngineCalls.BodyReader;
import io.sallyport.docker.http.Deadline;
import io.sallyport.docker.json.EngineJson;
import io.sallyport.docker.json.JsonTree;
import io.sallyport.docker.json.Snapshot;
import io.sallyport.source.EngineEvent;
import io.sallyport.source.EngineException;
import io.sallyport.source.Listed;
import io.sallyport.source.NotAllowedException;
import io.sallyport.source.Source.Subscription;
import io.sallyport.source.SwarmNode;
import io.sallyport.source.SwarmPlace;
import io.sallyport.source.SwarmRole;
import io.sallyport.source.SwarmService;
import io.sallyport.source.SwarmSource;
import io.sallyport.source.SwarmTask;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;

/// What an engine says of services, tasks and nodes, if it is a Swarm manager.
final class DockerSwarm implements SwarmSource {
  /// A manager without a leader hangs for 16 s: nobody waits for that (measured on 20.10).
  static final Duration LIMIT = Duration.ofSeconds(3);

  private static final EngineRequest SERVICES = EngineRequest.to(Endpoint.SERVICES);
  private static final EngineRequest TASKS = EngineRequest.to(Endpoint.TASKS);
  private static final EngineRequest NODES = EngineRequest.to(Endpoint.NODES);

  private final EngineCalls calls;

  DockerSwarm(EngineCalls calls) {
    this.calls = calls;
  }

  @Override
  public SwarmPlace place() {
    return ask(EngineLists.INFO, JsonTree::read, EngineJson::swarmPlace);
  }

  @Override
  public Listed<SwarmService> services() {
    return ask(SERVICES, JsonTree::services, EngineJson::services);
  }

  @Override
  public Listed<SwarmTask> tasks() {
    return ask(TASKS, JsonTree::tasks, EngineJson::tasks);
  }

  @Override
  public Listed<SwarmTask> tasks(String service) {
    ObjectNode filters = JsonNodeFactory.instance.objectNode();
    filters.putArray("service").add(service);
    return ask(TASKS.query("filters", JsonText.of(filters)), JsonTree::tasks, EngineJson::tasks);
  }

  @Override
  public Listed<SwarmNode> nodes() {
    return ask(NODES, JsonTree::nodes, EngineJson::swarmNodes);
  }

  @Override
  public Subscription subscribe(Consumer<EngineEvent> onEvent, Consumer<EngineException> onEnd) {
    return EventStream.ofSwarm(calls, onEvent, onEnd).open(Deadline.in(LIMIT));
  }

  /// With the raw lists, if the engine is a manager and may be asked.
  Snapshot added(Snapshot snapshot) {
    if (EngineJson.swarmPlace(snapshot.json().path("info")).role() != SwarmRole.MANAGER) {
      return snapshot;
    }
    try {
      return snapshot.withSwarm(
          asked(SERVICES, JsonTree::services),
          asked(TASKS, JsonTree::tasks),
          asked(NODES, JsonTree::nodes));
    } catch (NotAllowedException kept) {
      return snapshot;
    }
  }

  private <T> T ask(
      EngineRequest request, BodyReader<JsonNode> reader, Function<JsonNode, T> meaning) {
    return calls.understand(request, asked(request, reader), meaning);
  }

  private JsonNode asked(EngineRequest request, BodyReader<JsonNode> reader) {
    try {
      return calls.ask(request, reader, LIMIT);
    } catch (ErrorReplyException no) {
      throw no.reply().stopped()
          ? new NotAllowedException(String.valueOf(no.getMessage()), no)
          : no;
    }
  }
}
