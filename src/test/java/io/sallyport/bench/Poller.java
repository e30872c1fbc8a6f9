package io.sallyport.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/// A client of one host who asks again 300 µs after each answer, on a connection that is kept for
/// as long as the proxy keeps it, and notes when each server answered first and last.
final class Poller implements AutoCloseable {
  private static final long PAUSE_NANOS = 300_000;
  private static final int PATIENCE_MILLIS = 2000;
  private static final Duration LONGEST = Duration.ofSeconds(15);

  private final int port;
  private final byte[] request;
  private final Map<String, Long> first = new ConcurrentHashMap<>();
  private final Map<String, Long> last = new ConcurrentHashMap<>();
  private final Thread thread;
  private volatile boolean stopping;
  private volatile long asked;
  private Socket socket = new Socket();
  private InputStream in = InputStream.nullInputStream();

  private Poller(int port, String host) {
    this.port = port;
    request =
        "GET / HTTP/1.1\r\nHost: %s\r\n\r\n".formatted(host).getBytes(StandardCharsets.ISO_8859_1);
    thread = Thread.ofPlatform().name("poller").unstarted(this::poll);
  }

  static Poller of(int port, String host) {
    Poller poller = new Poller(port, host);
    poller.thread.start();
    return poller;
  }

  /// Who answers 200 for a host now; empty where nobody does.
  static String answer(int port, String host) {
    Poller once = new Poller(port, host);
    String server = once.ask();
    once.drop();
    return server;
  }

  /// The moment of a server's first answer.
  ///
  /// @throws IllegalStateException when there is none within fifteen seconds
  long first(String server) {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (!first.containsKey(server)) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(
            "no answer of %s within %s; others: %s".formatted(server, LONGEST, first.keySet()));
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return first.getOrDefault(server, 0L);
  }

  /// The moment of a server's last answer, once it has given none for so long.
  ///
  /// @param since when it was still to be expected
  long last(String server, long since, Duration silence) {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (System.nanoTime() < end) {
      long latest = Math.max(since, last.getOrDefault(server, since));
      if (asked - latest > silence.toNanos()) {
        return latest;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    throw new IllegalStateException("%s goes on answering after %s".formatted(server, LONGEST));
  }

  private void poll() {
    while (!stopping) {
      String server = ask();
      long now = System.nanoTime();
      if (!server.isEmpty()) {
        first.putIfAbsent(server, now);
        last.put(server, now);
      }
      asked = now;
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /// Who answered 200, if anybody did. A connection that the proxy has closed is not an answer.
  private String ask() {
    try {
      if (!socket.isConnected() || socket.isClosed()) {
        socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        in = new BufferedInputStream(socket.getInputStream());
      }
      socket.getOutputStream().write(request);
      return read();
    } catch (IOException broken) {
      drop();
      return "";
    }
  }

  private String read() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n", Math.max(0, head.length() - 4)) < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("closed");
      }
      head.append((char) next);
    }
    String lines = head.toString();
    int at = lines.indexOf("Content-Length: ");
    if (at < 0) {
      drop();
      return "";
    }
    int length = Integer.parseInt(lines.substring(at + 16, lines.indexOf('\r', at)));
    String body = new String(in.readNBytes(length), StandardCharsets.ISO_8859_1).strip();
    if (lines.contains("Connection: close")) {
      drop();
    }
    return lines.startsWith("HTTP/1.1 200") ? body : "";
  }

  private void drop() {
    try {
      socket.close();
    } catch (IOException gone) {
      // It is of no more use either way.
    }
  }

  @Override
  public void close() {
    stopping = true;
    try {
      thread.join();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    drop();
  }
}
