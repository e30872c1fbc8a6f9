package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests reach applications as what they are, and answers clients, whatever is written in them.
class RequestsIT {
  @AutoClose private static final Installation INSTALLATION = Installation.of(RequestsIT.class);

  private static final Nginx EDGE = INSTALLATION.proxy("edge");
  private static final String SITE = "raw.traffic.example";
  private static final String END = "Connection: close\r\n\r\n";

  @BeforeAll
  static void start() {
    INSTALLATION.serve(
        EDGE,
        site("raw", SITE),
        site("portal", SITE, "context_root", "/portal"),
        site("app", SITE, "context_root", "/app", "context_root_rewrite", "true"),
        site("only", "only.traffic.example", "ssl_only", "true"),
        site("wild", "*.wild.traffic.example"),
        site("wild-only", "*.wild-only.traffic.example", "ssl_only", "true"));
    for (String[] each :
        new String[][] {
          {"http://raw.traffic.example/", "raw"},
          {"http://raw.traffic.example/app/", "app"},
          {"http://raw.traffic.example/portal/", "portal"},
          {"https://only.traffic.example/", "only"},
          {"http://a.wild.traffic.example/", "wild"}
        }) {
      EDGE.await(each[0], Client.ANYBODY, answer -> assertThat(answer.server()).isEqualTo(each[1]));
    }
    EDGE.await("http://a.wild-only.traffic.example/", 301);
  }

  private static Nginx site(String name, String host, String... labels) {
    return INSTALLATION
        .backend(name, labels)
        .running(RawApplication.class)
        .labels("hostname", host, "ssl", "true", "ssl_cert", "site-and-key.pem");
  }

  private static int http() {
    return EDGE.publishedPort(80);
  }

  private static int https() {
    return EDGE.publishedPort(443);
  }

  private static Answer ask(String request) throws IOException {
    return RawClient.ask(http(), request);
  }

  private static Answer askByTls(String name, String request) throws IOException {
    try (RawClient client = RawClient.tls(Certificates.client(), https(), name)) {
      return client.ask(request);
    }
  }

  // --- Tunnels ---

