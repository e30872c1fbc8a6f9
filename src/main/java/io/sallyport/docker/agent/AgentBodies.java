package io.sallyport.docker.agent;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.docker.agent.AllowedJson.Value;
import java.io.IOException;
import java.util.Map;
import java.util.regex.Pattern;

/// What the bodies of calls may say, and so all that an engine is ever told by them.
final class AgentBodies {
  private static final int MOST_WORDS = 64;

  private static final Pattern ANY = Pattern.compile(".*", Pattern.DOTALL);

  /// HAProxy's image runs as another user, which may not write its configuration.
  private static final Pattern IMAGES_USER_OR_ROOT = Pattern.compile("0?");

  private static final Pattern TRUE = Pattern.compile("true");

  private static final Map<String, Value> EXEC =
      Map.ofEntries(
          entry("AttachStdin", AllowedJson.flag()),
          entry("AttachStdout", AllowedJson.flag()),
          entry("AttachStderr", AllowedJson.flag()),
          entry("Privileged", AllowedJson.never()),
          entry("User", AllowedJson.text(IMAGES_USER_OR_ROOT)),
          entry("Cmd", AllowedJson.texts(ANY, MOST_WORDS)));

  private static final Map<String, Value> START =
      Map.of("Detach", AllowedJson.never(), "Tty", AllowedJson.never());

  private static final Value CONTAINER = AllowedJson.text(AgentCall.FULL_ID);

  private static final Map<String, Value> CONNECT =
      Map.of(
          "Container",
          CONTAINER,
          "EndpointConfig",
          AllowedJson.object(
              Map.of(
                  "GwPriority",
                  AllowedJson.number(),
                  "DriverOpts",
                  AllowedJson.object(Map.of(AgentContainer.CONNECTED, AllowedJson.text(TRUE))))));

  private static final Map<String, Value> DISCONNECT = Map.of("Container", CONTAINER);

  private AgentBodies() {}

  /// A command: as the image's user or as root in the container, never privileged.
  static ObjectNode command(String json) throws IOException {
    ObjectNode command = AllowedJson.parse(json, EXEC);
    if (!command.has("Cmd")) {
      throw RefusedCallException.garbled("no Cmd");
    }
    return command;
  }

  /// Attached, without a terminal.
  static ObjectNode start(String json) throws IOException {
    AllowedJson.parse(json, START);
    return JsonNodeFactory.instance.objectNode().put("Detach", false).put("Tty", false);
  }

  static ObjectNode connection(String json) throws IOException {
    return withContainer(AllowedJson.parse(json, CONNECT));
  }

  static ObjectNode disconnection(String json) throws IOException {
    return withContainer(AllowedJson.parse(json, DISCONNECT));
  }

  private static ObjectNode withContainer(ObjectNode body) throws IOException {
    if (!body.has("Container")) {
      throw RefusedCallException.garbled("no Container");
    }
    return body;
  }
}
