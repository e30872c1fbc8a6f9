package io.sallyport.docker.agent;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sallyport.docker.http.DockerConnection;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A node's engine that keeps every byte that it is told. It has a few containers, and runs
/// commands as processes of this machine.
final class RecordingEngine implements AutoCloseable {
  static final String PROXY = "a".repeat(64);
  static final String TASK = "b".repeat(64);
  static final String APPLICATION = "c".repeat(64);

  private static final String HEADERS =
      "Api-Version: 1.41\r\nDate: Mon, 30 Nov 2026 12:00:00 GMT\r\nServer: Docker/20.10.24\r\n";
  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern LENGTH = Pattern.compile("(?i)\r\nContent-Length: (\\d+)");
  private static final Pattern INSPECTED =
      Pattern.compile("GET (?:/v1\\.\\d+)?/containers/([0-9a-f]{64})/json");

  private final Path directory;
  private final ServerSocketChannel server;
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final Map<String, JsonNode> execs = new ConcurrentHashMap<>();
  private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();
  private final List<Closeable> streams = new CopyOnWriteArrayList<>();

  RecordingEngine() {
    try {
      directory = Files.createTempDirectory("engine");
      server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      server.bind(UnixDomainSocketAddress.of(directory.resolve("docker.sock")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  DockerConnection connection() {
    return DockerConnection.to("unix://" + directory.resolve("docker.sock"));
  }

  /// Each request whole, its body too, in their order; but those that only look at a container.
  List<String> told() {
    return told.stream().filter(each -> !INSPECTED.matcher(each).lookingAt()).toList();
  }

  int connections() {
    return open.size();
  }

  /// To all who listen to events.
  void happens(String event) throws IOException {
    for (Closeable stream : streams) {
      ((EventWriter) stream).write(event);
    }
  }

  private record EventWriter(OutputStream out) implements Closeable {
    void write(String event) throws IOException {
      RecordingEngine.write(out, "%x\r\n%s\r\n".formatted(event.getBytes(UTF_8).length, event));
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
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
    InputStream in = new BufferedInputStream(Channels.newInputStream(channel));
    OutputStream out = Channels.newOutputStream(channel);
    try (channel) {
      for (String head = head(in); !head.isEmpty(); head = head(in)) {
        byte[] body = body(head, in);
        told.add(head + new String(body, ISO_8859_1));
        answer(head.substring(0, head.indexOf(" HTTP/")), body, in, out);
      }
    } catch (IOException e) {
      // The other side has gone.
    }
    open.remove(channel);
  }

  private void answer(String request, byte[] body, InputStream in, OutputStream out)
      throws IOException {
    String call = request.replaceFirst("/v1\\.\\d+", "").replaceFirst("\\?.*", "");
    Matcher inspected = INSPECTED.matcher(call);
    if (inspected.matches()) {
      inspected(inspected.group(1), out);
    } else if (call.equals("GET /version")) {
      json(out, 200, "{'Version':'20.10.24','ApiVersion':'1.41','MinAPIVersion':'1.12','Go':'x'}");
    } else if (call.equals("GET /containers/json")) {
      json(
          out,
          200,
          "[{'Id':'%s','Names':['/shop'],'Command':'run --password=geheim','State':'running',"
                  .formatted(APPLICATION)
              + "'Labels':{'interlock.hostname':'shop','other':'geheim'},'Mounts':[{'Source':'/'}]}]");
    } else if (call.equals("GET /networks")) {
      json(out, 200, "[{'Id':'n1','Name':'web','Driver':'overlay','Peers':[{'IP':'10.99.0.9'}]}]");
    } else if (call.equals("GET /info")) {
      json(
          out,
          200,
          "{'Swarm':{'NodeID':'abc','LocalNodeState':'active','RemoteManagers':[]},'Name':'geheim'}");
    } else if (call.equals("GET /events")) {
      write(out, "HTTP/1.1 200 OK\r\n" + HEADERS + "Transfer-Encoding: chunked\r\n\r\n");
      if (request.contains("until=")) {
        write(out, "0\r\n\r\n");
      } else {
        streams.add(new EventWriter(out));
        in.read(); // Until the other side has gone.
      }
    } else if (call.endsWith("/exec")) {
      String id = "%064x".formatted(execs.size() + 1);
      execs.put(id, JSON.readTree(body));
      json(out, 201, "{'Id':'%s'}".formatted(id));
    } else if (call.matches("POST /exec/.*/start")) {
      write(out, "HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n");
      run(call.replaceAll("POST /exec/|/start", ""), in, out);
      throw new IOException("the command has ended");
    } else if (call.matches("GET /exec/.*/json")) {
      json(out, 200, "{'ID':'e','Running':false,'ExitCode':0,'ProcessConfig':{'x':'geheim'}}");
    } else {
      json(out, 200, "{}");
    }
  }

  private static void inspected(String id, OutputStream out) throws IOException {
    if (!Set.of(PROXY, TASK, APPLICATION).contains(id)) {
      json(out, 404, "{'message':'No such container: %s'}".formatted(id));
      return;
    }
    String labels =
        id.equals(APPLICATION)
            ? "'interlock.hostname':'shop'"
            : "'interlock.ext.name':'nginx'"
                + (id.equals(TASK) ? ",'com.docker.swarm.task.id':'t1'" : "");
    json(
        out,
        200,
        ("{'Id':'%s','Config':{'StopSignal':'SIGQUIT','Env':['PASSWORD=geheim'],'Labels':{%s}},"
                + "'HostConfig':{'Binds':['geheim']},"
                + "'NetworkSettings':{'Networks':{'ours':{'NetworkID':'n1','DriverOpts':"
                + "{'io.sallyport.connected':'true'}},'theirs':{'NetworkID':'n2'}}}}")
            .formatted(id, labels));
  }

  private void run(String exec, InputStream in, OutputStream out) throws IOException {
    List<String> command = new ArrayList<>();
    JsonNode created = execs.getOrDefault(exec, JSON.createObjectNode());
    created.path("Cmd").forEach(word -> command.add(word.asText()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    if (created.path("AttachStdin").asBoolean()) {
      Thread.ofVirtual()
          .start(() -> {
            try (OutputStream input = process.getOutputStream()) {
              byte[] piece = new byte[8192];
              for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                input.write(piece, 0, count);
                input.flush();
              }
            } catch (IOException e) {
              // It has ended.
            }
          });
    }
    byte[] piece = new byte[8192];
    InputStream printed = process.getInputStream();
    for (int count = printed.read(piece); count >= 0; count = printed.read(piece)) {
      ByteBuffer frame = ByteBuffer.allocate(8 + count);
      frame.put((byte) 1).put(new byte[3]).putInt(count).put(piece, 0, count);
      out.write(frame.array());
      out.flush();
    }
  }

  private static void json(OutputStream out, int status, String text) throws IOException {
    String body = text.replace('\'', '"');
    write(
        out,
        "HTTP/1.1 %d Said\r\n%sContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(status, HEADERS, body.length(), body));
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(UTF_8));
    out.flush();
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
      text = next == '\n' ? head.toString(ISO_8859_1) : text;
    }
    return text;
  }

  private static byte[] body(String head, InputStream in) throws IOException {
    Matcher length = LENGTH.matcher(head);
    if (!head.contains("Transfer-Encoding: chunked")) {
      return in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    int size = -1;
    while (size != 0) {
      size = Integer.parseInt(line(in), 16);
      body.writeBytes(in.readNBytes(size));
      line(in);
    }
    return body.toByteArray();
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    int next = in.read();
    while (next != '\n') {
      if (next < 0) {
        throw new IOException("the other side has gone");
      }
      line.append((char) next);
      next = in.read();
    }
    return line.toString().strip();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (SocketChannel each : open) {
      each.close();
    }
    Files.delete(directory.resolve("docker.sock"));
    Files.delete(directory);
  }
}
