package io.sallyport.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.config.Setting;
import io.sallyport.finding.Finding;
import io.sallyport.finding.Subject;
import io.sallyport.proxy.nginx.FakeNginx;
import io.sallyport.source.ContainerBuilder;
import io.sallyport.source.EngineException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The loop where a proxy refuses something: it costs the host that it is about, and nobody else.
class QuarantineLoopTest extends LoopBench {
  private static final String GONE = "/etc/nginx/certs/gone.pem";

  @BeforeEach
  void certificates() {
    settings =
        settings
            .with(Setting.RESYNC_INTERVAL, Duration.ofMillis(200))
            .withProxies(
                List.of(
                    settings.proxies().getFirst().with(Setting.SSL_CERT_PATH, "/etc/nginx/certs")));
  }

  @Test
  void aCertificateThatIsNotThereCostsItsHostAlone() {
    String edge = proxy("edge");
    nginx.loses(edge, GONE);
    application("blog", "10.0.0.2");
    engine.run(secured("shop", "gone.pem"));
    LoopUnderTest loop = start();

    awaitServed(edge, "10.0.0.2:80");
    assertThat(nginx.running(edge)).doesNotContain("shop.example.com");
    await().until(() -> !findings(loop).isEmpty());
    assertThat(findings(loop))
        .containsExactly(
            "error: container shop: label interlock.ssl_cert: proxy `edge` refuses"
                + " `shop.example.com`: cannot read \""
                + GONE
                + "\"; the host is not served; put it there (`docker cp`, a volume, or"
                + " `CertSource`), or name another; labels are looked at at once, files in the"
                + " proxy every `ResyncInterval`");
    assertThat(loop.problem("edge")).isEmpty();

    application("late", "10.0.0.4");
    awaitServed(edge, "10.0.0.4:80");
  }

  @Test
  void itIsTriedAgainWhenTheFileIsThere() {
    String edge = proxy("edge");
    nginx.loses(edge, GONE);
    engine.run(secured("shop", "gone.pem"));
    LoopUnderTest loop = start();
    await().until(() -> !findings(loop).isEmpty());
    int refused = nginx.refusals();
    await().until(() -> count("observe") > 5);
    assertThat(nginx.refusals()).as("not tried again before").isEqualTo(refused);

    nginx.finds(edge, GONE);

    awaitServed(edge, "shop.example.com");
    await().until(() -> findings(loop).isEmpty());
  }

  @Test
  void aRefusedChangeLeavesTheHostAsItWas() {
    String edge = proxy("edge");
    nginx.loses(edge, GONE);
    String old =
        engine.run(secured("shop", "there.pem").label("com.docker.compose.project", "shop"));
    LoopUnderTest loop = start();
    awaitServed(edge, "there.pem");

    engine.run(
        secured("shop-2", "gone.pem")
            .label("interlock.hostname", "shop.example.com")
            .label("com.docker.compose.project", "shop"));
    engine.remove(old);

    awaitServed(edge, "# shop-2");
    await().until(() -> findings(loop).stream().anyMatch(line -> line.contains(GONE)));
    assertThat(nginx.running(edge)).contains("there.pem").doesNotContain("# shop\n");
    assertThat(findings(loop).getFirst()).contains("the host stays as it was last accepted");
  }

  /// It quotes nothing of the host; only trying tells.
  @Test
  void aHostThatItDoesNotNameIsFound(@TempDir Path folder) throws Exception {
    template(
        folder,
        "{% block server %}{% if host.name == \"shop.example.com\" %}"
            + FakeNginx.REFUSED
            + "{% endif %}{% endblock %}");
    String edge = proxy("edge");
    for (int i = 0; i < 20; i++) {
      application("site-" + i, "10.0.1." + i);
    }
    application("shop", "10.0.0.2");
    LoopUnderTest loop = start();

    awaitServed(edge, "10.0.1.19:80");
    assertThat(nginx.running(edge)).doesNotContain("10.0.0.2:80").contains("10.0.1.0:80");
    await().until(() -> !findings(loop).isEmpty());
    assertThat(findings(loop).getFirst()).contains("container shop: proxy `edge` refuses");
  }

  /// Where one search does not tell all of them apart, the next goes on at once, and what the proxy
  /// runs until then counts.
  @Test
  void aSearchThatDoesNotEndGoesOn(@TempDir Path folder) throws Exception {
    settings = settings.with(Setting.RESYNC_INTERVAL, Duration.ofHours(1));
    template(
        folder,
        "{% block server %}{% if host.name contains \"bad-\" %}"
            + FakeNginx.REFUSED
            + "{% endif %}{% endblock %}");
    String edge = proxy("edge");
    application("first", "10.0.0.2");
    LoopUnderTest loop = start();
    awaitServed(edge, "10.0.0.2:80");

    engine.failAlways("observe", new EngineException("a moment"));
    for (int i = 0; i < 40; i++) {
      application("bad-" + i, "10.0.1." + i);
      application("site-" + i, "10.0.2." + i);
      application("good" + "x".repeat(i), "10.0.3." + i);
    }
    engine.heal("observe");

    for (int i = 0; i < 40; i++) {
      awaitServed(edge, "10.0.2." + i + ":80");
      awaitServed(edge, "10.0.3." + i + ":80");
    }
    assertThat(nginx.running(edge)).doesNotContain("10.0.1.");
    await().until(() -> loop.problem("edge").isEmpty());
    assertThat(findings(loop)).hasSize(40);
    assertThat(loop.loop().history().since(0).entries().toString())
        .doesNotContain("keeps its current configuration");
  }

