package io.sallyport.traffic;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// Clients who come at a steady rate, whatever becomes of those before them, by HTTP/1.1 over
/// connections that they keep.
///
/// Each has a number of its own in the header `X-Number`. A request counts from the moment at which
/// it should have been sent. As browsers do, one that gets no byte on a connection which had served
/// before is sent again on a new one: the server may close an idle connection at any time.
public final class Load implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long SECOND = 1_000_000_000L;

  private final int port;
  private final String start;
  private final String rest;
  private final long interval;
  private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();
  private final ConcurrentLinkedQueue<Result> results = new ConcurrentLinkedQueue<>();
  private final AtomicInteger underWay = new AtomicInteger();
  private final Thread pump;
  private volatile boolean stopping;
  private int sent;

  /// @param problem empty where a server answered 200
  private record Result(long latency, String server, String problem) {}

  /// What became of all requests.
  ///
  /// @param failed by what went wrong: a status, or an exception
  /// @param slow how many took longer than a second
  /// @param servers how many requests each server answered
  public record Report(
      int requests,
      Map<String, Integer> failed,
      int slow,
      Duration slowest,
      Map<String, Integer> servers) {

    /// Of whatever kind.
    public int failures() {
      return failed.values().stream().mapToInt(Integer::intValue).sum();
    }

    @Override
    public String toString() {
      return "%d requests, %d failed %s, %d over 1 s, slowest %d ms, servers %s"
          .formatted(requests, failures(), failed, slow, slowest.toMillis(), servers);
    }
  }

  private Load(int port, String start, String rest, int perSecond) {
    this.port = port;
    this.start = start;
    this.rest = rest;
    this.interval = SECOND / perSecond;
    pump = Thread.ofPlatform().name("load").start(this::pump);
  }

  /// Begins to ask for a path of a host.
  public static Load get(int port, String host, String path, int perSecond) {
    return new Load(port, "GET " + path, "Host: " + host + "\r\n\r\n", perSecond);
  }

  /// Begins to post a body to a path of a host.
  static Load post(int port, String host, String path, String body, int perSecond) {
    String rest = "Host: " + host + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    return new Load(port, "POST " + path, rest, perSecond);
  }

  /// How many requests were answered so far.
  int answered() {
    return results.size();
  }

  /// Sends no more, and waits for the answers.
  public Report stop() {
    close();
    List<Result> all = new ArrayList<>(results);
    Map<String, Integer> failed = new TreeMap<>();
    Map<String, Integer> servers = new TreeMap<>();
    for (Result result : all) {
      if (result.problem().isEmpty()) {
        servers.merge(result.server(), 1, Integer::sum);
      } else {
        failed.merge(result.problem(), 1, Integer::sum);
      }
    }
    long slowest = all.stream().mapToLong(Result::latency).max().orElse(0);
    long slow = all.stream().filter(result -> result.latency() > SECOND).count();
    return new Report(all.size(), failed, (int) slow, Duration.ofNanos(slowest), servers);
  }

  @Override
  public void close() {
    stopping = true;
    try {
      pump.join();
      for (long end = System.nanoTime() + PATIENCE.toNanos();
          underWay.get() > 0 && System.nanoTime() < end; ) {
        LockSupport.parkNanos(1_000_000);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    idle.forEach(Connection::close);
    idle.clear();
  }

  private void pump() {
    long due = System.nanoTime();
    while (!stopping) {
      long now = System.nanoTime();
      if (now < due) {
        LockSupport.parkNanos(due - now);
        continue;
      }
      long at = due;
      int number = ++sent;
      underWay.incrementAndGet();
      Thread.ofVirtual().start(() -> ask(at, number));
      due += interval;
    }
  }

  private void ask(long at, int number) {
    String server = "";
    String problem = "";
    try {
      Answer answer = answer(number);
      server = answer.server();
      problem = answer.status() == 200 ? "" : Integer.toString(answer.status());
    } catch (IOException failure) {
      problem = failure.toString();
    } finally {
      results.add(new Result(System.nanoTime() - at, server, problem));
      underWay.decrementAndGet();
    }
  }

  private Answer answer(int number) throws IOException {
    byte[] request =
        "%s HTTP/1.1\r\nX-Number: %d\r\n%s".formatted(start, number, rest).getBytes(ISO_8859_1);
    Connection kept = idle.poll();
    while (kept != null) {
      try {
        return kept.exchange(request, idle);
      } catch (StaleException _) {
        kept = idle.poll();
      }
    }
    return new Connection(port).exchange(request, idle);
  }

  /// The server closed it while it was idle.
  private static final class StaleException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  private static final class Connection {
    private final Socket socket = new Socket();
    private final InputStream in;
    private boolean served;

    Connection(int port) throws IOException {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      in = new BufferedInputStream(socket.getInputStream());
    }

    Answer exchange(byte[] request, Deque<Connection> idle) throws IOException {
      boolean done = false;
      try {
        String head = send(request);
        int length = Integer.parseInt(Answer.parse(head, "").header("Content-Length"));
        String body = new String(in.readNBytes(length), ISO_8859_1);
        done = body.length() == length && !head.contains("Connection: close");
        served = true;
        if (body.length() < length) {
          throw new IOException("the answer was cut off");
        }
        return Answer.parse(head + body, "");
      } finally {
        if (done) {
          idle.push(this);
        } else {
          close();
        }
      }
    }

    private String send(byte[] request) throws IOException {
      StringBuilder head = new StringBuilder();
      try {
        socket.getOutputStream().write(request);
        while (head.indexOf("\r\n\r\n", Math.max(0, head.length() - 4)) < 0) {
          int next = in.read();
          if (next < 0) {
            throw new IOException("closed before the answer's end");
          }
          head.append((char) next);
        }
        return head.toString();
      } catch (IOException broken) {
        if (served && head.isEmpty()) {
          throw new StaleException();
        }
        throw broken;
      }
    }

    void close() {
      try {
        socket.close();
      } catch (IOException ignored) {
        // It is of no more use either way.
      }
    }
  }
}
