package io.sallyport.docker.agent;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/// What the engine says of a container, asked anew for each call. Its labels stay as long as it
/// lives, and no other container ever gets its identifier.
///
/// @param inspected the answer to `GET /containers/{id}/json`
record AgentContainer(JsonNode inspected) {
  /// The label that makes a container a proxy: its own, since a service's is a manager's word.
  static final String PROXY = "interlock.ext.name";

  /// The option of an attachment that Sallyport made.
  static final String CONNECTED = "io.sallyport.connected";

  private static final String TASK = "com.docker.swarm.task.id";

  /// @throws RefusedCallException also by the engine, which may not know it
  static AgentContainer of(AgentEngine engine, String version, String id) throws IOException {
    return new AgentContainer(engine.inspect(version, id));
  }

  void requireProxy() throws RefusedCallException {
    if (label(PROXY).isBlank()) {
      throw RefusedCallException.forbidden(
          "the container does not have the label `%s`, so it is left alone".formatted(PROXY));
    }
  }

  /// A task gets an address that Swarm may have given to another one.
  void requireNoTask() throws RefusedCallException {
    if (!label(TASK).isEmpty()) {
      throw RefusedCallException.forbidden("the networks of a task are its service's affair");
    }
  }

  void requireConnectedByUs(String network) throws RefusedCallException {
    boolean ours =
        inspected.path("NetworkSettings").path("Networks").properties().stream()
            .filter(at ->
                at.getKey().equals(network)
                    || at.getValue().path("NetworkID").asText().equals(network))
            .anyMatch(at -> at.getValue().path("DriverOpts").has(CONNECTED));
    if (!ours) {
      throw RefusedCallException.forbidden("no Sallyport connected the container to this network");
    }
  }

  private String label(String key) {
    return inspected.path("Config").path("Labels").path(key).asText("");
  }
}