  /// What is not WebSocket is an ordinary request: an application that would open a tunnel in
  /// another protocol is not asked for one.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__",
        "Connection: upgrade\r\nUpgrade: H2C",
        "Connection: upgrade\r\nUpgrade: h2c, websocket",
        "Connection: upgrade\r\nUpgrade: websocket, h2c",
        "Connection: upgrade\r\nUpgrade: websocket\r\nUpgrade: h2c",
        "Connection: upgrade\r\nUpgrade: h2c\r\nUpgrade: websocket",
        "Connection: upgrade\r\nUpgrade: TLS/1.0",
        "Connection: upgrade\r\nUpgrade: websocketh2c",
        "Upgrade: h2c"
      })
  void opensNoTunnelButForWebSockets(String headers) throws IOException {
    for (String path : new String[] {"/", "/portal/x", "/app/x"}) {
      String request = "GET " + path + " HTTP/1.1\r\nHost: " + SITE + "\r\n" + headers + "\r\n\r\n";
      for (boolean tls : new boolean[] {false, true}) {
        try (RawClient client =
            tls ? RawClient.tls(Certificates.client(), https(), SITE) : RawClient.plain(http())) {
          String head = client.write(request).readUntil("\r\n\r\n");
          boolean websocket = head.startsWith("HTTP/1.1 101");
          if (websocket) { // Two lines, of which old Nginx reads the first.
            assertThat(headers).contains("Upgrade: websocket\r\n");
          } else {
            assertThat(head).startsWith("HTTP/1.1 200");
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"websocket", "WebSocket", "WEBSOCKET"})
  void opensWebSockets(String name) throws IOException {
    try (RawClient client = RawClient.plain(http())) {
      String head =
          client
              .write(
                  "GET / HTTP/1.1\r\nHost: %s\r\nConnection: Upgrade\r\nUpgrade: %s\r\n\r\n"
                      .formatted(SITE, name))
              .readUntil("\r\n\r\n");
      assertThat(head).startsWith("HTTP/1.1 101");
      assertThat(client.readUntil("tunnel\r\n")).isEqualTo("tunnel\r\n");
    }
  }

  // --- The host ---

  @ParameterizedTest
  @CsvSource({
    "raw.traffic.example, raw.traffic.example, 80",
    "RAW.traffic.EXAMPLE, raw.traffic.example, 80",
    "raw.traffic.example., raw.traffic.example, 80",
    "raw.traffic.example:28080, raw.traffic.example:28080, 28080",
    "raw.traffic.example.:28080, raw.traffic.example:28080, 28080",
  })
  void tellsApplicationsTheHost(String host, String told, String port) throws IOException {
    Answer answer = ask("GET / HTTP/1.1\r\nHost: " + host + "\r\n" + END);
    assertThat(answer.said("host")).isEqualTo(told);
    assertThat(answer.said("x-forwarded-host")).isEqualTo(told);
    assertThat(answer.said("x-forwarded-port")).isEqualTo(port);
    assertThat(answer.said("x-forwarded-proto")).isEqualTo("http");
  }

  /// What reaches an application has a port that is one, or none.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "raw.traffic.example:443@evil",
        "raw.traffic.example:80:81",
        "raw.traffic.example:evil",
        "raw.traffic.example:",
        "raw.traffic.example:0",
        "raw.traffic.example:-1",
        "raw.traffic.example:999999",
        "raw.traffic.example:99999",
        "raw.traffic.example:65536",
      })
  void passesOnNoPortThatIsNone(String host) throws IOException {
    Answer answer = ask("GET / HTTP/1.1\r\nHost: " + host + "\r\n" + END);
    if (answer.status() != 400) { // Some versions of Nginx refuse it themselves.
      assertThat(answer.said("host")).isEqualTo(SITE);
      assertThat(answer.said("x-forwarded-host")).isEqualTo(SITE);
    }
  }

  /// A wildcard takes any text in front, which an application would write into its links.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example#",
        "evil.example?",
        "evil.example\\",
        "a@evil.example;",
        "",
        "a.",
        "\"x\"",
        "a'b",
        "<a>"
      })
  void takesNoNameThatIsNone(String front) throws IOException {
    for (String host : new String[] {"wild", "wild-only"}) {
      String name = front + "." + host + ".traffic.example";
      Answer answer = ask("GET /x HTTP/1.1\r\nHost: " + name + "\r\n" + END);
      assertThat(answer.status()).as(name).isEqualTo(400);
    }
    String labels = "a.".repeat(5_465) + "wild.traffic.example";
    assertThat(ask("GET / HTTP/1.1\r\nHost: " + labels + "\r\n" + END).server()).isEqualTo("wild");
    assertThat(
            askByTls(
                    "a.wild.traffic.example",
                    "GET / HTTP/1.1\r\nHost: evil#.wild.traffic.example\r\n" + END)
                .status())
        .isIn(400, 421);
    assertThat(ask("GET / HTTP/1.1\r\nHost: A-b.c_d.wild.traffic.example.:80\r\n" + END).server())
        .isEqualTo("wild");
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP/1.1, evil.example",
    "HTTP/1.1, evil.example:81",
    "HTTP/1.1, raw.traffic.example",
    "HTTP/1.0, evil.example",
    "HTTP/1.0, ",
  })
  void tellsApplicationsTheHostOfAnAbsoluteRequest(String version, String host) throws IOException {
    String line = host == null ? "" : "Host: " + host + "\r\n";
    Answer answer = ask("GET http://" + SITE + "/reset " + version + "\r\n" + line + END);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.said("host")).isEqualTo(SITE);
    assertThat(answer.said("x-forwarded-host")).isEqualTo(SITE);
    assertThat(answer.body()).contains("GET /reset HTTP/1.1").doesNotContain("evil");
  }

  // --- What others say about the client ---

  @Test
  void believesNobodyByDefault() throws IOException {
    Answer answer =
        ask(
            "GET / HTTP/1.1\r\nHost: "
                + SITE
                + "\r\nX-Forwarded-For: 203.0.113.9\r\nX-Forwarded-Proto: https\r\n"
                + "X-Forwarded-Host: evil.example\r\nX-Forwarded-Port: 4443\r\n"
                + "X-Forwarded-Prefix: /evil\r\nX-Real-IP: 203.0.113.9\r\n"
                + "Forwarded: for=evil;proto=https\r\nX-Forwarded-Ssl: evil\r\n"
                + "X-Forwarded-Scheme: evil\r\nX-Forwarded-User: evil\r\n"
                + "Front-End-Https: evil\r\nX-SSL-Client-Cert: evil\r\nX-SSL-Client-S-DN: evil\r\n"
                + END);
    String body = answer.body().toLowerCase(Locale.ROOT);
    assertThat(body).doesNotContain("203.0.113.9", "evil", "4443", "x-forwarded-prefix");
    assertThat(answer.said("x-forwarded-proto")).isEqualTo("http");
    assertThat(answer.said("x-forwarded-for")).isEqualTo(answer.said("x-real-ip")).isNotEmpty();
    for (String name : new String[] {"for", "proto", "host", "port"}) {
      assertThat(body.split("\nx-forwarded-" + name + ":", -1)).as(name).hasSize(2);
    }
  }

  /// A client cannot have the proxy drop what it says, by naming it as a header of the connection.
  @Test
  void dropsNoHeaderOfItsOwnForTheClient() throws IOException {
    String names = "X-Forwarded-For, X-Real-IP, X-Forwarded-Host, X-Forwarded-Proto, Host, close";
    Answer answer =
        ask("GET / HTTP/1.1\r\nHost: " + SITE + "\r\nConnection: " + names + "\r\n\r\n");
    assertThat(answer.said("host")).isEqualTo(SITE);
    assertThat(answer.said("x-forwarded-host")).isEqualTo(SITE);
    assertThat(answer.said("x-forwarded-for")).isEqualTo(answer.said("x-real-ip")).isNotEmpty();
    assertThat(answer.said("x-forwarded-proto")).isEqualTo("http");
  }

  // --- Where a request ends ---

  /// Proxy and application never see two ends of one request: what is ambiguous is refused, or
  /// passed on in one way.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 5\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nContent-Length: 5",
        "Content-Length: 5\r\nContent-Length: 44",
        "Content-Length: 5, 44",
        "Content-Length: +5",
        "Content-Length: 0x5",
        "Content-Length : 5",
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding: chunked, identity",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
        "Transfer-Encoding : chunked",
        "Transfer-Encoding:\u000bchunked",
        "X: y\nTransfer-Encoding: chunked",
      })
  void seesOneEndOfARequest(String framing) throws IOException {
    String smuggled = "GET /smuggled HTTP/1.1\r\nHost: " + SITE + "\r\nX: y\r\n\r\n";
    Answer answer =
        ask(
            "POST /first HTTP/1.1\r\nHost: "
                + SITE
                + "\r\n"
                + framing
                + "\r\nConnection: close\r\n\r\n0\r\n\r\n"
                + smuggled);
    assertThat(answer.body()).doesNotContain("GET /smuggled");
    if (answer.status() != 400 && answer.status() != 501) {
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body().toLowerCase(Locale.ROOT)).doesNotContain("\ntransfer-encoding:");
      assertThat(answer.body().split("(?i)\ncontent-length:", -1)).hasSizeLessThanOrEqualTo(2);
    }
  }

  // --- Event streams ---

  @ParameterizedTest
  @ValueSource(strings = {"X-Accel-Buffering:%20no", "Transfer-Encoding:%20chunked"})
  void passesOnEventsAsTheyCome(String header) throws IOException {
    try (RawClient client = RawClient.plain(http())) {
      client.write(
          "GET /?events="
              + header
              + "%0d%0aContent-Type:%20text/event-stream HTTP/1.1\r\nHost: "
              + SITE
              + "\r\n"
              + END);
      assertThat(client.readUntil("data: 1\n\n")).contains("data: 1\n\n");
      ask("GET /next HTTP/1.1\r\nHost: " + SITE + "\r\n" + END);
      assertThat(client.readUntil("data: 2\n\n")).contains("data: 2\n\n");
    }
  }

  // --- Redirects ---

  @ParameterizedTest
  @CsvSource({"GET, 301", "HEAD, 301", "POST, 308", "PUT, 308", "DELETE, 308", "OPTIONS, 308"})
  void redirectsToTlsAndKeepsTheMethod(String method, int status) throws IOException {
    String host = "only.traffic.example";
    Answer answer = ask(method + " /a%20b?c=d HTTP/1.1\r\nHost: " + host + "\r\n" + END);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("Location")).isEqualTo("https://" + host + "/a%20b?c=d");

    Answer published = ask(method + " /a HTTP/1.1\r\nHost: " + host + ":" + http() + "\r\n" + END);
    assertThat(published.status()).isEqualTo(status);
    assertThat(published.header("Location")).isEqualTo("https://" + host + ":" + https() + "/a");

    Answer other = ask(method + " /a HTTP/1.1\r\nHost: " + host + ":9\r\n" + END);
    assertThat(other.header("Location")).as("not our port").isEqualTo("https://" + host + "/a");
  }

  @ParameterizedTest
  @CsvSource({"GET, 301", "HEAD, 301", "POST, 308", "PATCH, 308"})
  void redirectsTheBareRootAndKeepsTheMethod(String method, int status) throws IOException {
    for (String root : new String[] {"/app", "/portal"}) {
      Answer answer = ask(method + " " + root + "?q=%2F HTTP/1.1\r\nHost: " + SITE + "\r\n" + END);
      assertThat(answer.status()).isEqualTo(status);
      assertThat(answer.header("Location")).isEqualTo(root + "/?q=%2F");
    }
  }

  /// An application below a stripped root does not know it, or has read X-Forwarded-Prefix.
  @ParameterizedTest
  @CsvSource({
    "/login, /app/login",
    "/, /app/",
    "/app/login, /app/login",
    "/app, /app",
    "/app?x, /app?x",
    "/application, /app/application",
    "login, login",
    "//other.example/x, //other.example/x",
    "https://other.example/x, https://other.example/x",
    "http://raw.traffic.example/login, /app/login",
    "http://raw.traffic.example/app/login, /app/login",
    "http://raw.traffic.example.evil/login, http://raw.traffic.example.evil/login",
    "http://raw.traffic.example@evil/login, http://raw.traffic.example@evil/login",
  })
  void leadsRedirectsBackBelowTheRoot(String location, String told) throws IOException {
    Answer answer =
        ask("GET /app/x?location=" + location + " HTTP/1.1\r\nHost: " + SITE + "\r\n" + END);
    assertThat(answer.said("x-forwarded-prefix")).isEqualTo("/app");
    assertThat(answer.header("Location")).isEqualTo(told);
  }

  @ParameterizedTest
  @CsvSource({
    "http, /login, /login",
    "http, http://raw.traffic.example/login, /login",
    "https, http://raw.traffic.example/login, /login",
    "https, https://raw.traffic.example/login, /login",
    "http, https://raw.traffic.example/login, https://raw.traffic.example/login",
    "http, http://raw.traffic.example:8443/x, http://raw.traffic.example:8443/x",
    "https, http://other.example/login, http://other.example/login",
  })
  void leadsRedirectsBackToTheClientsScheme(String scheme, String location, String told)
      throws IOException {
    String request = "GET /?location=" + location + " HTTP/1.1\r\nHost: " + SITE + "\r\n" + END;
    Answer answer = scheme.equals("http") ? ask(request) : askByTls(SITE, request);
    assertThat(answer.said("x-forwarded-prefix")).isEmpty();
    assertThat(answer.header("Location")).isEqualTo(told);
  }

  @ParameterizedTest
  @CsvSource({
    "//app/x%0aY, /x%0AY",
    "/app/x%0aY, /x%0aY",
    "/%61pp/x%0d%0aY, /x%0D%0AY",
    "/./app/x%0aY, /x%0AY",
    "/app%2Fx, /x",
    "/app/a%2Fb, /a%2Fb",
    "/app/a/../b, /b",
    "/app/%2e%2e/app/b, /b",
    "/app/..%2fapp/secret, /secret",
    "/app/x%2F..%2Fb, /b",
    "/app/x%2F%2e%2E, /",
    "/app/.well-known/x, /.well-known/x",
    "/app//b, //b",
  })
  void takesTheRootOffAnySpelling(String path, String seen) throws IOException {
    Answer answer = ask("GET " + path + " HTTP/1.1\r\nHost: " + SITE + "\r\n" + END);
    assertThat(answer.server()).isEqualTo("app");
    assertThat(answer.body()).contains("GET " + seen + " HTTP/1.1\n");
  }

  // --- TLS ---

  @Test
  void answersByTlsOnlyForTheHostOfTheHandshake() throws IOException {
    assertThat(askByTls(SITE, "GET / HTTP/1.1\r\nHost: " + SITE + "\r\n" + END).status())
        .isEqualTo(200);
    for (String host : new String[] {"only.traffic.example", "unknown.example", "evil"}) {
      Answer answer = askByTls(SITE, "GET / HTTP/1.1\r\nHost: " + host + "\r\n" + END);
      assertThat(answer.status()).as(host).isEqualTo(421);
      assertThat(answer.body()).doesNotContain("Welcome");
    }
    Answer absolute =
        askByTls(
            SITE, "GET https://only.traffic.example/ HTTP/1.1\r\nHost: " + SITE + "\r\n" + END);
    assertThat(absolute.status()).isEqualTo(421);
  }

  @Test
  void speaksHttp2(@TempDir Path folder) throws IOException {
    String answer = Http2Client.get(SITE, https(), folder);
    assertThat(answer).startsWith("HTTP_2 200\nserver: raw\n");
    assertThat(answer).contains("\nHost: " + SITE + ":" + https() + "\n");
    assertThat(answer).contains("\nX-Forwarded-Port: " + https() + "\n");
  }

  // --- Sizes ---

  @ParameterizedTest
  @ValueSource(ints = {8_000, 20_000})
  void passesOnLargeHeaders(int size) throws IOException {
    Answer large = ask("GET /?cookie=" + size + " HTTP/1.1\r\nHost: " + SITE + "\r\n" + END);
    assertThat(large.status()).isEqualTo(200);
    assertThat(large.header("Set-Cookie")).hasSize(size + 2);
    String cookie = "Cookie: a=" + "x".repeat(size) + "\r\n";
    Answer sent = ask("GET / HTTP/1.1\r\nHost: " + SITE + "\r\n" + cookie + END);
    assertThat(sent.status()).isEqualTo(200);
    assertThat(sent.said("cookie")).hasSize(size + 2);
  }
}
