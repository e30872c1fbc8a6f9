package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.RestartPolicy;
import io.sallyport.browser.Browser;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// A bad night: over twenty faults, planted in one installation, each of which must be found by the
/// product's words alone, wherever an operator looks: `explain`, `check`, `/readyz`, the metrics
/// and the page.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PlantedFaultsIT {
  @AutoClose
  private static final Installation INSTALLATION = Installation.of(PlantedFaultsIT.class);

  private static final Map<String, Fault> FAULTS = new LinkedHashMap<>();

  @TempDir private static Path certificates = Path.of("");
  private static final Path TEMPLATE = INSTALLATION.folder().resolve("own.conf");
  private static final String EXTENDS = "{% extends \"sallyport:nginx.conf\" %}\n";

  @AutoClose("shutdownNow")
  private static final ExecutorService CLIENTS = Executors.newSingleThreadExecutor();

  private static final Nginx EDGE = INSTALLATION.proxy("edge");
  private static final Nginx SHOP = INSTALLATION.backend("shop", "hostname", "shop");
  private static Sallyport sallyport;

  /// One that has to do with a container.
  ///
  /// @param code of its finding
  /// @param words what is to be said of it
  private record Fault(Nginx container, String code, List<String> words) {
    @Override
    public String toString() {
      return container.name() + ": " + code;
    }
  }

  @SuppressWarnings("NullAway.Init")
  PlantedFaultsIT() {}

  private static void plant(String code, Nginx container, String... words) {
    FAULTS.put(container.name(), new Fault(container, code, List.of(words)));
  }

  private static Nginx application(String name, String listen, String answer) {
    return INSTALLATION
        .backend(name, "hostname", name)
        .file(
            "/etc/nginx/nginx.conf",
            "events {} http { server { listen %s; %s } }".formatted(listen, answer));
  }

  private static Nginx secured(String name, String certificate) {
    return INSTALLATION
        .backend(name, "hostname", name + ".traffic.example")
        .labels("ssl", "true", "ssl_cert", certificate + ".pem")
        .labels("ssl_cert_key", certificate + "-key.pem");
  }

  @BeforeAll
  static void plant() throws IOException {
    // Labels.
    plant(
        "unknown_label",
        INSTALLATION.backend("typing", "hostnme", "typing"),
        "did you mean `interlock.hostname`");
    plant(
        "unknown_label",
        INSTALLATION.backend("unprotected", "hostname", "unprotected", "ssl_olny", "true"),
        "did you mean `interlock.ssl_only`");
    plant(
        "bad_value",
        INSTALLATION.backend("eighty", "hostname", "eighty", "port", "eighty"),
        "eighty",
        "is not a port");
    plant(
        "not_on_network",
        INSTALLATION.backend("away", "hostname", "away", "network", "nowhere"),
        "nowhere");
    // What is behind a label.
    plant(
        "server_refuses",
        INSTALLATION.backend("port", "hostname", "port", "port", "9999"),
        "the image exposes 80: set `interlock.port`");
    plant(
        "server_refuses",
        application("loopback", "127.0.0.1:80", "return 200;"),
        "not of 127.0.0.1 alone");
    plant("server_closes", application("closes", "80", "return 444;"), "closes connections at ");
    plant(
        "server_times_out",
        INSTALLATION.backend("silent", "hostname", "silent", "proxy_read_timeout", "1s"),
        "does not answer in time");
    plant(
        "server_wants_tls",
        INSTALLATION.tlsBackend("wants", "hostname", "wants").labels("ssl_backend", "false"),
        "the container uses TLS at ");
    plant(
        "server_tls",
        INSTALLATION.backend("plain", "hostname", "plain", "ssl_backend", "true", "port", "80"),
        "the container does not use TLS at ");
    plant(
        "flapping",
        INSTALLATION
            .backend("crashes", "hostname", "crashes")
            .restarting(RestartPolicy.alwaysRestart())
            .command("sh", "-c", "sleep 0.2; exit 1"),
        "keeps failing",
        "with code 1");
    plant(
        "only_unhealthy",
        INSTALLATION.backend("sick", "hostname", "sick").neverHealthy(),
        "healthy");
    // Certificates.
    plant("certificate_expired", secured("old", "expired"), "expired at ", "clients refuse it");
    plant("certificate_names", secured("other", "shop"), "is for `shop.traffic.example`");
    plant("quarantined", secured("pair", "mixed"), "key values mismatch");
    plant("quarantined", secured("lost", "nowhere"), "cannot read ");
    // Others on the engine.
    plant(
        "joins_host",
        INSTALLATION.backend("joins", "hostname", "shop").project("another"),
        "another");
    // Proxies.
    plant(
        "proxy_not_current",
        INSTALLATION.bareProxy("sleeper", "stable").command("sleep", "600"),
        "no nginx master process");
    plant(
        "proxy_not_current", INSTALLATION.bareProxy("read-only", "stable").readOnly(), "read-only");
    Files.writeString(TEMPLATE, EXTENDS);
    Files.writeString(certificates.resolve("own.pem"), Certificates.certificate("site"));
    Files.writeString(certificates.resolve("own-key.pem"), Certificates.key("site"));
    EDGE.file(Installation.CERTS + "/expired.pem", Certificates.certificate("expired"))
        .file(Installation.CERTS + "/expired-key.pem", Certificates.key("expired"))
        .file(Installation.CERTS + "/mixed.pem", Certificates.certificate("site"))
        .file(Installation.CERTS + "/mixed-key.pem", Certificates.key("shop"));
    List<Nginx> all = new ArrayList<>(FAULTS.values().stream().map(Fault::container).toList());
    all.add(0, EDGE);
    all.add(1, SHOP);
    SHOP.start(); // The oldest, by the engine's whole seconds, so that the name is its project's.
    LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
    INSTALLATION.start(all.toArray(Nginx[]::new));
    sallyport =
        INSTALLATION.sallyport(
            "TemplatePath = \"" + TEMPLATE + "\"",
            "CertSource = \"" + certificates + "\"",
            "Proxies = [\"" + INSTALLATION.id() + "-*\"]");
    EDGE.await("http://shop.local", SHOP);
    Nginx silent = Objects.requireNonNull(FAULTS.get("silent")).container();
    silent.exec("kill -STOP " + String.join(" ", silent.workers())); // It still gets connections.
    CLIENTS.execute(PlantedFaultsIT::ask);
    FAULTS.values().forEach(fault -> awaitFinding(fault.code(), fault.words()));
  }

  /// A fault is over when nobody has met it for a while, so clients go on asking.
  private static void ask() {
    List<String> hosts = List.of("port", "loopback", "closes", "silent", "wants", "plain", "shop");
    while (!Thread.currentThread().isInterrupted()) {
      for (String host : hosts) {
        try {
          EDGE.get("http://" + host + ".local");
        } catch (RuntimeException | AssertionError stopped) {
          // Tests stop the proxy, too.
        }
      }
      LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
    }
  }

  private static void awaitFinding(String code, List<String> words) {
    Eventually.is(
        () -> sallyport.status("/api/v1/findings"),
        answer -> assertThat(answer.body()).contains("\"" + code + "\"").contains(words));
  }

  private static Subprocess run(String command, String... more) {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(List.of("--url", "http://127.0.0.1:" + INSTALLATION.statusPort()));
    arguments.addAll(List.of(more));
    return Sallyport.run(arguments.toArray(String[]::new));
  }

  private static Stream<Fault> faults() {
    return FAULTS.values().stream();
  }

  /// In the lines about its container.
  @Test
  @Order(1)
  void explainNamesEach() {
    Subprocess explain = run("explain").expect(3);
    faults()
        .forEach(fault ->
            assertThat(about(fault.container(), explain.out()))
                .as(fault.toString())
                .contains(fault.words()));
    assertThat(about(SHOP, explain.out())).startsWith("✓").doesNotContain("error: ", "warning: ");
  }

  /// From the line that begins with a sign and the container's name, to the next such line.
  private static String about(Nginx container, String explained) {
    return Arrays.stream(explained.split("\n(?=\\S)"))
        .filter(block -> block.contains(" " + container.fullName() + ": "))
        .findFirst()
        .orElse("");
  }

  @Test
  @Order(2)
  void checkNamesThemAll() {
    Subprocess check = run("check", "-c", INSTALLATION.folder().resolve("config.toml").toString());
    assertThat(check.exitCode()).isEqualTo(3);
    faults().forEach(fault -> assertThat(check.out()).as(fault.toString()).contains(fault.words()));
  }

  @Test
  @Order(3)
  void metricsCountThem() {
    String metrics = sallyport.status("/metrics").body();
    faults()
        .forEach(fault ->
            assertThat(metrics)
                .containsPattern("sallyport_findings\\{code=\"" + fault.code() + "\"\\} [1-9]"));
    assertThat(metrics).contains("sallyport_proxy_current{proxy=\"" + EDGE.fullName() + "\"} 1");
  }

  @Test
  @Order(4)
  void thePageShowsThem() {
    try (Browser browser =
        Browser.at(URI.create("http://127.0.0.1:" + INSTALLATION.statusPort() + "/"))) {
      browser.awaitText("body", "shop.local");
      faults().forEach(fault -> browser.awaitText("body", shown(fault)));
    }
  }

  /// A page shows names in code's type, not in backquotes.
  private static String[] shown(Fault fault) {
    return fault.words().stream().map(each -> each.replace("`", "")).toArray(String[]::new);
  }

  /// What one proxy still serves is no outage.
  @Test
  @Order(5)
  void readinessIsOfTheProxies() {
    assertThat(sallyport.status("/readyz").status()).isEqualTo(200);
    assertThat(run("status").out()).contains("1 of 3");
  }

  @Test
  @Order(6)
  void aBrokenTemplateIsNamedByLine() throws IOException {
    Files.writeString(TEMPLATE, EXTENDS + "{% block locatoin %} deny all; {% endblock %}");
    awaitFinding(
        "template_fails",
        List.of("own.conf", "did you mean `location`", "the last good one stays"));
    assertThat(run("check", "-c", INSTALLATION.folder().resolve("config.toml").toString()).out())
        .contains("own.conf:2", "did you mean `location`");
    EDGE.await("http://shop.local", 200);
    Files.writeString(TEMPLATE, EXTENDS);
    awaitGone("template_fails");
  }

  @Test
  @Order(7)
  void aBrokenCertSourceIsNamedByFile() throws IOException {
    Path key = certificates.resolve("own-key.pem");
    Files.writeString(key, Certificates.key("site").substring(0, 100));
    awaitFinding("bad_cert_source", List.of("own-key.pem", "stay in use"));
    assertThat(run("check", "-c", INSTALLATION.folder().resolve("config.toml").toString()).out())
        .contains("CertSource", "own-key.pem");
    Files.writeString(key, Certificates.key("site"));
    awaitGone("bad_cert_source");
  }

  @Test
  @Order(8)
  void aConfigurationChangedByHandIsPutBackAndSaid() {
    Objects.requireNonNull(FAULTS.get("crashes")).container().remove(); // It causes rollouts, too.
    EDGE.await("http://shop.local", SHOP);
    EDGE.exec("sed -i 's/worker_connections 1024/worker_connections 512/' /etc/nginx/nginx.conf");
    EDGE.exec("nginx -s reload");
    awaitFinding("proxy_changed", List.of("had its configuration changed by hand"));
    assertThat(run("explain", EDGE.fullName()).out())
        .contains("had its configuration changed by hand");
  }

  @Test
  @Order(9)
  void anEngineThatIsAwayIsAnOutageOfChanges() throws IOException {
    INSTALLATION.relay().close();
    String sentence = "changes are not detected, the engine cannot be read: ";
    awaitReadiness(503, sentence);
    assertThat(sallyport.status("/healthz").status()).isEqualTo(200);
    assertThat(run("status").expect(3).out()).contains(sentence);
    assertThat(run("check").expect(1).out()).contains("it cannot read the engine");
    INSTALLATION.relay().open();
    awaitReadiness(200, "");
  }

  @Test
  @Order(10)
  void noCurrentProxyIsAnOutage() {
    EDGE.stop();
    awaitReadiness(503, EDGE.fullName() + " exited with code 0");
    assertThat(run("status").expect(3).out()).startsWith("OUTAGE: ");
    assertThat(run("explain", EDGE.fullName()).expect(3).out())
        .contains("no proxy is current, and this one exited with code 0");
    try (Browser browser =
        Browser.at(URI.create("http://127.0.0.1:" + INSTALLATION.statusPort() + "/"))) {
      browser.awaitText("#alarm", EDGE.fullName() + " exited with code 0");
    }
    EDGE.startAgain();
    awaitReadiness(200, "");
  }

  private static void awaitGone(String code) {
    Eventually.is(
        () -> sallyport.status("/api/v1/findings"),
        answer -> assertThat(answer.body()).doesNotContain("\"" + code + "\""));
  }

  private static void awaitReadiness(int status, String words) {
    Eventually.is(
        () -> sallyport.status("/readyz"),
        answer -> {
          assertThat(answer.status()).isEqualTo(status);
          assertThat(answer.body()).contains(words);
        });
  }
}
