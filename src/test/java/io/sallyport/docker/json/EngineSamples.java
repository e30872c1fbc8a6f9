package io.sallyport.docker.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/// What real engines answered: `src/test/resources/engine/`.
public final class EngineSamples {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private EngineSamples() {}

  /// A reply's body.
  ///
  /// @param name such as `plain/networks.json`; the wrapping of a recorded reply comes off
  public static JsonNode body(String name) {
    JsonNode json = parse(text(name));
    return json.has("body") ? json.get("body") : json;
  }

  /// The events of `name`, one a line, without the recorder's wrapping.
  public static List<JsonNode> events(String name) {
    return text(name)
        .lines()
        .map(EngineSamples::parse)
        .map(line -> line.has("event") ? line.get("event") : line)
        .toList();
  }

  /// A whole engine.
  ///
  /// @param folder `plain`, `classicswarm`
  public static Snapshot snapshot(String folder) {
    return Snapshot.of(
        body(folder + "/version.json"),
        body(folder + "/info.json"),
        body(folder + "/containers_json.json"),
        body(folder + "/networks.json"));
  }

  public static String text(String name) {
    try (InputStream in =
        Objects.requireNonNull(EngineSamples.class.getResourceAsStream("/engine/" + name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static JsonNode parse(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
