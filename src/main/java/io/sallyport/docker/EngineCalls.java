package io.sallyport.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import io.sallyport.docker.http.ConnectionFailure;
import io.sallyport.docker.http.Deadline;
import io.sallyport.docker.http.DockerConnection;
import io.sallyport.docker.http.TimeLimit;
import io.sallyport.docker.json.JsonTree;
import io.sallyport.docker.json.NotJson;
import io.sallyport.docker.json.TooLargeException;
import io.sallyport.docker.json.UnexpectedJsonException;
import io.sallyport.source.EngineException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Requests to the engine: each in the API version that both speak, each with an end, and each
/// failure an [EngineException] that names engine, call and what was said.
final class EngineCalls implements AutoCloseable {
  private static final int MOST_DRAINED = 32 * 1024 * 1024;

  private final DockerConnection connection;
  private final DockerHttpClient client;
  private final Duration limit;
  private final CallLog log;
  private final AtomicReference<@Nullable EngineSession> session = new AtomicReference<>();
  private volatile boolean closed;

  /// @param limit how long a call may take that does not name its own
  EngineCalls(
      DockerConnection connection, DockerHttpClient client, Duration limit, CallObserver observer) {
    log = new CallLog(observer);
    this.connection = connection;
    this.client = client;
    this.limit = limit;
  }

  /// Reads an answer's body.
  interface BodyReader<T> {
    T read(InputStream body) throws IOException;
  }

  /// Reads an answer, not always to its end.
  interface AnswerReader<T> {
    T read(Response answer) throws IOException;
  }

  JsonNode ask(EngineRequest request) {
    return ask(request, JsonTree::read);
  }

  /// @param reader of what is kept of the answer
  JsonNode ask(EngineRequest request, BodyReader<JsonNode> reader) {
    return ask(request, reader, limit);
  }

  /// @param within how long it may take
  JsonNode ask(EngineRequest request, BodyReader<JsonNode> reader, Duration within) {
    return read(request, Deadline.in(within), body -> json(body, reader));
  }

  /// A request whose answer says nothing but yes: Docker leaves it empty, Podman says `OK`.
  void tell(EngineRequest request) {
    read(request, Deadline.in(limit), body -> body.skip(MOST_DRAINED));
  }

  /// Sends a request for the sake of its status; in the engine's own version where none can be
  /// agreed on.
  ///
  /// @throws ErrorReplyException for any status but success
  void probe(EngineRequest request) {
    String prefix;
    try {
      prefix = session().prefix();
    } catch (ErrorReplyException e) {
      prefix = "";
    }
    answer(request, prefix, Deadline.in(limit), _ -> true);
  }

  <T> T read(EngineRequest request, Deadline deadline, BodyReader<T> reader) {
    return exchange(request, deadline, answer -> reader.read(answer.getBody()));
  }

  /// The answer to a request, in the agreed version. An engine that was exchanged for another one
  /// refuses the version that we agreed on with the former: agree anew, once.
  <T> T exchange(EngineRequest request, Deadline deadline, AnswerReader<T> reader) {
    try {
      return answer(request, session().prefix(), deadline, reader);
    } catch (ErrorReplyException e) {
      if (!e.reply().aboutVersion()) {
        throw e;
      }
      renegotiate();
      return answer(request, session().prefix(), deadline, reader);
    }
  }

  /// Opens an answer that does not end. Not bounded, and to be closed by the caller.
  Response open(EngineRequest request) {
    EngineSession agreed = session();
    long begun = log.begin(request);
    boolean failed = true;
    try {
      Response response = client.execute(request.in(agreed.prefix()));
      try {
        refuse(request, response);
        failed = false;
        return response;
      } catch (IOException | RuntimeException e) {
        response.close();
        throw e;
      }
    } catch (UncheckedIOException e) {
      throw unreachable(request, Objects.requireNonNull(e.getCause()));
    } catch (IOException e) {
      throw unreachable(request, e);
    } finally {
      log.ended(request, begun, failed);
    }
  }

  /// One look needs so many calls, and so many have ended.
  void counted(int done, int all) {
    log.counted(done, all);
  }

  EngineSession session() {
    EngineSession known = session.get();
    if (known != null) {
      return known;
    }
    EngineRequest version = EngineRequest.to(Endpoint.VERSION);
    JsonNode answer =
        answer(version, "", Deadline.in(limit), any -> json(any.getBody(), JsonTree::read));
    EngineSession agreed = understand(version, answer, EngineSession::agree);
    session.set(agreed);
    return agreed;
  }

  /// Whoever answers next may be another engine, or the same one upgraded.
  void renegotiate() {
    session.set(null);
  }

  /// Makes sense of an answer.
  <T> T understand(EngineRequest request, JsonNode answer, Function<JsonNode, T> reader) {
    try {
      return reader.apply(answer);
    } catch (UnexpectedJsonException e) {
      throw failed(request, "an unexpected answer: " + e.getMessage(), e);
    } catch (EngineException e) {
      throw failed(request, String.valueOf(e.getMessage()), e);
    }
  }

  EngineException failed(EngineRequest request, String problem, @Nullable Throwable cause) {
    EngineException failure = new EngineException(message(request, problem));
    if (cause != null) {
      failure.initCause(cause);
    }
    return failure;
  }

  private <T> T answer(
      EngineRequest request, String prefix, Deadline deadline, AnswerReader<T> reader) {
    long begun = log.begin(request);
    boolean failed = true;
    try {
      T read =
          TimeLimit.within(
              deadline.left(),
              () -> {
                try (Response response = client.execute(request.in(prefix))) {
                  refuse(request, response);
                  return reader.read(response);
                }
              });
      failed = false;
      return read;
    } catch (TimeoutException e) {
      throw failed(request, "no answer within " + deadline, e);
    } catch (JsonProcessingException e) {
      throw failed(request, "the answer is not JSON: " + NotJson.because(e), e);
    } catch (TooLargeException e) {
      throw failed(request, String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw unreachable(request, e);
    } finally {
      log.ended(request, begun, failed);
    }
  }

  private void refuse(EngineRequest request, Response response) throws IOException {
    if (response.getStatusCode() >= 300) {
      ErrorReply reply = ErrorReply.of(response);
      String remedy =
          reply.filtered()
              ? ": whatever filters the engine's socket must let `%s` through (docs/engine-access.md)"
                  .formatted(request.endpoint())
              : "";
      throw new ErrorReplyException(message(request, reply + remedy), reply);
    }
  }

  private EngineException unreachable(EngineRequest request, IOException cause) {
    renegotiate();
    return failed(request, ConnectionFailure.because(connection, cause), cause);
  }

  private String message(EngineRequest request, String problem) {
    return "engine %s: %s: %s".formatted(connection.url(), request.name(), problem);
  }

  /// As it comes, and to its end: whatever the answer's size, only what is kept of it needs memory.
  private static JsonNode json(InputStream body, BodyReader<JsonNode> reader) throws IOException {
    JsonNode tree = reader.read(body);
    body.transferTo(OutputStream.nullOutputStream());
    return tree;
  }

  /// True when everything that is under way ends because we want it.
  boolean closed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
    try {
      client.close();
    } catch (IOException e) {
      // There is nobody left to tell.
    }
  }
}
