package io.sallyport.traffic;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A socket in front of the engine's, for two purposes.
///
/// It keeps installations apart. Each one's containers carry the label [#MARK] with its name, and
/// their `interlock.*` labels have that name in front, so that no other Sallyport on the engine
/// takes them for its own. The relay shows only these containers and their events, with the name
/// taken off.
///
/// It breaks on demand: refuses connections, cuts or silences event streams, spoils answers.
///
/// One request for each connection, in HTTP/1.0 towards the engine: whatever comes ends with the
/// connection, and events are lines.
final class EngineRelay implements AutoCloseable {
  /// The label that holds the installation's name.
  static final String MARK = "io.sallyport.test";

  /// How long an engine may take that is in trouble, and is not given up.
  static final Duration SLOWNESS = Duration.ofSeconds(3);

  /// In place of a request's first line, for [#spoil]: the question whether a shell in a container
  /// answers, and what it is to do. Here, an error is that the connection ends before, and a cut
  /// that it ends in the middle.
  static final String SHELL_GREETING = "SHELL greeting";

  static final String SHELL_SCRIPT = "SHELL script";

  /// Of a greeting.
  private static final int SHORT = 200;

  private static final String REFUSED = "HTTP/1.1 500 Internal Server Error";
  private static final List<String> DISGUISED =
      List.of("/version ", "/info ", "/containers/json", "/networks ");

  private final Path socket;
  private final SocketAddress engine;
  private final String installation;
  private final Map<String, Fault> faults = new ConcurrentHashMap<>();
  private final Set<SocketChannel> connections = ConcurrentHashMap.newKeySet();
  private final Set<SocketChannel> eventStreams = ConcurrentHashMap.newKeySet();
  private final Set<SocketChannel> shells = ConcurrentHashMap.newKeySet();
  private final Set<SocketChannel> stalled = ConcurrentHashMap.newKeySet();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile boolean silent;
  private volatile Disguise disguise = new Disguise() {};
  private volatile String mark = MARK;
  private @Nullable ServerSocketChannel listener;

  /// Makes the engine look like another one.
  interface Disguise {
    /// What to refuse a request with (500), if it is to be refused.
    ///
    /// @param request its first line
    default Optional<String> refusal(String request) {
      return Optional.empty();
    }

    default String answer(String request, String body) {
      return body;
    }

    /// The event as the other engine would tell it, if it would.
    default Optional<String> event(String event) {
      return Optional.of(event);
    }
  }

  /// How an answer is spoiled.
  enum Fault {
    /// Never comes, and nothing is done.
    STALLED,
    /// Never comes, but the engine has done what was asked.
    LOST,
    /// Comes after [#SLOWNESS].
    SLOW,
    /// Is a status 500.
    ERROR,
    /// Ends in the middle of its body.
    CUT
  }

  EngineRelay(Path socket, URI engine, String installation) {
    this.socket = socket;
    this.engine =
        engine.getScheme().equals("unix")
            ? UnixDomainSocketAddress.of(engine.getPath())
            : new InetSocketAddress(engine.getHost(), engine.getPort());
    this.installation = installation;
  }

  Path socket() {
    return socket;
  }

  /// The first lines of all requests so far.
  List<String> requests() {
    return List.copyOf(requests);
  }

  synchronized void open() throws IOException {
    Files.deleteIfExists(socket);
    ServerSocketChannel open = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    open.bind(UnixDomainSocketAddress.of(socket));
    listener = open;
    Thread.ofVirtual().name("relay").start(() -> accept(open));
  }

  /// Ends every connection and refuses new ones, as an engine that stops does.
  @Override
  public synchronized void close() throws IOException {
    if (listener != null) {
      listener.close();
    }
    Files.deleteIfExists(socket);
    cut(connections);
  }

  /// Shows the containers on which this label, not [#MARK], holds the installation's name.
  void showing(String label) {
    mark = label;
  }

  /// From now on, for whoever connects anew.
  void wear(Disguise worn) {
    disguise = worn;
  }

  void cutEventStreams() {
    cut(eventStreams);
  }

  /// Ends the connections that were taken over, as what thinks them idle does.
  void cutShells() {
    cut(shells);
  }

  /// Leaves event streams open and passes nothing on, as what buffers them does.
  void silence(boolean wanted) {
    silent = wanted;
  }

