package io.sallyport.traffic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// An application, as a process of its own: takes a moment for each request, notes the number that
/// each one carries where its end does not lose it, and ends on SIGTERM as it was told to.
final class SlowServer {
  /// What each request adds a line to: method and number. A directory that servers share.
  static final String NOTES = "/notes";

  private static final Duration WORK = Duration.ofMillis(20);
  private static final Duration LINGER = Duration.ofSeconds(1);
  private static final int PORT = 80;
  private static final int LONGEST_SECONDS = 5;
  private static final String NAME = System.getenv("HOSTNAME");

  private SlowServer() {}

  /// What SIGTERM does.
  enum Ending {
    /// It is gone at once, whatever it was doing.
    ABRUPT,
    /// It takes no more connections, ends what it has begun, and goes.
    GRACEFUL,
    /// It goes on for a second as if nothing were, then ends gracefully.
    LINGERING
  }

  /// Serves until it is told to end.
  ///
  /// @param arguments the name of an [Ending], and that of a file in [#NOTES]
  public static void main(String[] arguments) throws IOException {
    Ending ending = Ending.valueOf(arguments[0]);
    OutputStream notes =
        Files.newOutputStream(Path.of(NOTES).resolve(arguments[1]), CREATE, APPEND);
    HttpServer server = HttpServer.create(new InetSocketAddress(PORT), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", exchange -> answer(exchange, notes));
    CountDownLatch finished = new CountDownLatch(1);
    server.createContext("/download", exchange -> download(exchange, finished));
    server.createContext(
        "/finish",
        exchange -> {
          finished.countDown();
          answer(exchange, notes);
        });
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server, ending)));
    server.start();
  }

  /// One write for a line: the files of several servers do not mix, and none waits in a buffer.
  private static void answer(HttpExchange exchange, OutputStream notes) throws IOException {
    String number = exchange.getRequestHeaders().getFirst("X-Number");
    notes.write((exchange.getRequestMethod() + " " + number + "\n").getBytes(UTF_8));
    exchange.getRequestBody().readAllBytes();
    LockSupport.parkNanos(WORK.toNanos());
    byte[] body = ("server: " + NAME + "\n").getBytes(UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /// Lines `1`, `2` … until somebody has asked for `/finish`; the last one is `end`.
  private static void download(HttpExchange exchange, CountDownLatch finished) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    try (OutputStream out = exchange.getResponseBody()) {
      for (int line = 1; !finished.await(WORK.toMillis(), TimeUnit.MILLISECONDS); line++) {
        out.write((line + "\n").getBytes(UTF_8));
        out.flush();
      }
      out.write("end\n".getBytes(UTF_8));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static void end(HttpServer server, Ending ending) {
    if (ending == Ending.LINGERING) {
      LockSupport.parkNanos(LINGER.toNanos());
    }
    if (ending != Ending.ABRUPT) {
      server.stop(LONGEST_SECONDS);
    }
    Runtime.getRuntime().halt(0);
  }
}
