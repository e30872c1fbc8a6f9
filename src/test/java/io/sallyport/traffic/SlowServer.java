package io.sallyport.traffic;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/// An application, as a process of its own: takes a moment for each request, logs the number that
/// each one carries, and ends on SIGTERM as it was told to.
final class SlowServer {
  private static final Duration WORK = Duration.ofMillis(20);
  private static final Duration LINGER = Duration.ofSeconds(1);
  private static final int PORT = 80;
  private static final int LONGEST_SECONDS = 5;

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
  /// @param arguments the name of an [Ending]
  public static void main(String[] arguments) throws IOException {
    Ending ending = Ending.valueOf(arguments[0]);
    String name = InetAddress.getLocalHost().getHostName();
    HttpServer server = HttpServer.create(new InetSocketAddress(PORT), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          System.out.println(
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestHeaders().getFirst("X-Number"));
          exchange.getRequestBody().readAllBytes();
          LockSupport.parkNanos(WORK.toNanos());
          byte[] body = ("server: " + name + "\n").getBytes(UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server, ending)));
    server.start();
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
