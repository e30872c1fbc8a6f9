package io.sallyport.docker;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sallyport.docker.json.EngineJson;
import io.sallyport.source.EngineException;
import io.sallyport.source.Observation.EngineIdentity;
import io.sallyport.source.SwarmRole;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Tries each endpoint without changing anything: what would act is asked to act on something that
/// cannot exist. What only a Swarm manager is asked is left out where there is none. An engine
/// answers that there is no such container, or command; what filters its socket answers something
/// else.
final class PermissionCheck {
  /// Of the form of an identifier, since filters may ask for that.
  private static final String NOBODY = "0".repeat(64);

  private final EngineCalls calls;

  PermissionCheck(EngineCalls calls) {
    this.calls = calls;
  }

  /// In the order of the table.
  ///
  /// @throws EngineException when there is no engine to ask
  List<Permission> run() {
    Optional<EngineIdentity> engine = Optional.empty();
    List<Permission> found = new ArrayList<>();
    try {
      engine = Optional.of(calls.session().engine());
      found.add(new Permission(Endpoint.VERSION, Optional.empty()));
    } catch (ErrorReplyException refused) {
      found.add(new Permission(Endpoint.VERSION, Optional.of(said(refused.reply()))));
    }
    boolean manager = isManager();
    for (Endpoint endpoint : Endpoint.values()) {
      if (endpoint != Endpoint.VERSION && (manager || !endpoint.ofManagers())) {
        boolean needed = engine.map(endpoint::neededFor).orElse(true);
        found.add(new Permission(endpoint, problem(endpoint).filter(any -> needed)));
      }
    }
    return found;
  }

  private boolean isManager() {
    try {
      return calls
              .understand(EngineLists.INFO, calls.ask(EngineLists.INFO), EngineJson::swarmPlace)
              .role()
          == SwarmRole.MANAGER;
    } catch (EngineException unknown) {
      return false;
    }
  }

  private Optional<String> problem(Endpoint endpoint) {
    try {
      calls.probe(probe(endpoint));
      return Optional.empty();
    } catch (ErrorReplyException answer) {
      boolean taken = answer.reply().engines() && !answer.reply().stopped();
      return taken ? Optional.empty() : Optional.of(said(answer.reply()));
    } catch (EngineException none) {
      return Optional.of("is not answered: " + none.getMessage());
    }
  }

  private static String said(ErrorReply reply) {
    return "%s (%s)"
        .formatted(reply.stopped() ? "is not let through" : "is not answered by an engine", reply);
  }

  private static EngineRequest probe(Endpoint endpoint) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    return switch (endpoint) {
      case VERSION, INFO, CONTAINERS, NETWORKS, EVENTS, SERVICES, TASKS, NODES ->
          EngineRequest.to(endpoint);
      case INSPECT, EXEC_INSPECT -> EngineRequest.to(endpoint, NOBODY);
      case ARCHIVE ->
          EngineRequest.to(endpoint, NOBODY)
              .query("path", "/")
              .tar(Ustar.archive(List.of(), Instant.EPOCH));
      case EXEC_CREATE ->
          EngineRequest.to(endpoint, NOBODY).json(ExecCall.creation(List.of("true")));
      case EXEC_START -> EngineRequest.to(endpoint, NOBODY).json(ExecCall.attached()).takingOver();
      case CONNECT, DISCONNECT ->
          EngineRequest.to(endpoint, NOBODY).json(json.objectNode().put("Container", NOBODY));
    };
  }
}
