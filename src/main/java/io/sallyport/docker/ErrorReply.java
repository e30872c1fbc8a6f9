package io.sallyport.docker;

import com.github.dockerjava.transport.DockerHttpClient.Response;
import io.sallyport.docker.json.JsonTree;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/// A no, and whose.
///
/// @param said without a page's markup
/// @param engines true when an engine says it; false when it must be what filters its socket
record ErrorReply(int status, String said, boolean engines) implements Serializable {
  private static final int LONGEST_MESSAGE = 2000;
  private static final int MOST_DRAINED = 32 * 1024 * 1024;

  private static final Set<Integer> NOT_ALLOWED = Set.of(401, 403, 405);

  /// What an engine says in the name of an authorization plugin.
  /// https://docs.docker.com/engine/extend/plugins_authorization/
  private static final String PLUGIN = "authorization denied by plugin";

  /// What an agent's refusals begin with (`docker.agent`), which say themselves what is wrong.
  private static final String AGENT = "agent: ";

  /// An engine says `{"message": …}`, a classic Swarm manager plain text. Engines name their API
  /// version in each answer; that alone tells their own 403 from a filter's.
  static ErrorReply of(Response response) throws IOException {
    InputStream body = response.getBody();
    byte[] bytes = body.readNBytes(LONGEST_MESSAGE);
    body.skip(MOST_DRAINED);
    String text = new String(bytes, StandardCharsets.UTF_8).strip();
    String message = message(bytes);
    boolean sounds = !message.isEmpty() || text.startsWith("No such ");
    boolean engines =
        response.getHeaders().containsKey("Api-Version")
            || (sounds && !NOT_ALLOWED.contains(response.getStatusCode()));
    String said = message.isEmpty() ? withoutMarkup(text) : message;
    return new ErrorReply(
        response.getStatusCode(), said.isEmpty() ? "(no message)" : said, engines);
  }

  private static String message(byte[] bytes) {
    try {
      return JsonTree.read(new ByteArrayInputStream(bytes)).path("message").asText("").strip();
    } catch (IOException notJson) {
      return "";
    }
  }

  private static String withoutMarkup(String text) {
    return text.startsWith("<")
        ? text.replaceAll("<[^>]*>", " ").replaceAll("\\s+", " ").strip()
        : text;
  }

  /// True when the request did not get as far as the engine's own work.
  boolean stopped() {
    return said.startsWith(PLUGIN) || (NOT_ALLOWED.contains(status) && !engines);
  }

  /// True when it was kept back by what the operator put before the engine.
  boolean filtered() {
    return stopped() && !said.startsWith(AGENT);
  }

  /// True when it is about the API version that we spoke: the engine is not the one we asked.
  boolean aboutVersion() {
    return status == 400 && said.startsWith("client version ");
  }

  /// `403: Forbidden`
  @Override
  public String toString() {
    return said.startsWith(status + " ") ? said : status + ": " + said;
  }
}
