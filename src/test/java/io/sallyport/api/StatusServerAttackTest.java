package io.sallyport.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sallyport.finding.Finding;
import io.sallyport.finding.Finding.Code;
import io.sallyport.history.EventHistory;
import io.sallyport.history.Status;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The status server against clients that mean harm, over bare sockets.
class StatusServerAttackTest {
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();

  private final AtomicReference<Status> status = new AtomicReference<>(seen(List.of()));
  private final List<Socket> open = new ArrayList<>();
  private StatusServer server;

  @SuppressWarnings("NullAway.Init")
  StatusServerAttackTest() {}

  @BeforeEach
  void listen() throws Exception {
    server = listenOn(HERE);
  }

  private StatusServer listenOn(InetAddress address) throws IOException {
    return new StatusServer(
        new InetSocketAddress(address, 0),
        status::get,
        new EventHistory(() -> NOON),
        "1.0",
        Duration.ofMinutes(2),
        () -> NOON,
        Optional.empty());
  }

  @AfterEach
  void stop() throws Exception {
    for (Socket each : open) {
      each.close();
    }
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/etc/passwd",
        "/../../etc/passwd",
        "/healthz/../../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/healthz%2f..%2f..",
        "/healthz/",
        "/healthz;a=b",
        "//healthz",
        "/HEALTHZ",
        "/%68ealthz",
        "*",
        "http://elsewhere.example/secret",
        "/api/v1/../../x",
        "/api/v1/",
        "/api/v1/proxies/../state",
        "/api/v1/proxies/%2e%2e/config",
        "/api/v1/state/",
        "/api/v1//state",
      })
  void anythingElseIsNotThere(String target) throws Exception {
    assertThat(answer("GET " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 404 ")
        .doesNotContain("root:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "X"})
  void otherMethodsAreRefusedAndChangeNothing(String method) throws Exception {
    Status before = status.get();
    for (String path :
        List.of("/", "/healthz", "/readyz", "/nothing", "/api/v1/state", "/api/v1/stream")) {
      assertThat(
              answer(
                  method
                      + " "
                      + path
                      + " HTTP/1.1\r\n"
                      + "Host: x\r\n"
                      + "Connection: close\r\n"
                      + "Content-Length: 3\r\n\r\n"
                      + "x=1"))
          .startsWith("HTTP/1.1 405 ")
          .containsIgnoringCase("\r\nAllow: GET, HEAD\r\n");
    }
    assertThat(status.get()).isSameAs(before);
  }

  @Test
  void headIsGetWithoutABody() throws Exception {
    String get = answer("GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    String head = answer("HEAD /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

    assertThat(get).endsWith("\r\n\r\nok\n");
    assertThat(head).endsWith("\r\n\r\n").containsIgnoringCase("\r\nContent-Length: 3\r\n");
    assertThat(head.replaceAll("Date: .*\r\n", ""))
        .isEqualTo(get.replace("ok\n", "").replaceAll("Date: .*\r\n", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/healthz",
        "/readyz",
        "/nothing",
        "/api/v1/state",
        "/api/v1/x",
        "/api/v1/routes"
      })
  void saysToBrowsersThatTheyMayDoNothingWithIt(String path) throws Exception {
    assertThat(answer("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").lines())
        .map(line -> line.toLowerCase(Locale.ROOT))
        .contains(
            "content-security-policy: default-src 'none'; frame-ancestors 'none'",
            "x-content-type-options: nosniff",
            "x-frame-options: deny",
            "referrer-policy: no-referrer",
            "cache-control: no-store",
            "cross-origin-resource-policy: same-origin");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0000\u0001\u0002\r\n\r\n",
        "GET\r\n\r\n",
        "GET /healthz\r\n\r\n",
        "GET mailto:x HTTP/1.1\r\n\r\n",
        "GET /\u0000 HTTP/1.1\r\n\r\n",
        "GET /%zz HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nno colon here\u0000\r\n\r\n",
        "GET / HTTP/1.1\r\nContent-Length: -5\r\n\r\n",
        "GET / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n",
        "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
      })
  void garbageIsRefused(String garbage) throws Exception {
    Socket client = connect();
    send(client, garbage);
    client.shutdownOutput();
    assertThat(allOf(client)).doesNotStartWith("HTTP/1.1 200");
    assertThat(healthy()).isTrue();
  }

  @Test
  void requestsHaveASize() throws Exception {
    assertThat(allOf(sending("GET /" + "a".repeat(1 << 20)))).doesNotStartWith("HTTP/1.1 200");
    assertThat(allOf(sending("GET / HTTP/1.1\r\nA: " + "a".repeat(1 << 20))))
        .doesNotStartWith("HTTP/1.1 200");
    assertThat(allOf(sending("GET / HTTP/1.1\r\n" + "A: b\r\n".repeat(1 << 16))))
        .doesNotStartWith("HTTP/1.1 200");
    assertThat(healthy()).isTrue();
  }

  /// Some send nothing, some the half of a request, some a byte now and then, some do not read what
  /// they asked for.
  @Test
  void slowClientsStopNobodyAndAreEnded() throws Exception {
    status.set(large());
    List<Socket> slow = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      slow.add(connect());
      slow.add(sending("GET /heal"));
      slow.add(sending("POST /healthz HTTP/1.1\r\nContent-Length: 1000000\r\n\r\nx"));
      sending("GET / HTTP/1.1\r\nHost: x\r\n\r\n".repeat(20));
    }
    Socket dripping = sending("GET /healthz HTTP/1.1\r\nX: ");

    long begun = System.nanoTime();
    assertThat(healthy()).isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));

    await()
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(() ->
            assertThatThrownBy(() -> send(dripping, "a")).isInstanceOf(SocketException.class));
    for (Socket each : slow) {
      allOf(each); // Ends, or the test hangs.
    }
    assertThat(healthy()).isTrue();
  }

  /// Each sends a byte now and then, and comes again when it is ended.
  @ParameterizedTest
  @ValueSource(ints = {8, 400})
  void whoTricklesHalfRequestsKeepsNoProbeOut(int clients) throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    try (ExecutorService tricklers = Executors.newVirtualThreadPerTaskExecutor()) {
      CountDownLatch begun = new CountDownLatch(clients);
      for (int i = 0; i < clients; i++) {
        tricklers.execute(() -> trickle(begun, done));
      }
      begun.await();
      try {
        for (int i = 0; i < 40; i++) {
          assertThat(healthy()).as("probe %d", i).isTrue();
        }
      } finally {
        done.set(true); // Before the threads are waited for.
      }
    }
  }

  private void trickle(CountDownLatch begun, AtomicBoolean done) {
    while (!done.get()) {
      try (Socket client = new Socket(HERE, server.address().getPort())) {
        client.setSoTimeout(100);
        send(client, "GET /healthz HTTP/1.1\r\nX: ");
        begun.countDown();
        while (!done.get() && isOpen(client)) {
          send(client, "x");
        }
      } catch (IOException ended) {
        begun.countDown();
      }
    }
  }

  /// Waits until it is ended, for 100 ms at most.
  private static boolean isOpen(Socket client) throws IOException {
    try {
      return client.getInputStream().read() >= 0;
    } catch (SocketTimeoutException stillOpen) {
      return true;
    }
  }

  /// More than it takes at a time: the rest is turned away, and once the idle ones are ended, all
  /// is as before.
  @Test
  void manyConnectionsDoNotLast() throws Exception {
    for (int i = 0; i < 4_500; i++) {
      connect();
    }
    await().pollInterval(Duration.ofMillis(200)).until(this::healthy);
  }

  @Test
  void aThousandRequestsAtOnceAreAnswered() {
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI uri = URI.create("http://127.0.0.1:" + server.address().getPort() + "/healthz");
      long answered =
          IntStream.range(0, 1000)
              .parallel()
              .filter(i -> {
                try {
                  return client
                          .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                          .statusCode()
                      == 200;
                } catch (IOException | InterruptedException failed) {
                  return false;
                }
              })
              .count();
      assertThat(answered).isEqualTo(1000);
    }
  }

  @Test
  void listensWhereItWasToldAndNowhereElse() throws Exception {
    InetAddress other = InetAddress.getByName("127.0.0.2");
    try (StatusServer elsewhere = listenOn(other)) {
      int port = elsewhere.address().getPort();
      assertThat(elsewhere.address().getAddress()).isEqualTo(other);
      new Socket(other, port).close();
      assertThatThrownBy(() -> new Socket(HERE, port)).isInstanceOf(ConnectException.class);
    }
  }

  private static Status large() {
    List<Finding> findings =
        IntStream.range(0, 2000)
            .mapToObj(i -> new Finding(Code.BAD_VALUE, "c" + i, "c" + i, "l", "m".repeat(500), "a"))
            .toList();
    return seen(findings);
  }

  private static Status seen(List<Finding> findings) {
    return Status.starting(NOON)
        .beaten(NOON, true)
        .seen(NOON, 0, findings, new TreeMap<>(), List.of());
  }

  private boolean healthy() {
    try {
      return answer("GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
          .startsWith("HTTP/1.1 200 ");
    } catch (IOException refused) {
      return false;
    }
  }

  private String answer(String request) throws IOException {
    try (Socket client = connect()) {
      send(client, request);
      return allOf(client);
    }
  }

  private Socket sending(String text) throws IOException {
    Socket client = connect();
    try {
      send(client, text);
    } catch (SocketException refusedMeanwhile) {
      // As it should be, where the text is too long.
    }
    return client;
  }

  private Socket connect() throws IOException {
    Socket client = new Socket(HERE, server.address().getPort());
    client.setSoTimeout(60_000);
    open.add(client);
    return client;
  }

  private static void send(Socket client, String text) throws IOException {
    client.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /// All that comes until the server ends the connection.
  private static String allOf(Socket client) throws IOException {
    StringBuilder text = new StringBuilder();
    try {
      InputStream in = client.getInputStream();
      for (int next = in.read(); next >= 0; next = in.read()) {
        text.append((char) next);
      }
    } catch (SocketException reset) {
      // Ended the hard way, since we had sent more than was read.
    }
    return text.toString();
  }
}
