package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Three broken set-ups, found and mended by nothing but what `explain` says.
class ExplainIT {
  @AutoClose private static final Installation INSTALLATION = Installation.of(ExplainIT.class);

  private static final Nginx EDGE = INSTALLATION.proxy("edge");
  private static final Nginx SHOP = INSTALLATION.backend("shop", "hostname", "shop");
  private static final String SETTINGS = INSTALLATION.settings().toString();

  private static Sallyport sallyport;

  @SuppressWarnings("NullAway.Init")
  ExplainIT() {}

  @BeforeAll
  static void start() {
    sallyport = INSTALLATION.serve(EDGE, SHOP);
    EDGE.await("http://shop.local", SHOP);
  }

  @Test
  void saysWhereAContainerIsRouted() {
    Subprocess one = explain(0, SHOP.fullName());
    assertThat(one.err()).isEmpty();
    assertThat(one.out())
        .startsWith("✓ " + SHOP.fullName() + ": routed\n")
        .contains("shop.local/ at ", " through network ", "; by " + EDGE.fullName() + " since 2")
        .doesNotContain("\u001b");
    assertThat(explain(0, SHOP.id().substring(0, 12)).out()).isEqualTo(one.out());
    assertThat(explain(0, EDGE.fullName()).out()).startsWith("✓ " + EDGE.fullName() + ": proxy\n");
  }

  @Test
  void aTypoInALabel() {
    Nginx typo = INSTALLATION.backend("typo", "hostnme", "typo").start();
    explainsUntil(
        typo,
        "typo: not routed",
        "why: label interlock.hostnme: no such label",
        "do:  did you mean `interlock.hostname`?");
    typo.remove();

    Nginx mended = INSTALLATION.backend("typo", "hostname", "typo").start();
    explainsUntil(mended, "typo: routed", "typo.local/ at ");
    mended.remove();
  }

  @Test
  void anotherNetwork() {
    String network = INSTALLATION.network("apart");
    Nginx apart = INSTALLATION.backend("apart", "hostname", "apart").on(network).start();
    explainsUntil(
        apart,
        "apart: not routed",
        "why: label interlock.network: proxy `%s` cannot reach the container"
            .formatted(EDGE.fullName()),
        "it is on `" + network + "`",
        "do:  add `interlock.network=" + network + "`, or attach both to one");
    apart.remove();

    Nginx mended =
        INSTALLATION.backend("apart", "hostname", "apart", "network", network).on(network).start();
    explainsUntil(mended, "apart: routed", "through network " + network);
    mended.remove();
  }

  @Test
  void aCertificateThatIsNotThere() {
    Nginx lacking =
        INSTALLATION
            .backend("bank", "hostname", "bank", "ssl_only", "true", "ssl_cert", "bank.pem")
            .start();
    explainsUntil(
        lacking,
        "bank: not routed",
        "why: label interlock.ssl_cert: proxy `%s` refuses `bank.local`".formatted(EDGE.fullName()),
        "bank.pem",
        "do:  put it there (`docker cp`, a volume, or `CertSource`), or name another; labels");
    Subprocess check = run(List.of("check")).expect(3);
    assertThat(check.out())
        .contains("✓ daemon: http://127.0.0.1:", "✗ labels: container " + lacking.fullName())
        .contains("refuses `bank.local`")
        .doesNotContain("not checked", "other settings");
    lacking.remove();

    Nginx mended =
        INSTALLATION
            .backend(
                "bank",
                "hostname",
                "bank",
                "ssl_only",
                "true",
                "ssl_cert",
                "site.pem",
                "ssl_cert_key",
                "site-key.pem")
            .start();
    explainsUntil(mended, "bank: routed");
    mended.remove();
  }

  /// What a container is asked for that does not run, or is not there.
  @Test
  void othersAndNone() {
    Nginx ended = INSTALLATION.backend("ended", "hostname", "ended").start();
    ended.stop();
    Eventually.holds(() ->
        assertThat(run(List.of("explain", ended.fullName())).out())
            .contains("ended: not running", "why: it has exited", "do:  docker start "));
    ended.remove();
    String almost = SHOP.fullName().replace("shop", "shpo");
    assertThat(explain(2, almost).err())
        .isEqualTo(
            "There is no container, host or proxy `%s`; did you mean `%s`?\n"
                .formatted(almost, SHOP.fullName()));
  }

  @Test
  void hostsRequestsAndProxies() {
    String server = "/ " + SHOP.fullName() + " at ";
    assertThat(explain(0, "shop.local").out())
        .startsWith("✓ shop.local: routed\n")
        .contains(server);
    assertThat(explain(0, "http://shop.local/cart").out()).contains("location: /\n", server);
    assertThat(explain(3, "https://shop.local/").out()).contains("has no certificate");
    assertThat(explain(0, EDGE.fullName()).out())
        .contains("    runs: ", " since 2", "shop.local")
        .doesNotContain("should run");
    assertThat(explain(2, "http://shp.local/").err()).contains("did you mean `shop.local`?");
  }

