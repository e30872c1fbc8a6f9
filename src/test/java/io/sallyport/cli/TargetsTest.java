package io.sallyport.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.api.Documents.CertificateDocument;
import io.sallyport.api.Documents.Proxy;
import io.sallyport.api.PlannedDocuments;
import io.sallyport.config.ProxySettings;
import io.sallyport.config.Setting;
import io.sallyport.config.Settings;
import io.sallyport.docker.json.Snapshot;
import io.sallyport.explain.Explanation;
import io.sallyport.explain.Explanation.Standing;
import io.sallyport.explain.ExplanationText;
import io.sallyport.explain.PassSnapshot;
import io.sallyport.history.KnownCertificate.Mismatch;
import io.sallyport.history.ProxyRecord.LastRollout;
import io.sallyport.routing.Routing;
import io.sallyport.source.Observation;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetsTest {
  private static final ExplanationText PLAIN = new ExplanationText(true, false);
  private static final Explanation SHOP = container("aa11", "demo-shop-1", "");
  private static final Explanation BLOG = container("aa22", "blog", "node-1");
  private static final Explanation OTHER_BLOG = container("bb33", "blog", "node-2");
  private static final List<Explanation> ALL = List.of(SHOP, BLOG, OTHER_BLOG);

  private static Explanation container(String id, String name, String node) {
    return new Explanation(
        id,
        name,
        node,
        "running",
        "none",
        Standing.ROUTED,
        "",
        "",
        List.of(),
        List.of(),
        List.of());
  }

  private static List<Explanation> containers(String... names) {
    return new Targets(new Known(ALL, List.of(), List.of(), List.of(), List.of()), PLAIN)
        .named(List.of(names)).stream().flatMap(each -> each.containers().stream()).toList();
  }

  @Test
  void containersAreNamedByNameOrTheBeginningOfAnIdentifier() {
    assertThat(containers("demo-shop-1")).containsExactly(SHOP);
    assertThat(containers("/demo-shop-1", "aa1")).containsExactly(SHOP);
    assertThat(containers("bb", "aa2")).containsExactly(OTHER_BLOG, BLOG);
  }

  @Test
  void containersAreNamedWithTheirNodeWhereSeveralHaveTheName() {
    assertThat(containers("blog")).containsExactly(BLOG, OTHER_BLOG);
    assertThat(containers("node-2/blog")).containsExactly(OTHER_BLOG);
  }

  @Test
  void allThatThereAreNotAreSaidAtOnce() {
    assertThatThrownBy(() -> containers("blgo", "shop", "xyz", ""))
        .isInstanceOf(InputException.class)
        .hasMessage(
            """
            There is no container, host or proxy `blgo`; did you mean `blog`?
            There is no container, host or proxy `shop`; did you mean `demo-shop-1`?
            There is no container, host or proxy `xyz`
            There is no container, host or proxy ``\
            """);
    assertThatThrownBy(() -> containers("aa"))
        .hasMessage("`aa` is the beginning of several identifiers: demo-shop-1, blog");
  }

  private static final String CONTAINERS =
      """
      {"containers": [
        %s,
        %s,
        %s,
        %s
      ]}
      """
          .formatted(
              item("a1", "edge", 2, "'interlock.ext.name': 'nginx'"),
              item(
                  "b2",
                  "shop-1",
                  3,
                  "'interlock.hostname': 'shop.example.com', 'interlock.alias_domain':"
                      + " 'www.example.com', 'interlock.ssl_only': 'true', 'interlock.ssl_cert':"
                      + " 'shop.pem', 'interlock.ssl_cert_key': 'shop.key', 'com.docker.compose.project': 'shop'"),
              item(
                  "c3",
                  "cart-1",
                  4,
                  "'interlock.hostname': 'shop.example.com', 'interlock.context_root': '/cart', 'com.docker.compose.project': 'shop'"),
              item("d4", "wild-1", 5, "'interlock.hostname': '*.corp.example'"));

  private static String item(String id, String name, int address, String labels) {
    return """
    {'Id': '%s', 'Names': ['/%s'], 'State': 'running', 'Status': 'Up', 'Created': %d,
     'Labels': {%s}, 'Ports': [{'PrivatePort': 80, 'Type': 'tcp'}],
     'HostConfig': {'NetworkMode': 'web'},
     'NetworkSettings': {'Networks': {'web': {'NetworkID': 'n', 'IPAddress': '10.0.0.%d'}}}}
    """
        .formatted(id.repeat(32), name, address, labels, address)
        .replace('\'', '"');
  }

  private static Answer answer(String named) {
    return answer(named, List.of());
  }

  private static Answer answer(String named, List<CertificateDocument> certificates) {
    return answer(Settings.defaults(), CONTAINERS, named, certificates);
  }

  /// What a pass over containers would lead to.
  private static Answer answer(
      Settings settings, String containers, String named, List<CertificateDocument> certificates) {
    Observation seen = Snapshot.read("test", containers).observation();
    Routing routing = Kinds.route(Kinds.supported(settings), seen);
    Known planned =
        Known.of(
            PlannedDocuments.of(
                PassSnapshot.single(Instant.EPOCH, seen, routing, routing.findings())));
    Known known =
        new Known(
            planned.containers(), planned.general(), planned.hosts(), List.of(), certificates);
    List<Answer> answers = new Targets(known, PLAIN).named(List.of(named));
    assertThat(answers).hasSize(1);
    return answers.getFirst();
  }

  @ParameterizedTest
  @CsvSource({"shop.example.com", "SHOP.example.com.", "www.example.com", "www.example.com:8443"})
  void aHostIsNamedByAnyOfItsNames(String name) {
    assertThat(answer(name).text())
        .isEqualTo(
            """
            ✓ shop.example.com: routed
                also: www.example.com
                proxies: edge
                certificate: /etc/nginx/shop.pem
                HTTP is redirected to HTTPS
                / shop-1 at 10.0.0.3:80 through network web; by edge
                /cart cart-1 at 10.0.0.4:80 through network web; by edge
            """);
  }

  /// Nobody serves any of their names.
  private static Answer claimed(String named) {
    String exited =
        item(
                "b2",
                "shop-1",
                3,
                "'interlock.hostname': 'shop.example.com', 'interlock.alias_domain':"
                    + " '*.shop.example.com', 'interlock.context_root': '/app', 'interlock.ext.service_name': 'ours'")
            .replace(
                "\"running\", \"Status\": \"Up\"",
                "\"exited\", \"Status\": \"Exited (3) 5 minutes ago\"");
    String unreadable =
        item(
            "c3",
            "pay-1",
            4,
            "'interlock.hostname': 'pay.example.com', 'interlock.alias_domain': 'www.pay.example.com',"
                + " 'interlock.ssl_only': 'perhaps', 'interlock.ext.service_name': 'ours'");
    String elsewhere =
        item(
            "d4",
            "blog-1",
            5,
            "'interlock.hostname': 'blog.example.com', 'interlock.ext.service_name': 'other'");
    String edge =
        item(
            "a1", "edge", 2, "'interlock.ext.name': 'nginx', 'interlock.ext.service_name': 'ours'");
    return answer(
        Settings.defaults()
            .withProxies(List.of(ProxySettings.defaults().with(Setting.SERVICE_NAME, "ours"))),
        "{\"containers\": [%s]}".formatted(String.join(",", edge, exited, unreadable, elsewhere)),
        named,
        List.of());
  }

  @ParameterizedTest
  @CsvSource({"shop.example.com", "de.shop.example.com", "https://shop.example.com/app/x"})
  void aHostWhoseOnlyContainerHasExitedSaysSo(String name) {
    Answer answer = claimed(name);
    assertThat(answer.text())
        .startsWith("✗ ")
        .contains(": not routed\n")
        .endsWith("    /app shop-1: not running: it has exited with code 3; docker start shop-1\n")
        .doesNotContain("certificate");
    assertThat(answer.problem()).isTrue();
    assertThat(answer.containers()).extracting(Explanation::name).containsExactly("shop-1");
  }

  @ParameterizedTest
  @CsvSource({"pay.example.com", "www.pay.example.com"})
  void aHostWhoseContainerIsLeftOutSaysWhy(String name) {
    Answer answer = claimed(name);
    assertThat(answer.text())
        .startsWith(
            "✗ %s: not routed\n    / pay-1: not routed: label interlock.ssl_only: "
                .formatted(name));
    assertThat(answer.problem()).isTrue();
  }

  @Test
  void aHostOfAnotherSallyportIsNoProblemHere() {
    Answer answer = claimed("blog.example.com");
    assertThat(answer.text())
        .contains(
            "blog.example.com: ignored\n    / blog-1: ignored: it is for another Sallyport: ");
    assertThat(answer.problem()).isFalse();
  }

  @Test
  void aNameThatNobodyClaimsMayBeMisspelt() {
    assertThatThrownBy(() -> claimed("shpo.example.com"))
        .hasMessage(
            "There is no container, host or proxy `shpo.example.com`; did you mean"
                + " `shop.example.com`?");
  }

  @Test
  void aHostIsNamedByAWildcard() {
    assertThat(answer("git.corp.example").hosts().getFirst().name()).isEqualTo("*.corp.example");
  }

  @ParameterizedTest
  @CsvSource({
    "https://shop.example.com, location: /, shop-1",
    "https://shop.example.com/cartoon, location: /, shop-1",
    "https://www.example.com:443/x/../cart/1?a=b, location: /cart, cart-1",
    "shop.example.com//cart, location: /cart, cart-1",
    "http://git.corp.example/any, location: /, wild-1"
  })
  void aRequestLeadsToOneLocation(String url, String location, String server) {
    Answer answer = answer(url);
    assertThat(answer.text()).contains("\n    " + location + "\n").contains(" " + server + " at ");
    assertThat(answer.hosts().getFirst().locations()).hasSize(1);
    assertThat(answer.problem()).isFalse();
  }

  @Test
  void aRequestByHttpsNeedsACertificate() {
    Answer answer = answer("https://git.corp.example/");
    assertThat(answer.problem()).isTrue();
    assertThat(answer.text())
        .startsWith("✗ https://git.corp.example/: not routed\n")
        .contains("why: the host has no certificate, so its proxies refuse the TLS handshake");
  }

  @Test
  void aRequestSaysWhichCertificateAnswersAndWhatIsWrongWithIt() {
    CertificateDocument expired =
        new CertificateDocument(
            "/etc/nginx/shop.pem",
            "proxy",
            "server",
            List.of("shop.example.com"),
            "2026-01-01T00:00:00Z",
            List.of("shop.example.com"),
            List.of("edge"),
            List.of(),
            "expired at 2026-01-01T00:00:00Z",
            "");
    Answer answer = answer("https://shop.example.com/", List.of(expired));
    assertThat(answer.problem()).isTrue();
    assertThat(answer.text())
        .contains(
            "certificate: /etc/nginx/shop.pem, for shop.example.com, expires 2026-01-01T00:00:00Z:"
                + " expired at 2026-01-01T00:00:00Z\n");
    assertThat(answer("http://git.corp.example/", List.of(expired)).problem()).isFalse();
  }

  /// Whoever names it on another host hurts nobody else.
  @Test
  void aCertificateIsWrongForThoseHostsAloneThatItIsNotFor() {
    assertThat(answer("shop.example.com", List.of(certificate("server", "other.example"))))
        .satisfies(answer -> {
          assertThat(answer.problem()).isFalse();
          assertThat(answer.text())
              .contains("    certificate: /etc/nginx/shop.pem, for shop.example.com, expires 2026-")
              .doesNotContain("clients refuse it");
        });
    assertThat(answer("shop.example.com", List.of(certificate("server", "shop.example.com"))))
        .satisfies(answer -> {
          assertThat(answer.problem()).isTrue();
          assertThat(answer.text())
              .contains("expires 2026-01-01T00:00:00Z: is for another, so clients refuse it\n");
        });
  }

  @Test
  void aHostSaysWhichCertificatesItVerifiesWith() {
    assertThat(answer("shop.example.com", List.of(certificate("client_ca", "x"))).text())
        .contains(
            "    CA to verify clients with: /etc/nginx/shop.pem, expires 2026-01-01T00:00:00Z\n")
        .contains("    certificate: /etc/nginx/");
  }

  private static CertificateDocument certificate(String use, String mismatch) {
    return new CertificateDocument(
        "/etc/nginx/shop.pem",
        "proxy",
        use,
        List.of("shop.example.com"),
        "2026-01-01T00:00:00Z",
        List.of("shop.example.com", mismatch),
        List.of("edge"),
        List.of(new Mismatch(mismatch, "is for another, so clients refuse it")),
        "",
        "");
  }

  @Test
  void aRequestForNobodySaysWhatWasMeant() {
    assertThatThrownBy(() -> answer("https://shpo.example.com/cart"))
        .hasMessageEndingWith("; did you mean `shop.example.com`?");
    assertThatThrownBy(() -> answer("https://shop.example.com/a b"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("is no URL: ");
  }

  @Test
  void aProxyIsNamedLikeAContainer() {
    assertThat(answer("edge").text())
        .isEqualTo("✓ edge: proxy\n    hosts: 2 (*.corp.example, shop.example.com)\n");
  }

  @Test
  void aProxyThatWasJustFoundWaitsForItsConfiguration() {
    Proxy found =
        new Proxy(
            "edge",
            "cc44",
            false,
            "",
            "",
            "",
            "2026-06-01T12:00:00Z",
            "",
            "",
            0,
            new LastRollout("", "none", "", 0, ""));
    Explanation edge =
        new Explanation(
            "cc44",
            "edge",
            "",
            "running",
            "none",
            Standing.PROXY,
            "",
            "",
            List.of(),
            List.of(),
            List.of());
    Known known = new Known(List.of(edge), List.of(), List.of(), List.of(found), List.of());
    assertThat(new Targets(known, PLAIN).named(List.of("edge")).getFirst().text())
        .startsWith("\u2026 edge: proxy\n")
        .contains("    runs: its own configuration\n    waits for its first configuration\n")
        .doesNotContain("should run");
  }
}
