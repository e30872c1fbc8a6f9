package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// TLS between clients and the proxy, and between the proxy and applications, as labels ask for it.
class TlsIT {
  @AutoClose private static final Installation INSTALLATION = Installation.of(TlsIT.class);

  private static final Nginx EDGE = INSTALLATION.proxy("edge");

  @BeforeAll
  static void start() {
    INSTALLATION.serve(
        EDGE,
        site("both", "ssl", "true", "ssl_cert", "site.pem", "ssl_cert_key", "site-key.pem"),
        site("only", "ssl_only", "true", "ssl_cert", "site-and-key.pem"),
        site("shop", "ssl", "true", "ssl_cert", "shop.pem", "ssl_cert_key", "shop-key.pem"),
        site("bare", "ssl", "true"),
        tls("open"),
        tls("lenient", "ssl_backend_ca", "stranger.pem", "ssl_backend_tls_verify", "none"),
        verified("verified", "authority.pem", "ssl_backend_name", "backend.internal"),
        verified("strange", "stranger.pem", "ssl_backend_name", "backend.internal"),
        verified("misnamed", "authority.pem"),
        tls("no-authority", "ssl_backend_tls_verify", "required"),
        strict("anonymous"),
        strict("known", "ssl_backend_cert", "client.pem", "ssl_backend_cert_key", "client-key.pem"),
        strict(
            "encrypted",
            "ssl_backend_cert",
            Installation.CERTS + "/client.pem",
            "ssl_backend_cert_key",
            "client-encrypted-key.pem",
            "ssl_backend_password_file",
            "client.pass"));
  }

  private static Nginx site(String name, String... labels) {
    return INSTALLATION.backend(name, labels).labels(named(name));
  }

  private static Nginx tls(String name, String... labels) {
    return INSTALLATION.tlsBackend(name, labels).labels(named(name));
  }

  private static Nginx verified(String name, String authority, String... labels) {
    return tls(name, labels)
        .labels("ssl_backend_tls_verify", "required", "ssl_backend_ca", authority);
  }

  private static Nginx strict(String name, String... labels) {
    return INSTALLATION.strictBackend(name, labels).labels(named(name));
  }

  private static String[] named(String name) {
    return new String[] {"hostname", name, "domain", "traffic.example"};
  }

  @Test
  void servesByHttpAndHttps() {
    Answer secure = answered("https://both.traffic.example/path?q=1");
    assertThat(secure.certificate()).isEqualTo("CN=site");
    assertThat(secure.said("uri")).isEqualTo("/path?q=1");
    assertThat(secure.said("x-forwarded-proto")).isEqualTo("https");
    Answer plain = answered("http://both.traffic.example/path?q=1");
    assertThat(plain.said("x-forwarded-proto")).isEqualTo("http");
  }

  @Test
  void redirectsToHttpsWithPathAndQuery() {
    answered("https://only.traffic.example/");
    Answer redirect = EDGE.get("http://only.traffic.example/a/b%20c?d=e&f=%2F");
    assertThat(redirect.status()).isEqualTo(301);
    assertThat(redirect.header("Location"))
        .isEqualTo("https://only.traffic.example/a/b%20c?d=e&f=%2F");
  }

  @Test
  void showsEachHostsOwnCertificate() {
    assertThat(answered("https://shop.traffic.example").certificate()).isEqualTo("CN=shop");
    assertThat(answered("https://both.traffic.example").certificate()).isEqualTo("CN=site");
  }

  @Test
  void servesWithoutTlsWhatHasNoCertificate() {
    answered("http://bare.traffic.example");
    assertThat(EDGE.get("https://bare.traffic.example").body()).contains("unrecognized_name");
  }

  @Test
  void speaksTlsToApplications() {
    Answer answer = answered("http://open.traffic.example");
    assertThat(answer.said("port")).isEqualTo("443");
    assertThat(answer.said("sni")).isEqualTo("open.traffic.example");
    assertThat(answer.said("client")).isEmpty();
  }

  @Test
  void verifiesApplicationsWhereAsked() {
    Answer verified = answered("http://verified.traffic.example");
    assertThat(verified.said("sni")).isEqualTo("backend.internal");
    answered("http://lenient.traffic.example");
    EDGE.await("http://strange.traffic.example", 502);
    EDGE.await("http://misnamed.traffic.example", 502);
    EDGE.await("http://no-authority.traffic.example", 503);
  }

  @Test
  void showsAClientCertificateToApplications() {
    assertThat(answered("http://known.traffic.example").said("client")).isEqualTo("CN=client");
    assertThat(answered("http://encrypted.traffic.example").said("client")).isEqualTo("CN=client");
    EDGE.await("http://anonymous.traffic.example", 400);
  }

  /// Asks until the application of that name answers, which may be just starting.
  private static Answer answered(String url) {
    String name = URI.create(url).getHost().replace(".traffic.example", "");
    return EDGE.await(
        url,
        Client.ANYBODY,
        answer -> {
          assertThat(answer.status()).isEqualTo(200);
          assertThat(answer.server()).isEqualTo(name);
        });
  }
}
