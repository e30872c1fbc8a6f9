package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.FreePort;
import io.sallyport.TwoAtATime;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The main road, on each kind and version of engine that can be had here: containers come, are
/// replaced and go, a proxy joins a network and leaves it, certificates are delivered and renewed,
/// and Sallyport starts again.
class EnginesIT {
  private static final String BACKEND =
      Path.of("src/test/resources/traffic/backend.conf").toAbsolutePath().toString();
  private static final String SECURE = "https://shop.traffic.example";
  private static final Path LOGS = Path.of("target", "traffic");

  private static final List<String> ENGINES =
      List.of(
          TestedEngine.OWN,
          "docker-trixie",
          "docker-testing",
          TestedEngine.PODMAN,
          "podman-testing");

  @TempDir private static Path folder = Path.of("");

  @AutoClose private static @Nullable TwoAtATime<String> runs;

  @BeforeAll
  static void begin() {
    runs = new TwoAtATime<>(ENGINES, EnginesIT::follow);
  }

  static List<String> engines() {
    return ENGINES;
  }

  @ParameterizedTest
  @MethodSource("engines")
  void configuresAProxyFromContainers(String name) throws Throwable {
    Objects.requireNonNull(runs).finish(name);
  }

  private static void follow(String name) throws IOException {
    Files.createDirectories(LOGS);
    Path work = Files.createDirectory(folder.resolve(name));
    Path source = Files.createDirectory(work.resolve("certificates"));
    certificate(source, "site");
    try (TestedEngine engine = TestedEngine.start(name)) {
      System.out.println("ENGINE " + name + ": " + engine.version());
      Path settings = settings(engine, work.resolve("config.toml"), source);
      String home = engine.network("home");
      try (Sallyport sallyport = sallyport(name, 1, settings)) {
        sallyport.awaitLog("Event stream is live");
        engine.run("edge", home, "", "interlock.ext.name=nginx");
        followsContainers(engine, home);
        joinsANetworkAndLeavesIt(engine);
        deliversCertificates(engine, home, source);
      }
      try (Sallyport next = sallyport(name, 2, settings)) {
        next.awaitLog("Event stream is live");
        Eventually.holds(() -> assertThat(next.log()).containsPattern("edge runs \\w+ already"));
        await(engine, "http://shop.local", "newer");
        Sallyport.run("check", "-c", settings.toString()).expect(0);
      }
    }
  }

  private static void followsContainers(TestedEngine engine, String home) {
    engine.run("shop", home, BACKEND, "interlock.hostname=shop", "interlock.port=80");
    await(engine, "http://shop.local", "shop");

    engine.run("newer", home, BACKEND, "interlock.hostname=shop", "interlock.port=80");
    await(engine, "http://shop.local", "newer");
    engine.with("stop", "shop", "--time", "1");
    engine.with("rm", "shop", "--force");
    Eventually.holds(() -> {
      for (int i = 0; i < 4; i++) {
        assertThat(ask(engine, "http://shop.local").server()).isEqualTo("newer");
      }
    });
    engine.with("stop", "newer", "--time", "1");
    Eventually.holds(() -> assertThat(ask(engine, "http://shop.local").status()).isEqualTo(503));
    engine.with("start", "newer");
    await(engine, "http://shop.local", "newer");
  }

  /// From API 1.48 on the proxy's default route stays where it was, though the other network's name
  /// comes before.
  private static void joinsANetworkAndLeavesIt(TestedEngine engine) {
    String apart = engine.network("apart");
    String before = Routes.gateway(routes(engine));
    assertThat(before).isNotEmpty();
    engine.run(
        "far",
        apart,
        BACKEND,
        "interlock.hostname=far",
        "interlock.port=80",
        "interlock.network=" + apart);
    await(engine, "http://far.local", "far");
    assertThat(engine.networks("edge")).contains(apart);
    if (engine.hasGatewayPriorities()) {
      assertThat(Routes.gateway(routes(engine))).isEqualTo(before);
    }
    engine.with("rm", "far", "--force");
    Eventually.holds(() -> assertThat(engine.networks("edge")).doesNotContain(apart));
    await(engine, "http://shop.local", "newer");
  }

  private static String routes(TestedEngine engine) {
    return engine.docker("exec", engine.fullName("edge"), "cat", "/proc/net/route");
  }

  private static void deliversCertificates(TestedEngine engine, String home, Path source)
      throws IOException {
    engine.run(
        "secure",
        home,
        BACKEND,
        "interlock.hostname=shop",
        "interlock.domain=traffic.example",
        "interlock.port=80",
        "interlock.ssl=true",
        "interlock.ssl_cert=site.pem",
        "interlock.ssl_cert_key=site-key.pem");
    awaitCertificate(engine, "site");
    certificate(source, "shop");
    awaitCertificate(engine, "shop");
  }

  private static Path settings(TestedEngine engine, Path file, Path source) throws IOException {
    return Files.writeString(
        file,
        """
        DockerURL = "%s"
        ListenAddr = "127.0.0.1:%d"
        ResyncInterval = "1h"
        [[Extensions]]
        Name = "nginx"
        SSLCertPath = "%s"
        CertSource = "%s"
        Proxies = ["%s"]
        """
            .formatted(
                engine.endpoint(),
                FreePort.any(),
                Installation.CERTS,
                source,
                engine.fullName("edge")));
  }

  private static Sallyport sallyport(String name, int number, Path settings) {
    Path log = LOGS.resolve("EnginesIT-%s-%d.log".formatted(name, number));
    return Sallyport.start(log, 0, "run", "-c", settings.toString());
  }

  /// Puts it in the place of `site`, whose name the labels know. Key first: both are taken
  /// together.
  private static void certificate(Path source, String name) throws IOException {
    write(source, "site-key.pem", Certificates.key(name));
    write(source, "site.pem", Certificates.certificate(name));
  }

  private static void write(Path source, String name, String text) throws IOException {
    Path made = Files.writeString(source.resolve("." + name), text);
    Files.move(made, source.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private static Answer ask(TestedEngine engine, String url) {
    boolean tls = url.startsWith("https:");
    return Client.ANYBODY.ask(engine.published("edge", tls ? 443 : 80), tls, URI.create(url));
  }

  private static void await(TestedEngine engine, String url, String server) {
    Eventually.is(() -> ask(engine, url), answer -> assertThat(answer.server()).isEqualTo(server));
  }

  private static void awaitCertificate(TestedEngine engine, String name) {
    Eventually.is(
        () -> ask(engine, SECURE),
        answer -> assertThat(answer.certificate()).isEqualTo("CN=" + name));
  }
}
