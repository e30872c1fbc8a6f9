package io.sallyport.docker.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Of an engine's answers what a Sallyport on another node needs of them: its own reader, over the
/// same answers, comes to the same. The two lists are read by [JsonTree].
public final class ReducedJson {
  private static final KeptFields KEPT =
      KeptFields.of(
          """
          version/Version version/ApiVersion version/MinAPIVersion version/Os version/Arch
          version/Components/[]/Name version/Components/[]/Version
          info/ServerVersion info/OperatingSystem info/OSType info/Architecture info/NCPU
          info/MemTotal info/LiveRestoreEnabled info/Swarm/NodeID info/Swarm/NodeAddr
          info/Swarm/LocalNodeState info/Swarm/ControlAvailable info/Swarm/Cluster/ID
          inspected/Id inspected/Config/StopSignal inspected/Config/StopTimeout
          inspected/NetworkSettings/Networks/*/NetworkID
          inspected/NetworkSettings/Networks/*/DriverOpts/io.sallyport.connected
          exec/Id exec/ID exec/Running exec/ExitCode
          """,
          new JsonFields.Labels(false));

  private static final JsonFields EVENT = new Event();

  private ReducedJson() {}

  /// The answer to `GET /version`.
  public static JsonNode version(InputStream utf8) throws IOException {
    return read(utf8, "version");
  }

  /// The answer to `GET /info`: who the node is in its Swarm, and what its machine is.
  public static JsonNode info(InputStream utf8) throws IOException {
    return read(utf8, "info");
  }

  /// The answer to `GET /containers/{id}/json`: how it is stopped, and what Sallyport connected it
  /// to.
  public static JsonNode inspected(InputStream utf8) throws IOException {
    return read(utf8, "inspected");
  }

  /// The answers to `POST /containers/{id}/exec` and `GET /exec/{id}/json`.
  public static JsonNode exec(InputStream utf8) throws IOException {
    return read(utf8, "exec");
  }

  /// Each event as soon as its end has come, until the stream ends.
  public static void events(InputStream utf8, Consumer<JsonNode> reader) throws IOException {
    JsonTree.each(utf8, EVENT, reader);
  }

  private static JsonNode read(InputStream utf8, String root) throws IOException {
    JsonFields fields = KEPT.member(root);
    if (fields == null) {
      throw new IllegalStateException("nothing is kept of " + root);
    }
    return JsonTree.read(utf8, fields);
  }

  /// What [EventJson] reads, and attributes that matter.
  private static final class Event implements JsonFields {
    private static final JsonFields ATTRIBUTES = new JsonFields.Labels(true);

    @Override
    public @Nullable JsonFields member(String name) {
      return switch (name) {
        case "Type", "Action", "Actor", "ID", "status", "id", "scope", "time", "timeNano" -> this;
        case "Attributes" -> ATTRIBUTES;
        default -> null;
      };
    }

    @Override
    public JsonFields item() {
      return this;
    }
  }
}
