package io.sallyport.reconcile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.OperatingSystemMXBean;
import io.sallyport.api.StatusServer;
import io.sallyport.metrics.Metrics;
import io.sallyport.proxy.Drivers;
import io.sallyport.proxy.nginx.NginxDriver;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the API costs over a thousand containers, and that nobody has to pay for it twice. Prints
/// the table of `docs/api.md`, on lines that begin with `API`.
class FleetApiTest extends LoopBench {
  private static final int CONTAINERS = 1000;
  private static final int WARM_UP = 60;
  private static final int TIMES = 20;

  /// A machine that runs other tests meanwhile, in a compiler's first stages, is slower than what
  /// the table says.
  private static final double MOST_CPU_MILLIS = 250;

  private static final int LARGEST = 300_000;
  private static final String PAGE = "Accept: text/html\r\n";
  private static final String GZIP = "Accept-Encoding: gzip\r\n";

  private static final OperatingSystemMXBean MACHINE =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  /// By so many seconds the server's clock is ahead.
  private final AtomicLong later = new AtomicLong();

  private final Metrics metrics = new Metrics("test");
  private StatusServer server;
  private LoopUnderTest loop;

  @SuppressWarnings("NullAway.Init")
  FleetApiTest() {}

  @BeforeEach
  void serve() throws IOException {
    proxy("edge");
    for (int i = 0; i < CONTAINERS; i++) {
      application("shop-%04d".formatted(i), "172.17.%d.%d".formatted(1 + i / 250, 1 + i % 250));
    }
    loop =
        start(
            new ReconcileLoop(
                engine,
                engine,
                settings,
                new Templates(settings, Drivers.of(new NginxDriver())),
                InstantSource.system(),
                metrics));
    server =
        new StatusServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            loop::status,
            loop.loop().history(),
            "1.0.0",
            Duration.ofDays(1),
            () -> Instant.now().plusSeconds(later.get()),
            Optional.of(metrics));
    await().until(() -> loop.status().ready() && !loop.status().proxies().isEmpty());
  }

  @AfterEach
  void close() {
    server.close();
  }

  private int bytes(String path, String headers) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.address().getPort())) {
      socket
          .getOutputStream()
          .write(
              "GET %s HTTP/1.1\r\nHost: x\r\n%sConnection: close\r\n\r\n"
                  .formatted(path, headers)
                  .getBytes(UTF_8));
      byte[] answer = socket.getInputStream().readAllBytes();
      String head = new String(answer, 0, Math.min(answer.length, 20), ISO_8859_1);
      assertThat(head).as(path).startsWith("HTTP/1.1 200");
      return answer.length;
    }
  }

  /// What one request takes of processor time, here where asking for it is part of it.
  ///
  /// @param anew whether each is asked for in a second of its own
  private double cpuMillis(String path, boolean anew) throws IOException {
    long begun = 0;
    for (int i = -WARM_UP; i < TIMES; i++) {
      if (i == 0) {
        begun = MACHINE.getProcessCpuTime();
      }
      later.addAndGet(anew ? 1 : 0);
      bytes(path, GZIP);
    }
    return (MACHINE.getProcessCpuTime() - begun) / 1e6 / TIMES;
  }

  private record Cost(double anew, double again, int bytes, int gzip) {
    Cost and(Cost other) {
      return new Cost(
          anew + other.anew, again + other.again, bytes + other.bytes, gzip + other.gzip);
    }

    void print(String what) {
      System.out.printf("API | `%s` | %.0f | %.0f | %,d | %,d |%n", what, anew, again, bytes, gzip);
    }
  }

  private Cost cost(String path) throws IOException {
    return new Cost(
        cpuMillis(path, true), cpuMillis(path, false), bytes(path, PAGE), bytes(path, PAGE + GZIP));
  }

  @Test
  void everyDocumentIsCheap() throws IOException {
    for (int i = 0; i < CONTAINERS; i++) {
      loop.loop().history().event("shop-%04d".formatted(i), "container start");
    }
    for (String path :
        List.of(
            "/api/v1/state",
            "/api/v1/containers",
            "/api/v1/routes",
            "/api/v1/proxies",
            "/api/v1/proxies/edge/config",
            "/api/v1/findings",
            "/api/v1/events",
            "/api/v1/openapi.json",
            "/metrics")) {
      Cost cost = cost(path);
      cost.print(path);
      assertThat(cost.anew()).as(path).isLessThan(MOST_CPU_MILLIS);
      assertThat(cost.gzip()).as(path).isLessThan(LARGEST);
    }
    Cost page = new Cost(0, 0, 0, 0);
    for (String path :
        List.of(
            "/",
            "/dashboard/dashboard.css",
            "/dashboard/dashboard.js",
            "/dashboard/page.js",
            "/dashboard/live.js",
            "/dashboard/rows.js",
            "/dashboard/config.js",
            "/dashboard/icon.svg",
            "/api/v1/state",
            "/api/v1/events",
            "/api/v1/routes",
            "/api/v1/proxies",
            "/api/v1/findings")) {
      page = page.and(cost(path));
    }
    page.print("/ and all that it loads");
  }

  @Test
  void aChangeIsToldInAFewBytesToEachWhoFollows() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.address().getPort())) {
      socket.setSoTimeout(60_000);
      socket
          .getOutputStream()
          .write("GET /api/v1/stream HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(UTF_8));
      InputStream in = socket.getInputStream();
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, UTF_8));
      String line = lines.readLine();
      while (line != null && !line.startsWith("event: state")) {
        line = lines.readLine();
      }
      application("new", "172.17.9.9");
      int size = 0;
      int messages = 0;
      boolean rolledOut = false;
      while (!rolledOut) {
        String told = lines.readLine();
        size += told.length() + 1;
        messages += told.startsWith("event: ") ? 1 : 0;
        rolledOut = told.contains("\"rollout\"") && told.contains("applied");
      }
      System.out.printf(
          "API | a change on `/api/v1/stream`: %d messages | | | %,d | |%n", messages, size);
      assertThat(size).isLessThan(20_000);
    }
  }
}