  @Test
  void statusInAFewLines() {
    String status = run(List.of("status")).out();
    assertThat(status.lines().count()).isLessThanOrEqualTo(10);
    assertThat(status).startsWith("Sallyport ").contains("Proxies: 1 of 1 current\n");
    assertThat(run(List.of("status", "--json")).out()).contains("\"state\" : {");
    assertThat(Sallyport.run("status", "--url", "http://127.0.0.1:1").expect(1).err())
        .contains("No daemon: http://127.0.0.1:1 does not answer");
  }

  @Test
  void theApiSaysTheSame() throws IOException {
    String json = explain(0, "--json", SHOP.fullName()).out();
    JsonNode said = new JsonMapper().readTree(json);
    JsonNode all = new JsonMapper().readTree(api("/api/v1/containers"));
    assertThat(all.path("containers")).contains(said.path("containers").path(0));
    assertThat(all.findValuesAsText("standing")).contains("routed", "proxy");
    assertThat(new JsonMapper().readTree(api("/api/v1/events")).findValuesAsText("kind"))
        .contains("pass", "rollout");
    JsonNode config =
        new JsonMapper().readTree(api("/api/v1/proxies/" + EDGE.fullName() + "/config"));
    assertThat(config.path("verified").asBoolean()).isTrue();
    assertThat(config.path("text").asText()).isEqualTo(EDGE.exec("cat /etc/nginx/nginx.conf"));
  }

  @Test
  void theEngineIsAskedWhereNoDaemonAnswers() throws IOException {
    Path elsewhere =
        Files.writeString(
            INSTALLATION.folder().resolve("elsewhere.toml"),
            Files.readString(Path.of(SETTINGS))
                .replaceFirst("ListenAddr = \"[^\"]*\"", "ListenAddr = \"127.0.0.1:1\""));
    Subprocess engine =
        Subprocess.run(
            Sallyport.command("explain", "-c", elsewhere.toString(), SHOP.fullName()),
            "",
            Map.of("LC_ALL", "C.UTF-8"));
    assertThat(engine.expect(0).err())
        .contains("No daemon (http://127.0.0.1:1 does not answer")
        .contains("what the engine shows");
    assertThat(engine.out()).contains(": routed\n", "; by " + EDGE.fullName() + "\n");
    assertThat(
            Sallyport.run("explain", "--url", "http://127.0.0.1:1", SHOP.fullName())
                .expect(1)
                .err())
        .contains("http://127.0.0.1:1 does not answer");
  }

  @Test
  void watchingTellsWhatHappens() {
    Path log = Path.of("target", "traffic", "ExplainIT-watch.log");
    Sallyport watch = Sallyport.start(log, INSTALLATION.statusPort(), "watch", "-c", SETTINGS);
    try {
      watch.awaitLog("Connected to http://127.0.0.1:" + INSTALLATION.statusPort());
      Nginx late = INSTALLATION.backend("late", "hostname", "late").start();
      watch.awaitLog("event         " + late.fullName() + ": container start");
      watch.awaitLog("rollout       " + EDGE.fullName() + ": version ");
      watch.awaitLog("[applied]");
      watch.awaitLog("+ late.local");
      late.remove();
      watch.awaitLog(late.fullName() + ": container destroy");
      assertThat(watch.log()).doesNotContain("\u001b");
    } finally {
      watch.kill();
    }
    assertThat(Sallyport.run("watch", "--url", "http://127.0.0.1:1").expect(1).err())
        .contains("http://127.0.0.1:1 does not answer");
  }

  @Test
  void rendersTheDifferenceFromWhatRuns() throws IOException {
    Subprocess same = Sallyport.run("render", "-c", SETTINGS, "--diff").expect(0);
    assertThat(same.out()).isEmpty();
    Path other =
        Files.writeString(
            INSTALLATION.folder().resolve("other.toml"),
            Files.readString(Path.of(SETTINGS)) + "MaxConn = 77\n");
    assertThat(
            Sallyport.run("render", "-c", other.toString(), "--proxy", EDGE.fullName(), "--diff")
                .expect(0)
                .out())
        .startsWith("--- %s (running)\n+++ %<s (deployed)\n".formatted(EDGE.fullName()))
        .contains("\n+  worker_connections 77;\n");
  }

  private static String api(String path) {
    return sallyport.status(path).body();
  }

  private static void explainsUntil(Nginx container, String... texts) {
    Eventually.holds(
        () -> assertThat(run(List.of("explain", container.fullName())).out()).contains(texts));
    String all = run(List.of("explain")).out();
    assertThat(all).contains(texts);
  }

  private static Subprocess explain(int code, String... arguments) {
    List<String> words = new ArrayList<>(List.of("explain"));
    words.addAll(List.of(arguments));
    return run(words).expect(code);
  }

  private static Subprocess run(List<String> words) {
    List<String> all = new ArrayList<>(words);
    all.addAll(1, List.of("-c", SETTINGS));
    return Subprocess.run(
        Sallyport.command(all.toArray(String[]::new)), "", Map.of("LC_ALL", "C.UTF-8"));
  }
}
