package io.sallyport.docker.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.source.Container;
import io.sallyport.source.Listed;
import io.sallyport.source.Observation;
import io.sallyport.source.Observation.EngineIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Raw engine JSON, as saved by `snapshot` and read by `--snapshot`; of a plain engine, a Swarm
/// manager or a classic Swarm manager.
///
/// Whatever it is made from, it holds only the fields that matter here: never a command, an
/// environment variable, a label of another tool, or the engine's registry and proxy settings.
///
/// @param json `{"version": GET /version, "info": GET /info, "containers": GET /containers/json,
///   "networks": GET /networks, "services": GET /services, "tasks": GET /tasks, "nodes": GET
///   /nodes, "proxies": {NAME: what it said of itself}}`; only `containers` must be there
public record Snapshot(JsonNode json) {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final DefaultPrettyPrinter PRETTY =
      new DefaultPrettyPrinter().withArrayIndenter(new DefaultIndenter("  ", "\n"));

  public Snapshot {
    json = KeptFields.keepOnly(json);
  }

  /// Puts the answers of an engine together.
  public static Snapshot of(
      JsonNode version, JsonNode info, JsonNode containers, JsonNode networks) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("version", version);
    json.set("info", info);
    json.set("containers", containers);
    json.set("networks", networks);
    return new Snapshot(json);
  }

  /// Reads and checks all of it.
  ///
  /// @param sourceName what to call it in messages: a file name, `standard input`
  /// @throws SnapshotException naming source, line, column and JSON path
  public static Snapshot read(String sourceName, String text) {
    return new SnapshotReader(sourceName, text).read();
  }

  /// As [#read(String, String)], from UTF-8. Does not close the stream.
  public static Snapshot read(String sourceName, InputStream utf8) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(utf8.readAllBytes());
      return read(sourceName, StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
    } catch (CharacterCodingException e) {
      throw new SnapshotException(sourceName + ": not UTF-8 text", e);
    } catch (IOException e) {
      throw new SnapshotException(sourceName + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /// What each proxy said of itself, by container name. What is no text counts as not said.
  public SortedMap<String, String> proxies() {
    SortedMap<String, String> proxies = new TreeMap<>();
    json.path("proxies")
        .properties()
        .forEach(proxy -> {
          if (proxy.getValue().isTextual()) {
            proxies.put(proxy.getKey(), proxy.getValue().asText());
          }
        });
    return proxies;
  }

  /// The same with what proxies said of themselves.
  ///
  /// @param proxies by container name
  public Snapshot withProxies(Map<String, String> proxies) {
    ObjectNode all = json.deepCopy();
    ObjectNode said = all.putObject("proxies");
    proxies.forEach(said::put);
    return new Snapshot(all);
  }

  /// The same with what a Swarm manager says.
  public Snapshot withSwarm(JsonNode services, JsonNode tasks, JsonNode nodes) {
    ObjectNode all = json.deepCopy();
    all.set("services", services);
    all.set("tasks", tasks);
    all.set("nodes", nodes);
    return new Snapshot(all);
  }

  /// What the engine would have shown when it was taken.
  public Observation observation() {
    return observation(json);
  }

  static Observation observation(JsonNode json) {
    JsonPlace root = JsonPlace.root(json);
    EngineIdentity engine = EngineJson.identity(root.field("version"));
    Listed<Container> containers = EngineJson.containers(root.field("containers"));
    boolean severalNodes =
        engine.classicSwarm()
            || containers.items().stream().anyMatch(each -> !each.node().isEmpty());
    return new Observation(
            engine,
            NodesJson.read(root.field("info")),
            containers,
            EngineJson.networks(root.field("networks"), severalNodes))
        .with(EngineJson.swarm(root));
  }

  /// Indented JSON, ending with a newline.
  public String write() {
    try {
      return MAPPER.writer(PRETTY).writeValueAsString(json) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree always has a text", e);
    }
  }
}