  /// Tells all who listen of an event that the engine does not know of.
  ///
  /// @param event as JSON, in one line
  void tell(String event) {
    for (SocketChannel listener : eventStreams) {
      try {
        chunk(event).writeTo(Channels.newOutputStream(listener));
      } catch (IOException gone) {
        // So has whoever listened.
      }
    }
  }

  private static ByteArrayOutputStream chunk(String event) throws IOException {
    byte[] bytes = (event + "\n").getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream chunk = new ByteArrayOutputStream();
    send(chunk, Integer.toHexString(bytes.length) + "\r\n");
    chunk.write(bytes);
    send(chunk, "\r\n");
    return chunk;
  }

  /// Spoils answers to requests in whose first line the expression is found, until it is mended.
  void spoil(String part, Fault fault) {
    faults.put(part, fault);
  }

  /// How many wait for an answer that does not come; where it is lost, the engine is done.
  int stuck() {
    return stalled.size();
  }

  /// Answers well from now on; whoever is kept waiting is cut off.
  void mend() {
    faults.clear();
    cut(stalled);
  }

  private static void cut(Set<SocketChannel> channels) {
    for (SocketChannel channel : channels) {
      try {
        channel.close();
      } catch (IOException gone) {
        throw new UncheckedIOException(gone);
      }
    }
  }

