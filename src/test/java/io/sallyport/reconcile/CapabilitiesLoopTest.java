package io.sallyport.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.config.ProxySettings;
import io.sallyport.config.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a proxy says of itself decides what it is given, from the first configuration on.
class CapabilitiesLoopTest extends LoopBench {
  private static final String ASKED = "sh -c # Says what Nginx";

  @TempDir private Path folder;

  @BeforeEach
  void sayTheVersion() throws IOException {
    Path template = folder.resolve("edge.conf");
    Files.writeString(
        template,
        """
        {% extends "sallyport:nginx.conf" %}
        {% block http %}{{ parent() }}
          # Nginx {{ can.version }}
        {% endblock %}
        """);
    ProxySettings extension = settings.proxies().getFirst();
    settings =
        settings.withProxies(List.of(extension.with(Setting.TEMPLATE_PATH, template.toString())));
  }

  private static String saying(String version) {
    return "version nginx/"
        + version
        + "\nuid 0\nmaster nginx\nsame-file\nfile-pid /run/nginx.pid;\nend\n";
  }

  private long asked(String proxy) {
    return engine.transcript().stream()
        .filter(line -> line.startsWith("exec " + proxy + ": " + ASKED))
        .count();
  }

  @Test
  void eachIsConfiguredInItsOwnDialectFromTheFirstOn() {
    String old = proxy("old");
    String recent = proxy("recent");
    nginx.says(old, saying("1.18.0"));
    nginx.says(recent, saying("1.30.1"));
    application("shop", "10.0.0.2");
    LoopUnderTest loop = start();

    awaitServed(old, "10.0.0.2:80");
    awaitServed(recent, "10.0.0.2:80");
    application("blog", "10.0.0.3");
    awaitServed(old, "10.0.0.3:80");
    awaitServed(recent, "10.0.0.3:80");

    assertThat(nginx.taken(old)).allMatch(text -> text.contains("# Nginx 1.18.0"));
    assertThat(nginx.taken(recent)).allMatch(text -> text.contains("# Nginx 1.30.1"));
    assertThat(nginx.running(recent)).contains("pid /run/nginx.pid;");
    assertThat(asked("old")).as("once in its life").isEqualTo(1);
    assertThat(asked("recent")).as("once in its life").isEqualTo(1);
    await()
        .untilAsserted(() ->
            assertThat(loop.status().proxies().values())
                .allSatisfy(proxy -> assertThat(proxy.running()).isEqualTo(proxy.wanted())));
  }

  @Test
  void aNewLifeIsAskedAnew() {
    String edge = proxy("edge");
    nginx.says(edge, saying("1.22.1"));
    application("shop", "10.0.0.2");
    start();
    awaitServed(edge, "# Nginx 1.22.1");

    nginx.says(edge, saying("1.30.1"));
    engine.stop(edge);
    engine.start(edge);

    awaitServed(edge, "# Nginx 1.30.1");
    assertThat(asked("edge")).isEqualTo(2);
  }

  @Test
  void whatIsInTheWayIsSaidAndNothingIsRolledOut() {
    String edge = proxy("edge");
    nginx.says(edge, "no-nginx\nend\n");
    application("shop", "10.0.0.2");
    LoopUnderTest loop = start();

    await().untilAsserted(() -> assertThat(loop.problem("edge")).contains("no Nginx"));
    assertThat(nginx.reloads(edge)).isZero();

    nginx.says(edge, saying("1.22.1"));
    awaitServed(edge, "10.0.0.2:80");
    await().untilAsserted(() -> assertThat(loop.problem("edge")).isEmpty());
  }

  /// It may say what it likes; its neighbour does not wait for it.
  @Test
  void oneThatLiesCostsItself() {
    String liar = proxy("liar");
    String edge = proxy("edge");
    nginx.says(liar, "version nginx/" + "9".repeat(5000) + "\nfile-pid /x;\u0000y\nuid -\nend 7");
    application("shop", "10.0.0.2");
    start();

    awaitServed(edge, "10.0.0.2:80");
    awaitServed(liar, "# Nginx 1.22.0");
  }
}
