package io.sallyport.docker.agent;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import io.sallyport.docker.Endpoint;
import io.sallyport.docker.JsonText;
import io.sallyport.docker.http.SocketHttpClient.TakenOver;
import io.sallyport.docker.http.TimeLimit;
import io.sallyport.docker.json.ReducedJson;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/// One connection of a client that may ask: its requests, one after another.
final class AgentConnection {
  /// What an engine remembers of events comes at once.
  private static final Duration REMEMBERED = Duration.ofSeconds(10);

  private static final int OK = 200;
  private static final int SWITCHING = 101;
  private static final int PIECE = 16 * 1024;

  private static final Map<String, String> TAKEN_OVER =
      Map.of(
          "Content-Type",
          "application/vnd.docker.raw-stream",
          "Connection",
          "Upgrade",
          "Upgrade",
          "tcp");

  private static final Map<String, String> IN_CHUNKS =
      Map.of("Content-Type", "application/json", "Transfer-Encoding", "chunked");

  private final AgentFilter filter;
  private final AgentLimits limits;
  private final Duration longest;
  private final InputStream in;
  private final OutputStream out;

  /// @param longest how long a stream may last
  AgentConnection(Socket client, AgentFilter filter, AgentLimits limits, Duration longest)
      throws IOException {
    this.filter = filter;
    this.limits = limits;
    this.longest = longest;
    this.in = new BufferedInputStream(client.getInputStream());
    this.out = new BufferedOutputStream(client.getOutputStream());
  }

  /// Until the client hangs up, takes too long, or writes what is no request.
  void serve() throws IOException, TimeoutException {
    boolean more = true;
    while (more) {
      Optional<RequestHead> head;
      try {
        head = TimeLimit.within(limits.request(), () -> RequestHead.read(in));
      } catch (RefusedCallException garbled) {
        answer(AgentAnswer.refusal(garbled), true);
        return;
      }
      more = head.isPresent() && serve(head.get());
    }
  }

  /// Tells a client that nothing is done for it.
  void refuse(RefusedCallException refused) throws IOException, TimeoutException {
    try {
      TimeLimit.within(limits.request(), () -> RequestHead.read(in));
    } catch (RefusedCallException garbled) {
      // It is refused anyway.
    }
    answer(AgentAnswer.refusal(refused), true);
  }

  /// @return whether another request may follow
  private boolean serve(RequestHead head) throws IOException, TimeoutException {
    RequestBody body = new RequestBody(in, head.length(), limits.body());
    try {
      AgentCall call = AgentCall.of(head);
      if (head.upgrade() != (call.endpoint() == Endpoint.EXEC_START)) {
        throw RefusedCallException.garbled("a command's start is an upgrade, and nothing else is");
      }
      switch (call.endpoint()) {
        case EXEC_START -> command(call, body);
        case EVENTS -> {
          return events(call, body);
        }
        default -> {
          AgentAnswer answer = filter.answer(call, body);
          answer(answer, false);
          return true;
        }
      }
      return false;
    } catch (RefusedCallException refused) {
      boolean more = body.drain() && !head.upgrade();
      answer(AgentAnswer.refusal(refused), !more);
      return more;
    }
  }

  private void answer(AgentAnswer answer, boolean last) throws IOException, TimeoutException {
    TimeLimit.within(
        limits.read(),
        () -> {
          answer.write(out, last);
          return true;
        });
  }

  /// What the client writes goes to the command, and what the command prints to the client, until
  /// one of them ends.
  private void command(AgentCall call, RequestBody body) throws IOException, TimeoutException {
    try (TakenOver engine = filter.start(call, body)) {
      write(AgentAnswer.head(engine, SWITCHING, TAKEN_OVER));
      Thread.ofVirtual().name("agent-input").start(() -> input(engine));
      TimeLimit.within(
          longest,
          () -> {
            byte[] piece = new byte[PIECE];
            for (int count = engine.getBody().read(piece);
                count >= 0;
                count = engine.getBody().read(piece)) {
              write(Arrays.copyOf(piece, count));
            }
            return true;
          });
    }
  }

  private void input(TakenOver engine) {
    try (engine) {
      byte[] piece = new byte[PIECE];
      for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
        engine.input().write(piece, 0, count);
        engine.input().flush();
      }
    } catch (IOException gone) {
      // One side has gone: the other one follows.
    }
  }

  /// @return whether another request may follow
  private boolean events(AgentCall call, RequestBody body) throws IOException, TimeoutException {
    boolean remembered = call.query().containsKey("until");
    try (Response engine = filter.events(call, body)) {
      write(AgentAnswer.head(engine, OK, IN_CHUNKS));
      if (!remembered) {
        Thread.ofVirtual().name("agent-listener").start(() -> untilGone(engine));
      }
      TimeLimit.within(
          remembered ? REMEMBERED : longest,
          () -> {
            ReducedJson.events(engine.getBody(), this::chunk);
            return true;
          });
      write("0\r\n\r\n".getBytes(US_ASCII));
      return remembered;
    }
  }

  /// A client that has nothing to say any more but its end.
  private void untilGone(Response engine) {
    try (engine) {
      in.read();
    } catch (IOException gone) {
      // As it should be.
    }
  }

  private void chunk(JsonNode event) {
    byte[] line = (JsonText.of(event) + "\n").getBytes(UTF_8);
    ByteArrayOutputStream chunk = new ByteArrayOutputStream();
    chunk.writeBytes((Integer.toHexString(line.length) + "\r\n").getBytes(US_ASCII));
    chunk.writeBytes(line);
    chunk.writeBytes("\r\n".getBytes(US_ASCII));
    try {
      write(chunk.toByteArray());
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    } catch (TimeoutException slow) {
      throw new UncheckedIOException(new IOException("the client reads too slowly", slow));
    }
  }

  private void write(byte[] bytes) throws IOException, TimeoutException {
    TimeLimit.within(
        limits.read(),
        () -> {
          out.write(bytes);
          out.flush();
          return true;
        });
  }
}
