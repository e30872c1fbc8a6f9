package io.sallyport.docker.http;

import com.github.dockerjava.transport.DockerHttpClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// docker-java's transport port over the JDK's own sockets.
///
/// docker-java's zerodep transport cannot accept a certificate for another host name (which
/// `AllowInsecure` promises), hides what the engine says when it refuses a hijacked request, and
/// has no timeouts over unix sockets; hence this one. An [UncheckedIOException] carries what went
/// wrong.
public final class SocketHttpClient implements DockerHttpClient {
  private static final int MOST_IDLE = 4;
  private static final long IDLE_NANOS = Duration.ofSeconds(30).toNanos();

  private final DockerConnection connection;
  private final Optional<EngineTls> tls;
  private final Deque<Idle> idle = new ConcurrentLinkedDeque<>();
  private final Set<EngineSocket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /// Reads the certificates; connects with the first request.
  ///
  /// @throws io.sallyport.source.EngineException when a certificate or key cannot be used
  public SocketHttpClient(DockerConnection connection) {
    this.connection = connection;
    this.tls = connection.tls() ? Optional.of(EngineTls.towards(connection)) : Optional.empty();
  }

  /// The connection is used again when the body was read to its end.
  @Override
  public Response execute(Request request) {
    try {
      EngineSocket kept = RequestWriter.repeatable(request) ? takeIdle() : null;
      if (kept != null) {
        Response response = tryAgainst(kept, request);
        if (response != null) {
          return response;
        }
      }
      return exchange(dial(), request);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The engine may have closed a kept connection in the meantime: nothing is lost by a new one.
  private @Nullable Response tryAgainst(EngineSocket kept, Request request) throws IOException {
    try {
      return exchange(kept, request);
    } catch (IOException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e;
      }
      return null;
    }
  }

  private Response exchange(EngineSocket wire, Request request) throws IOException {
    try {
      ResponseHead head = head(wire, request);
      return new SocketResponse(wire, head, body(wire, head, request.hijackedInput() == null));
    } catch (IOException | RuntimeException e) {
      drop(wire);
      throw e;
    }
  }

  /// Who hangs up while we are still speaking may have said why: an early refusal, a TLS alert.
  private ResponseHead head(EngineSocket wire, Request request) throws IOException {
    try {
      RequestWriter.send(request, connection.unix() ? "localhost" : connection.host(), wire);
    } catch (IOException unsent) {
      try {
        return ResponseHead.read(wire.in());
      } catch (SSLException why) {
        why.addSuppressed(unsent);
        throw why;
      } catch (IOException e) {
        unsent.addSuppressed(e);
        throw unsent;
      }
    }
    return ResponseHead.read(wire.in());
  }

  /// @param reusable false where the connection was to be taken over: what stands between may have
  ///   taken it for that, whatever the engine said
  private InputStream body(EngineSocket wire, ResponseHead head, boolean reusable)
      throws IOException {
    Runnable free = reusable ? () -> keep(wire, head) : () -> drop(wire);
    if (head.status() == 204 || head.status() == 304) {
      return ResponseBody.ofLength(wire.in(), 0, free);
    } else if (head.value("Transfer-Encoding").equals("chunked")) {
      return ResponseBody.inChunks(wire.in(), free);
    } else if (head.status() != 101 && !head.value("Content-Length").isEmpty()) {
      return ResponseBody.ofLength(wire.in(), head.length(), free);
    }
    return wire.in(); // Until the engine closes the connection.
  }

  private void keep(EngineSocket wire, ResponseHead head) {
    if (head.value("Connection").equals("close") || idle.size() >= MOST_IDLE) {
      drop(wire);
    } else {
      idle.push(new Idle(wire, System.nanoTime()));
    }
  }

  private @Nullable EngineSocket takeIdle() {
    for (Idle next = idle.poll(); next != null; next = idle.poll()) {
      if (System.nanoTime() - next.since < IDLE_NANOS) {
        return next.wire;
      }
      drop(next.wire);
    }
    return null;
  }

  private EngineSocket dial() throws IOException {
    EngineSocket wire = EngineSocket.dial(connection, tls);
    open.add(wire);
    if (closed) {
      drop(wire);
      throw new IOException("the connection to the engine was closed by Sallyport");
    }
    return wire;
  }

  private void drop(EngineSocket wire) {
    wire.close();
    open.remove(wire);
  }

  /// Ends every request under way, and every later one.
  @Override
  public void close() {
    closed = true;
    open.forEach(this::drop);
    idle.clear();
  }

  private record Idle(EngineSocket wire, long since) {}

  /// An answer after which the connection carries what both sides like.
  public interface TakenOver extends Response {
    /// What the other side reads.
    OutputStream input();
  }

  private final class SocketResponse implements TakenOver {
    private final EngineSocket wire;
    private final ResponseHead head;
    private final InputStream body;

    SocketResponse(EngineSocket wire, ResponseHead head, InputStream body) {
      this.wire = wire;
      this.head = head;
      this.body = body;
    }

    @Override
    public int getStatusCode() {
      return head.status();
    }

    @Override
    public Map<String, List<String>> getHeaders() {
      return head.headers();
    }

    @Override
    public InputStream getBody() {
      return body;
    }

    @Override
    public OutputStream input() {
      return wire.out();
    }

    /// Breaks the connection off unless the body was read to its end.
    @Override
    public void close() {
      if (!(body instanceof ResponseBody whole && whole.ended())) {
        drop(wire);
      }
    }
  }
}
