package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Applications that share a host name, each below a path of its own.
class ContextRootsIT {
  @AutoClose private static final Installation INSTALLATION = Installation.of(ContextRootsIT.class);

  private static final Nginx EDGE = INSTALLATION.proxy("edge");

  @BeforeAll
  static void start() {
    INSTALLATION.serve(
        EDGE,
        application("shop").labels("ssl", "true", "ssl_cert", "site-and-key.pem"),
        application("app-1", "context_root", "/app", "context_root_rewrite", "true"),
        application("app-2", "context_root", "/app", "context_root_rewrite", "true"),
        application("deep", "context_root", "app/deep/"),
        application("docs", "context_root", "/docs", "context_root_rewrite", "false"),
        INSTALLATION.backend("alone", "hostname", "alone.traffic.example", "context_root", "/x"));
  }

  private static Nginx application(String name, String... labels) {
    return INSTALLATION.backend(name, labels).labels("hostname", "roots.traffic.example");
  }

  @ParameterizedTest
  @CsvSource({
    "/, shop, /",
    "/application, shop, /application",
    "/app.html?q=/app/, shop, /app.html?q=/app/",
    "/App/x, shop, /App/x",
    "/docs/a%2Fb?c=d, docs, /docs/a%2Fb?c=d",
    "/app/deep/x, deep, /app/deep/x",
  })
  void passesOnToTheLongestRoot(String path, String server, String seen) {
    for (String scheme : new String[] {"http", "https"}) {
      Answer answer = answered(scheme + "://roots.traffic.example" + path, server);
      assertThat(answer.said("uri")).isEqualTo(seen);
      assertThat(answer.said("x-forwarded-proto")).isEqualTo(scheme);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/app/, /",
    "/app/x?y=z, /x?y=z",
    "/app/a%2Fb%20c%3Fd%C3%A9;e?f=%2F&g, /a%2Fb%20c%3Fd%C3%A9;e?f=%2F&g",
    "/app/app/x, /app/x",
    "/app/deeper, /deeper",
    "/%61pp/x%20y?z=%2F, /x%20y?z=%2F",
    "//app/x, /x",
    "/docs/../app/x, /x",
  })
  void takesTheRootOff(String path, String seen) {
    for (String scheme : new String[] {"http", "https"}) {
      for (String server : new String[] {"app-1", "app-2"}) {
        Answer answer = answered(scheme + "://roots.traffic.example" + path, server);
        assertThat(answer.said("uri")).isEqualTo(seen);
      }
    }
  }

  /// Relative, so that scheme, host and port stay as the client wrote them, whatever is in front of
  /// the proxy.
  @ParameterizedTest
  @ValueSource(strings = {"http", "https"})
  void redirectsToTheClosingSlash(String scheme) {
    answered(scheme + "://roots.traffic.example/docs/", "docs");
    Answer redirect = EDGE.get(scheme + "://roots.traffic.example/docs?a=%2F&b");
    assertThat(redirect.status()).isEqualTo(301);
    assertThat(redirect.header("Location")).isEqualTo("/docs/?a=%2F&b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/xy", "/y/x/"})
  void answers404WhereNobodyServes(String path) {
    EDGE.await("http://alone.traffic.example" + path, 404);
  }

  private static Answer answered(String url, String server) {
    return Eventually.is(
        () -> EDGE.get(url), answer -> assertThat(answer.server()).as(url).isEqualTo(server));
  }
}