  @Test
  void aTemplateThatFailsOnAHostCostsThatHostAlone(@TempDir Path folder) throws Exception {
    template(
        folder,
        "{% block server %}{% if host.name == \"shop.example.com\" %}"
            + "{{ host.tls.certificate }}{% endif %}{% endblock %}"); // It has none.
    String edge = proxy("edge");
    application("blog", "10.0.0.3");
    application("shop", "10.0.0.2");
    LoopUnderTest loop = start();

    awaitServed(edge, "10.0.0.3:80");
    assertThat(nginx.running(edge)).doesNotContain("10.0.0.2:80");
    assertThat(findings(loop).getFirst())
        .startsWith("error: container shop: `shop.example.com` is not served: template ");
  }

  @Test
  void aChangedTemplateIsTriedOnAllHosts(@TempDir Path folder) throws Exception {
    Path file =
        template(
            folder,
            "{% block server %}{% if host.name == \"shop.example.com\" %}"
                + FakeNginx.REFUSED
                + "{% endif %}{% endblock %}");
    String edge = proxy("edge");
    application("blog", "10.0.0.3");
    application("shop", "10.0.0.2");
    LoopUnderTest loop = start();
    awaitServed(edge, "10.0.0.3:80");

    Files.writeString(file, "{% extends \"sallyport:nginx.conf\" %}");

    awaitServed(edge, "10.0.0.2:80");
    await().until(() -> findings(loop).isEmpty());
  }

  /// It is the template's fault: the hosts were accepted before.
  @Test
  void aTemplateThatIsRefusedCostsNobodyAnything(@TempDir Path folder) throws Exception {
    Path file = template(folder, "{% block server %}# first{% endblock %}");
    String edge = proxy("edge");
    application("shop", "10.0.0.2");
    LoopUnderTest loop = start();
    awaitServed(edge, "# first");

    Files.writeString(
        file,
        "{% extends \"sallyport:nginx.conf\" %}{% block server %}"
            + FakeNginx.REFUSED
            + "{% endblock %}");
    await().until(() -> loop.problem("edge").contains("the former template stays"));
    assertThat(loop.problem("edge"))
        .as("the line is that of a text that the proxy does not have")
        .contains("in /etc/nginx/nginx.conf:1 (of what `sallyport render --proxy edge` prints; ");
    application("blog", "10.0.0.3");
    awaitServed(edge, "10.0.0.3:80");
    assertThat(nginx.running(edge)).contains("10.0.0.2:80", "# first");
    assertThat(findings(loop)).isEmpty();

    Files.writeString(
        file, "{% extends \"sallyport:nginx.conf\" %}{% block server %}# third{% endblock %}");
    awaitServed(edge, "# third");
    await().until(() -> loop.problem("edge").isEmpty());
  }

  /// After a start nothing is known to have been accepted; what runs is better than nothing.
  @Test
  void aTemplateThatIsRefusedAtTheStartLeavesTheProxyAsItIs(@TempDir Path folder) throws Exception {
    template(folder, "{% block server %}" + FakeNginx.REFUSED + "{% endblock %}");
    String edge = proxy("edge");
    application("shop", "10.0.0.2");
    application("blog", "10.0.0.3");
    LoopUnderTest loop = start();

    await().until(() -> loop.problem("edge").contains("it refused the new configuration"));
    assertThat(nginx.reloads(edge)).isZero();
    assertThat(findings(loop)).isEmpty();
  }

  private Path template(Path folder, String blocks) throws Exception {
    Path file = folder.resolve("nginx.conf");
    Files.writeString(file, "{% extends \"sallyport:nginx.conf\" %}" + blocks);
    settings =
        settings.withProxies(
            List.of(settings.proxies().getFirst().with(Setting.TEMPLATE_PATH, file.toString())));
    return file;
  }

  private static ContainerBuilder secured(String name, String certificate) {
    return shop(name)
        .on("bridge", "10.0.0." + (100 + name.length()))
        .label("interlock.ssl_only", "true")
        .label("interlock.ssl_cert", certificate);
  }

  private static List<String> findings(LoopUnderTest loop) {
    return loop.loop().status().allFindings().stream()
        .filter(finding -> finding.subject().kind() == Subject.Kind.CONTAINER)
        .map(Finding::toString)
        .toList();
  }
}
