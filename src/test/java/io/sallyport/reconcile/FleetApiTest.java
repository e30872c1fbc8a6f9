package io.sallyport.reconcile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.OperatingSystemMXBean;
import io.sallyport.status.Metrics;
import io.sallyport.status.StatusServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the API costs over a thousand containers, and that nobody has to pay for it twice. Prints
/// the table of `docs/api.md`, on lines that begin with `API`.
class FleetApiTest extends LoopBench {
  private static final int CONTAINERS = 1000;
  private static final int TIMES = 20;

  /// A machine that runs other tests meanwhile, in a compiler's first stages, is slower than what
  /// the table says.
  private static final double MOST_CPU_MILLIS = 250;

  private static final OperatingSystemMXBean MACHINE =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

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
                engine, settings, new Templates(settings), InstantSource.system(), metrics));
    server =
        new StatusServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            loop::status,
            loop.loop().chronicle(),
            "1.0.0",
            Duration.ofMinutes(1),
            InstantSource.system(),
            Optional.of(metrics));
    await().until(() -> loop.status().ready() && !loop.status().proxies().isEmpty());
  }

  @AfterEach
  void close() {
    server.close();
  }

  /// @param accept the header of that name
  private int bytes(String path, String accept) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.address().getPort())) {
      socket
          .getOutputStream()
          .write(
              "GET %s HTTP/1.1\r\nHost: x\r\nAccept: %s\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n"
                  .formatted(path, accept)
                  .getBytes(UTF_8));
      byte[] answer = socket.getInputStream().readAllBytes();
      String head = new String(answer, 0, Math.min(answer.length, 20), ISO_8859_1);
      assertThat(head).as(path).startsWith("HTTP/1.1 200");
      return answer.length;
    }
  }

  private record Cost(double millis, double cpuMillis, int bytes) {}

  private Cost cost(String path, String accept) throws IOException {
    for (int i = 0; i < TIMES; i++) {
      bytes(path, accept);
    }
    List<Double> millis = new ArrayList<>();
    int size = 0;
    long cpu = MACHINE.getProcessCpuTime();
    for (int i = 0; i < TIMES; i++) {
      long begun = System.nanoTime();
      size = bytes(path, accept);
      millis.add((System.nanoTime() - begun) / 1e6);
    }
    double cpuMillis = (MACHINE.getProcessCpuTime() - cpu) / 1e6 / TIMES;
    millis.sort(null);
    Cost cost = new Cost(millis.get(TIMES / 2), cpuMillis, size);
    System.out.printf(
        "API %-32s %7.1f ms %7.1f ms CPU %9d bytes%n", path, cost.millis(), cost.cpuMillis(), size);
    return cost;
  }

  @Test
  void everyDocumentIsCheap() throws IOException {
    List<String> documents =
        List.of(
            "/api/v1/state",
            "/api/v1/containers",
            "/api/v1/routes",
            "/api/v1/proxies",
            "/api/v1/proxies/edge/config",
            "/api/v1/findings",
            "/api/v1/events",
            "/api/v1/openapi.json",
            "/metrics");
    for (String path : documents) {
      assertThat(cost(path, "*/*").cpuMillis()).as(path).isLessThan(MOST_CPU_MILLIS);
    }
    List<String> page =
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
            "/api/v1/findings");
    int size = 0;
    double cpu = 0;
    double millis = 0;
    for (String path : page) {
      Cost one = cost(path, "text/html");
      size += one.bytes();
      cpu += one.cpuMillis();
      millis += one.millis();
    }
    System.out.printf(
        "API %-32s %7.1f ms %7.1f ms CPU %9d bytes%n", "dashboard", millis, cpu, size);
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
      long cpu = MACHINE.getProcessCpuTime();
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
          "API %-32s %d messages, %.1f ms CPU of the whole process %9d bytes%n",
          "stream: a container starts", messages, (MACHINE.getProcessCpuTime() - cpu) / 1e6, size);
      assertThat(size).isLessThan(20_000);
    }
  }
}