  private void accept(ServerSocketChannel open) {
    while (open.isOpen()) {
      try {
        SocketChannel client = open.accept();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(SocketChannel client) {
    connections.add(client);
    try (client;
        SocketChannel upstream = SocketChannel.open(engine)) {
      connections.add(upstream);
      try {
        Exchange exchange = new Exchange(client, upstream);
        exchange.run();
      } finally {
        connections.remove(upstream);
      }
    } catch (IOException cut) {
      // Whoever was cut off has noticed.
    } finally {
      connections.remove(client);
      eventStreams.remove(client);
      shells.remove(client);
      stalled.remove(client);
    }
  }

  /// One request and its answer.
  private final class Exchange {
    private final SocketChannel client;
    private final SocketChannel upstream;
    private final InputStream fromClient;
    private final OutputStream toClient;
    private final InputStream fromEngine;
    private final OutputStream toEngine;
    private volatile boolean mute;

    Exchange(SocketChannel client, SocketChannel upstream) {
      this.client = client;
      this.upstream = upstream;
      fromClient = Channels.newInputStream(client);
      toClient = Channels.newOutputStream(client);
      fromEngine = Channels.newInputStream(upstream);
      toEngine = Channels.newOutputStream(upstream);
    }

    void run() throws IOException {
      String head = head(fromClient);
      if (head.isEmpty()) {
        return;
      }
      String line = head.substring(0, head.indexOf("\r\n"));
      requests.add(line);
      @Nullable Fault fault = fault(line);
      if (fault == Fault.STALLED) {
        stalled.add(client);
        if (fault(line) == Fault.STALLED) { // Else it was mended meanwhile.
          fromEngine.read(); // The engine was not asked anything: until someone hangs up.
        }
        return;
      } else if (fault == Fault.SLOW) {
        LockSupport.parkNanos(SLOWNESS.toNanos());
      } else if (fault == Fault.ERROR) {
        answer(REFUSED, "{\"message\":\"spoiled by the relay\"}", 1);
        return;
      }
      Optional<String> refusal = disguise.refusal(line);
      if (refusal.isPresent()) {
        answer(REFUSED, refusal.get(), 1);
        return;
      } else if (head.toLowerCase(Locale.ROOT).contains("\r\nupgrade:")) {
        shells.add(client);
        send(toEngine, head);
        toEngine.write(fromClient.readNBytes(contentLength(head)));
        Thread.ofVirtual().start(this::passInput);
        if (fault == Fault.LOST) {
          lose();
        } else {
          passOutput();
        }
        return;
      }
      // In one piece: an engine that answers early closes on what it has not read.
      ByteArrayOutputStream whole = new ByteArrayOutputStream();
      send(whole, head.replace(line, filtered(line)));
      whole.write(fromClient.readNBytes(contentLength(head)));
      whole.writeTo(toEngine);
      String answer = head(fromEngine).replaceFirst("^HTTP/1.0", "HTTP/1.1");
      String status = answer.substring(0, Math.max(0, answer.indexOf("\r\n")));
      if (fault == Fault.LOST) {
        lose();
        return;
      }
      if (DISGUISED.stream().anyMatch(line::contains)) {
        String body = new String(fromEngine.readAllBytes(), StandardCharsets.UTF_8);
        answer(status, disguise.answer(line, nameTakenOff(body)), fault == Fault.CUT ? 2 : 1);
      } else if (fault == Fault.CUT) {
        answer(status, new String(fromEngine.readAllBytes(), StandardCharsets.UTF_8), 2);
      } else if (line.contains("/events")) {
        passEvents(status + "\r\n" + dated(answer), !line.contains("until="));
      } else {
        send(toClient, answer.replaceFirst("\r\n", "\r\nConnection: close\r\n"));
        fromEngine.transferTo(toClient);
      }
    }

    private void lose() throws IOException {
      fromEngine.transferTo(OutputStream.nullOutputStream());
      stalled.add(client);
      fromClient.read(); // Until someone hangs up.
    }

    private static String dated(String head) {
      return head.lines().filter(line -> line.startsWith("Date: ")).findFirst().orElse("Date: ?");
    }

    /// What a shell in a container is told.
    private void passInput() {
      byte[] chunk = new byte[1 << 20];
      try {
        for (int count = fromClient.read(chunk); count >= 0; count = fromClient.read(chunk)) {
          String name = count < SHORT ? SHELL_GREETING : SHELL_SCRIPT;
          requests.add(name);
          @Nullable Fault fault = fault(name);
          if (fault == Fault.STALLED || fault == Fault.LOST) {
            mute = true;
            stalled.add(client);
          } else if (fault == Fault.SLOW) {
            LockSupport.parkNanos(SLOWNESS.toNanos());
          }
          if (fault != Fault.STALLED && fault != Fault.ERROR) {
            toEngine.write(chunk, 0, fault == Fault.CUT ? count / 2 : count);
          }
          if (fault == Fault.ERROR || fault == Fault.CUT) {
            client.close();
          }
        }
        upstream.shutdownOutput();
      } catch (IOException ended) {
        // So has the exchange.
      }
    }

    private void passOutput() throws IOException {
      byte[] chunk = new byte[1 << 16];
      for (int count = fromEngine.read(chunk); count >= 0; count = fromEngine.read(chunk)) {
        if (!mute) {
          toClient.write(chunk, 0, count);
        }
      }
    }

    /// Answers with the first `1 / part` of a body.
    private void answer(String status, String body, int part) throws IOException {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      send(
          toClient,
          "%s\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
              .formatted(status, bytes.length));
      toClient.write(bytes, 0, bytes.length / part);
    }

    /// @param endless a stream, not what the engine remembers
    private void passEvents(String head, boolean endless) throws IOException {
      send(toClient, head + "\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n");
      if (endless) {
        eventStreams.add(client);
      }
      BufferedReader events =
          new BufferedReader(new InputStreamReader(fromEngine, StandardCharsets.UTF_8));
      for (String event = events.readLine(); event != null; event = events.readLine()) {
        if (event.contains(installation) && !(endless && silent)) {
          Optional<String> told = disguise.event(nameTakenOff(event));
          if (told.isEmpty()) {
            continue;
          }
          chunk(told.get()).writeTo(toClient);
        }
      }
      send(toClient, "0\r\n\r\n");
    }
  }

  private @Nullable Fault fault(String line) {
    return faults.entrySet().stream()
        .filter(fault -> Pattern.compile(fault.getKey()).matcher(line).find())
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }

  private String filtered(String line) {
    String request = line.replace("HTTP/1.1", "HTTP/1.0");
    if (!line.contains("/containers/json") || line.contains("filters=")) {
      return request;
    }
    String filter = "{\"label\":[\"%s=%s\"]}".formatted(mark, installation);
    String query = "filters=" + URLEncoder.encode(filter, StandardCharsets.UTF_8);
    return request.replace(" HTTP/", (line.contains("?") ? "&" : "?") + query + " HTTP/");
  }

  private String nameTakenOff(String json) {
    return json.replace("\"" + installation + ".", "\"");
  }

  /// Up to and with the empty line; empty at the end of the stream.
  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n", Math.max(0, head.length() - 4)) < 0) {
      int next = in.read();
      if (next < 0) {
        return "";
      }
      head.append((char) next);
    }
    return head.toString();
  }

  private static int contentLength(String head) {
    return head.lines()
        .map(line -> line.toLowerCase(Locale.ROOT)) // As HAProxy writes headers.
        .filter(line -> line.startsWith("content-length: "))
        .mapToInt(line -> Integer.parseInt(line.substring("content-length: ".length())))
        .findFirst()
        .orElse(0);
  }

  private static void send(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(ISO_8859_1));
  }
}
