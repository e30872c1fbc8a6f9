package io.sallyport.docker.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import io.sallyport.docker.Endpoint;
import io.sallyport.docker.JsonText;
import io.sallyport.docker.http.SocketHttpClient;
import io.sallyport.docker.http.SocketHttpClient.TakenOver;
import io.sallyport.docker.http.TimeLimit;
import io.sallyport.docker.json.JsonTree;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;

/// The node's own engine. Each request is made anew from the parts of a call; an engine's refusal
/// is a [RefusedCallException] in its words.
final class AgentEngine {
  /// Clients give up after ten seconds; a set of certificates may take longer.
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static final int REFUSED = 300;

  /// What is kept of an answer may be large ([JsonTree]): so many are read at a time.
  private static final int READ_AT_A_TIME = 4;

  private final SocketHttpClient client;
  private final Semaphore reading = new Semaphore(READ_AT_A_TIME);

  AgentEngine(SocketHttpClient client) {
    this.client = client;
  }

  /// Reads an answer's body, as far as it is needed.
  @FunctionalInterface
  interface ReducedReader {
    JsonNode read(InputStream body) throws IOException;
  }

  @FunctionalInterface
  private interface Reply<T> {
    T of(Response engine) throws IOException;
  }

  /// What is left over of the answer.
  AgentAnswer ask(AgentCall call, ReducedReader reader) throws IOException {
    return exchange(request(call), reduced(reader));
  }

  /// As above, with a body.
  AgentAnswer ask(AgentCall call, JsonNode body, ReducedReader reader) throws IOException {
    return exchange(withJson(call, body), reduced(reader));
  }

  /// With a body, for an answer without content.
  AgentAnswer tell(AgentCall call, JsonNode body) throws IOException {
    return exchange(withJson(call, body), AgentAnswer::empty);
  }

  /// With an archive, for an answer without content.
  AgentAnswer tell(AgentCall call, InputStream tar) throws IOException {
    return exchange(
        request(call).putHeader("Content-Type", "application/x-tar").body(tar), AgentAnswer::empty);
  }

  /// A container, as the engine knows it now.
  JsonNode inspect(String version, String id) throws IOException {
    AgentCall call = new AgentCall(Endpoint.INSPECT, version, id, Collections.emptySortedMap());
    return exchange(request(call), engine -> whole(engine, JsonTree::read));
  }

  /// An answer that does not end; to be closed.
  Response open(AgentCall call) throws IOException {
    return within(() -> accepted(client.execute(request(call).build())));
  }

  /// The connection to a command; to be closed.
  TakenOver takeOver(AgentCall call, JsonNode body) throws IOException {
    Request request = withJson(call, body).hijackedInput(InputStream.nullInputStream()).build();
    return within(() -> (TakenOver) accepted(client.execute(request)));
  }

  private <T> T exchange(Request.Builder request, Reply<T> reply) throws IOException {
    return within(() -> {
      try (Response engine = accepted(client.execute(request.build()))) {
        return reply.of(engine);
      }
    });
  }

  private static Response accepted(Response engine) throws IOException {
    if (engine.getStatusCode() < REFUSED) {
      return engine;
    }
    try (engine) {
      throw RefusedCallException.by(engine);
    }
  }

  private Reply<AgentAnswer> reduced(ReducedReader reader) {
    return engine -> AgentAnswer.of(engine, whole(engine, reader));
  }

  private JsonNode whole(Response engine, ReducedReader reader) throws IOException {
    try {
      reading.acquire();
    } catch (InterruptedException late) {
      throw new InterruptedIOException("too many answers are being read");
    }
    try {
      JsonNode tree = reader.read(engine.getBody());
      engine.getBody().transferTo(OutputStream.nullOutputStream());
      return tree;
    } finally {
      reading.release();
    }
  }

  private static Request.Builder request(AgentCall call) {
    return Request.builder()
        .method(call.endpoint().method())
        .path(call.path())
        .putHeader("Accept", "*/*");
  }

  private static Request.Builder withJson(AgentCall call, JsonNode body) {
    return request(call)
        .putHeader("Content-Type", "application/json")
        .bodyBytes(JsonText.of(body).getBytes(StandardCharsets.UTF_8));
  }

  private static <T> T within(Callable<T> work) throws IOException {
    try {
      return TimeLimit.within(LIMIT, work);
    } catch (TimeoutException hanging) {
      throw unreachable("the node's engine does not answer within " + LIMIT.toSeconds() + " s");
    } catch (RefusedCallException refused) {
      throw refused;
    } catch (IOException broken) {
      throw unreachable("the node's engine cannot be asked: " + broken.getMessage());
    }
  }

  private static RefusedCallException unreachable(String message) {
    return new RefusedCallException(RefusedCallException.BAD_GATEWAY, message);
  }
}
