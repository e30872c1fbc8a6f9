package io.sallyport.traffic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The files that `docs/recipes.md` shows do what it says, each as it is.
class RecipesIT {
  @AutoClose private static final Installation INSTALLATION = Installation.of(RecipesIT.class);

  private static final Path RECIPES = Path.of("templates", "recipes");
  private static final int POSTGRES = 5432;
  private static final String UNTOUCHED = "http://shop.example.com";

  private static final Path TEMPLATE = INSTALLATION.folder().resolve("own.conf");
  private static final Nginx EDGE =
      INSTALLATION.proxy("edge").publishing("127.0.0.1", 80, 443, POSTGRES);
  private static final Nginx STAFF = site("staff");
  private static final Nginx API = site("api");
  private static final Nginx SHOP = site("shop");

  @BeforeAll
  static void start() {
    use("extra-header.conf");
    INSTALLATION.serve(
        List.of("TemplatePath = \"" + TEMPLATE + "\""),
        EDGE,
        STAFF,
        API,
        SHOP,
        INSTALLATION
            .strictBackend("ledger", "hostname", "ledger", "domain", "example.com")
            .labels("ssl_backend_tls_verify", "none"),
        INSTALLATION
            .strictBackend("other", "hostname", "other", "domain", "example.com")
            .labels("ssl_backend_tls_verify", "none"),
        INSTALLATION
            .backend("secure", "hostname", "secure", "domain", "traffic.example")
            .labels("ssl_only", "true", "ssl_cert", "site.pem", "ssl_cert_key", "site-key.pem"),
        site("deaf").labels("port", "9999").exposing(9999),
        INSTALLATION
            .backend("postgres", "hostname", "postgres", "domain", "tcp", "port", "5432")
            .exposing(POSTGRES)
            .running(TcpEcho.class, Integer.toString(POSTGRES)));
  }

  private static Nginx site(String name) {
    return INSTALLATION.backend(name, "hostname", name, "domain", "example.com");
  }

  @Test
  void clientCertificate() {
    use("client-certificate.conf");
    EDGE.await(
        "http://ledger.example.com",
        Client.ANYBODY,
        answer -> {
          assertThat(answer.status()).isEqualTo(200);
          assertThat(answer.said("client")).isEqualTo("CN=client");
        });
    // This one asks for a certificate too, and the recipe does not name it.
    assertThat(EDGE.get("http://other.example.com").status()).isEqualTo(400);
    assertThat(EDGE.get(UNTOUCHED).server()).isEqualTo("shop");
  }

  @Test
  void extraHeader() {
    use("extra-header.conf");
    Answer first =
        EDGE.await(
            UNTOUCHED,
            Client.ANYBODY,
            answer -> {
              assertThat(answer.header("X-Request-ID")).matches("[0-9a-f]{32}");
              assertThat(answer.said("x-request-id")).isEqualTo(answer.header("X-Request-ID"));
            });
    assertThat(first.header("Strict-Transport-Security")).isEmpty();
    assertThat(first.said("host"))
        .as("a header of the built-in template")
        .isEqualTo("shop.example.com");
    assertThat(EDGE.get(UNTOUCHED).header("X-Request-ID"))
        .isNotEqualTo(first.header("X-Request-ID"));
    assertThat(EDGE.get("https://secure.traffic.example").header("Strict-Transport-Security"))
        .isEqualTo("max-age=31536000");
  }

  @Test
  void basicAuthentication() {
    use("basic-auth.conf");
    String staff = "http://staff.example.com";
    EDGE.await(staff, 401);
    assertThat(EDGE.get(staff).header("WWW-Authenticate")).isEqualTo("Basic realm=\"Staff\"");
    assertThat(EDGE.get(staff, knowing("open sesame")).status()).as("no file yet").isEqualTo(403);

    // As the document says to make it.
    String line =
        Subprocess.run(List.of("openssl", "passwd", "-apr1", "-stdin"), "open sesame\n")
            .expect(0)
            .out();
    EDGE.exec(
        "cat > /etc/nginx/passwords <<'END'\nalice:"
            + line
            + "END\n"
            + "chown root:nginx /etc/nginx/passwords; chmod 640 /etc/nginx/passwords");

    assertThat(EDGE.get(staff).status()).isEqualTo(401);
    assertThat(EDGE.get(staff, knowing("close sesame")).status()).isEqualTo(401);
    assertThat(EDGE.get(staff, knowing("open sesame")).server()).isEqualTo(STAFF.name());
    assertThat(EDGE.get(UNTOUCHED).server()).isEqualTo(SHOP.name());
  }

