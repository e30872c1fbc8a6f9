package io.sallyport.docker;

import io.sallyport.docker.http.DockerConnection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A socket that answers what a test wants it to answer: also nothing, half an answer, or nonsense.
public final class ScriptedEngine implements AutoCloseable {
  /// An answer to `GET /version`.
  public static final String VERSION =
      "{\"Version\":\"20.10.24\",\"ApiVersion\":\"1.41\",\"MinAPIVersion\":\"1.12\"}";

  private static final Pattern LENGTH = Pattern.compile("(?i)Content-Length: (\\d+)");

  private final Path directory;
  private final ServerSocketChannel server;
  private final Answers answers;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();

  /// What to do about a request.
  public interface Answers {
    /// Answers, or does not.
    ///
    /// @param request its first line without the protocol: `GET /version`
    void answer(String request, Connection connection) throws IOException;
  }

  /// One connection, to be written to.
  public static final class Connection {
    private final SocketChannel channel;
    private final OutputStream out;

    private Connection(SocketChannel channel) {
      this.channel = channel;
      this.out = Channels.newOutputStream(channel);
    }

    public void write(String raw) throws IOException {
      out.write(raw.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
    }

    public void json(String body) throws IOException {
      reply(200, body);
    }

    public void reply(int status, String body) throws IOException {
      write(
          "HTTP/1.1 %d Said\r\nContent-Length: %d\r\n\r\n%s"
              .formatted(status, body.length(), body));
    }

    public void chunk(String part) throws IOException {
      write("%x\r\n%s\r\n".formatted(part.length(), part));
    }

    public void hangUp() throws IOException {
      channel.close();
    }

    /// Says nothing until the other side has gone.
    public void hang() throws IOException {
      ByteBuffer ignored = ByteBuffer.allocate(512);
      while (channel.read(ignored) >= 0) {
        ignored.clear();
      }
    }
  }

  /// Listens at once.
  public ScriptedEngine(Answers answers) {
    this.answers = answers;
    try {
      directory = Files.createTempDirectory("engine");
      server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      server.bind(UnixDomainSocketAddress.of(directory.resolve("docker.sock")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  /// A plain engine that says these bodies, and otherwise 404.
  public static ScriptedEngine saying(Map<String, String> bodies) {
    return new ScriptedEngine((request, connection) -> {
      String body = bodies.get(request);
      connection.reply(body == null ? 404 : 200, body == null ? "page not found" : body);
    });
  }

  /// To it.
  public DockerConnection connection() {
    return DockerConnection.to("unix://" + directory.resolve("docker.sock"));
  }

  /// The requests so far, in order.
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /// Closes what is open, as an engine that is restarted.
  void dropConnections() {
    open.forEach(ScriptedEngine::drop);
    open.clear();
  }

  int connections() {
    return open.size();
  }

  private void accept() {
    try {
      while (true) {
        SocketChannel channel = server.accept();
        open.add(channel);
        Thread.ofVirtual().start(() -> serve(channel));
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  private void serve(SocketChannel channel) {
    Connection connection = new Connection(channel);
    InputStream in = Channels.newInputStream(channel);
    try (channel) {
      for (String head = head(in); !head.isEmpty(); head = head(in)) {
        Matcher length = LENGTH.matcher(head);
        if (length.find()) {
          in.readNBytes(Integer.parseInt(length.group(1)));
        }
        String request = head.substring(0, head.indexOf(" HTTP/"));
        requests.add(request);
        answers.answer(request, connection);
      }
    } catch (IOException e) {
      // The other side has gone.
    }
    open.remove(channel);
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    String text = "";
    while (!text.endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        return "";
      }
      head.write(next);
      text = next == '\n' ? head.toString(StandardCharsets.ISO_8859_1) : text;
    }
    return text;
  }

  private static void drop(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    dropConnections();
    Files.deleteIfExists(directory.resolve("docker.sock"));
    Files.delete(directory);
  }
}