  /// The label of one of the group that owns the host counts, and nobody else's.
  @Test
  void passwordByLabel() {
    use("password-by-label.conf");
    Nginx club = site("club").label("x.auth", "Members only; deny all");
    Nginx guest = site("guest").label("x.auth", "off").labels("hostname", "club").project("guest");
    String url = "http://club.example.com";
    INSTALLATION.start(club);
    EDGE.await(url, 401);
    INSTALLATION.start(guest);
    Eventually.holds(
        () -> assertThat(EDGE.exec("cat /etc/nginx/nginx.conf")).contains("# " + guest.fullName()));
    EDGE.settle();

    assertThat(EDGE.get(url).header("WWW-Authenticate"))
        .isEqualTo("Basic realm=\"Members only; deny all\"");
    assertThat(EDGE.get(UNTOUCHED).server()).isEqualTo(SHOP.name());
    guest.remove();
    club.remove();
    EDGE.await(url, 503);
  }

  private static Client knowing(String password) {
    byte[] credentials = ("alice:" + password).getBytes(UTF_8);
    return Client.ANYBODY.saying(
        "Authorization: Basic " + Base64.getEncoder().encodeToString(credentials));
  }

  @Test
  void rateLimit() throws Exception {
    use("rate-limit.conf");
    String api = "http://api.example.com";
    List<Integer> hasty = Eventually.is(() -> atOnce(api), all -> assertThat(all).contains(429));
    assertThat(hasty).containsOnly(200, 429);
    assertThat(hasty.stream().filter(status -> status == 200).count()).isGreaterThanOrEqualTo(1);
    assertThat(atOnce(UNTOUCHED)).containsOnly(200);
    EDGE.await(api, API); // A tenth of a second later there is room for one more.
  }

  /// A hundred requests side by side.
  private static List<Integer> atOnce(String url) {
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Integer> visit = () -> EDGE.get(url).status();
      return clients.invokeAll(Collections.nCopies(100, visit)).stream()
          .map(Future::resultNow)
          .toList();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  @Test
  void maintenancePage() {
    use("maintenance.conf");
    String staff = "http://staff.example.com";

    // By itself, where an application does not take connections.
    Answer page = EDGE.await("http://deaf.example.com", 503);
    assertThat(page.body()).contains("<h1>Back soon</h1>");
    assertThat(page.header("Content-Type")).isEqualTo("text/html");
    assertThat(page.header("Retry-After")).isEqualTo("120");

    // By hand, for one host: no reload.
    long reloads = EDGE.reloads();
    EDGE.exec("mkdir -p /etc/nginx/maintenance && touch /etc/nginx/maintenance/staff.example.com");
    assertThat(EDGE.await(staff, 503).body()).contains("<h1>Back soon</h1>");
    assertThat(EDGE.get(UNTOUCHED).server()).isEqualTo(SHOP.name());
    EDGE.exec("rm /etc/nginx/maintenance/staff.example.com");
    EDGE.await(staff, STAFF);
    assertThat(EDGE.reloads()).isEqualTo(reloads);
  }

  @Test
  void tcpPassThrough() throws IOException {
    if (EDGE.exec("nginx -V 2>&1").contains("--with-stream=dynamic")) {
      copy("tcp-pass-through.conf");
      use("stream-module.conf"); // As the document says for a distribution's Nginx.
    } else {
      use("tcp-pass-through.conf");
    }
    Eventually.holds(() -> assertThat(conversation("hello")).containsExactly("postgres", "hello"));
    assertThat(EDGE.get(UNTOUCHED).server()).isEqualTo(SHOP.name());
  }

  /// The first two lines of what comes back.
  private static List<String> conversation(String said) {
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), EDGE.publishedPort(POSTGRES))) {
      socket.setSoTimeout(5_000);
      socket.getOutputStream().write((said + "\n").getBytes(UTF_8));
      BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
      return List.of(String.valueOf(in.readLine()), String.valueOf(in.readLine()));
    } catch (IOException refused) {
      return List.of(refused.toString()); // The port is published, and Nginx not there yet.
    }
  }

  /// Puts a recipe into place, in one rename.
  private static void use(String recipe) {
    try {
      Path beside = copy(recipe);
      Files.move(beside, TEMPLATE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Copies a recipe beside the template, where another may extend it.
  private static Path copy(String recipe) throws IOException {
    return Files.copy(
        RECIPES.resolve(recipe),
        INSTALLATION.folder().resolve(recipe),
        StandardCopyOption.REPLACE_EXISTING);
  }
}
