package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// An HAProxy as proxy: what labels ask for, what it refuses, and no request lost meanwhile.
class HaproxyIT {
  private static final String EDGE_CERTS = "/var/lib/haproxy/certs/";

  @AutoClose private static final Installation INSTALLATION = Installation.of(HaproxyIT.class);

  private static final Nginx EDGE = edge();
  private static final Path TEMPLATE = INSTALLATION.folder().resolve("own.cfg");
  private static final Nginx ONE =
      INSTALLATION.backend("one", "hostname", "site", "alias_domain", "*.site.example");
  private static final Nginx TWO =
      INSTALLATION.backend("two", "hostname", "site", "alias_domain", "*.site.example");

  private static Nginx edge() {
    Nginx edge = INSTALLATION.haproxy("edge", "3.0");
    for (String name : new String[] {"site", "shop"}) {
      edge.file(EDGE_CERTS + name + ".pem", Certificates.certificate(name));
      edge.file(EDGE_CERTS + name + "-key.pem", Certificates.key(name));
    }
    return edge.file(EDGE_CERTS + "authority.pem", Certificates.authority())
        .file(EDGE_CERTS + "bad.pem", "-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n")
        .file(EDGE_CERTS + "client.pem", Certificates.certificate("client"))
        .file(EDGE_CERTS + "client.pem.key", Certificates.key("client"));
  }

  private static void template(String blocks) {
    try {
      Path written =
          Files.writeString(
              INSTALLATION.folder().resolve("new.cfg"),
              "{% extends \"sallyport:haproxy.cfg\" %}" + blocks);
      Files.move(written, TEMPLATE, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException failure) {
      throw new java.io.UncheckedIOException(failure);
    }
  }

  private static Sallyport sallyport;

  @BeforeAll
  static void start() {
    template("");
    INSTALLATION.looking("2s", "5s");
    INSTALLATION.start(
        EDGE,
        ONE,
        TWO,
        INSTALLATION.backend(
            "shop",
            "hostname",
            "shop.traffic.example",
            "ssl_only",
            "true",
            "ssl_cert",
            "shop.pem",
            "ssl_cert_key",
            "shop-key.pem"),
        INSTALLATION.backend(
            "app",
            "hostname",
            "shop.traffic.example",
            "context_root",
            "/app",
            "context_root_rewrite",
            "true"),
        INSTALLATION.backend(
            "asks",
            "hostname",
            "asks.traffic.example",
            "ssl_only",
            "true",
            "ssl_cert",
            "site.pem",
            "ssl_cert_key",
            "site-key.pem",
            "ssl_client_ca",
            "authority.pem",
            "ssl_verify_client",
            "optional"),
        INSTALLATION.strictBackend(
            "secret",
            "hostname",
            "secret",
            "ssl_backend_cert",
            "client.pem",
            "ssl_backend_cert_key",
            "client.pem.key",
            "ssl_backend_ca",
            "authority.pem",
            "ssl_backend_name",
            "backend.internal"));
    sallyport =
        INSTALLATION.sallyport(
            "ConfigPath = \"/var/lib/haproxy/haproxy.cfg\"", "TemplatePath = \"" + TEMPLATE + "\"");
    EDGE.await("http://site.local", 200);
  }

  @Test
  void servesByHttp() {
    Answer answer = EDGE.get("http://site.local/a%2Fb?c=d");
    assertThat(answer.said("uri")).isEqualTo("/a%2Fb?c=d");
    assertThat(answer.said("x-forwarded-proto")).isEqualTo("http");
    assertThat(EDGE.get("http://nobody.local").status()).isEqualTo(503);
    assertThat(EDGE.get("http://a.b.site.example").status()).isEqualTo(200);
    Client liar = Client.ANYBODY.saying("X-Forwarded-For: 6.6.6.6", "X-SSL-Client-Verify: SUCCESS");
    Answer told = EDGE.get("http://site.local", liar);
    assertThat(told.said("x-forwarded-for")).doesNotContain("6.6.6.6");
    assertThat(told.said("x-ssl-client-verify")).isEmpty();
    assertThat(EDGE.get("http://site.local/x/../y").status()).isEqualTo(400);
  }

  @Test
  void servesByTls() {
    Answer secure = EDGE.await("https://shop.traffic.example/x", 200);
    assertThat(secure.certificate()).isEqualTo("CN=shop");
    assertThat(secure.said("x-forwarded-proto")).isEqualTo("https");
    Answer redirect = EDGE.get("http://shop.traffic.example/a?b=%2F");
    assertThat(redirect.status()).isEqualTo(301);
    assertThat(redirect.header("Location"))
        .startsWith("https://shop.traffic.example")
        .endsWith("/a?b=%2F");
    assertThat(EDGE.get("https://site.local").status()).as("no certificate for it").isZero();
  }

  @Test
  void asksClientsForACertificate() {
    Answer anonymous = EDGE.await("https://asks.traffic.example", 200);
    assertThat(anonymous.said("x-ssl-client-verify")).isEmpty();
    Answer known = EDGE.get("https://asks.traffic.example", Client.with("client"));
    assertThat(known.said("x-ssl-client-verify")).isEqualTo("SUCCESS");
    assertThat(known.said("x-ssl-client-dn")).isEqualTo("CN=client");
  }

  @Test
  void usesTlsToServers() {
    Answer answer = EDGE.await("http://secret.local", 200);
    assertThat(answer.said("client")).isEqualTo("CN=client");
    assertThat(answer.said("sni")).isEqualTo("backend.internal");
  }

  @Test
  void takesAContextRootOff() {
    Answer answer = EDGE.await("https://shop.traffic.example/app/x?y=z", 200);
    assertThat(answer.server()).isEqualTo("app");
    assertThat(answer.said("uri")).isEqualTo("/x?y=z");
    Answer redirect = EDGE.get("https://shop.traffic.example/app?y=z");
    assertThat(redirect.status()).isEqualTo(301);
    assertThat(redirect.header("Location")).isEqualTo("/app/?y=z");
    assertThat(EDGE.get("https://shop.traffic.example/application").server()).isEqualTo("shop");
  }

  @Test
  void losesNoRequestWhenServersComeAndGo() {
    Load load = Load.get(EDGE.publishedPort(80), "site.local", "/", 200);
    Nginx three = INSTALLATION.backend("three", "hostname", "site").start();
    EDGE.await("http://site.local", three);
    TWO.stop();
    EDGE.await("http://site.local", ONE);
    TWO.startAgain();
    EDGE.await("http://site.local", TWO);
    three.stop();
    EDGE.await("http://site.local", ONE);
    Load.Report report = load.stop();
    System.out.println("LOAD haproxy " + report);
    assertThat(report.failures()).as(report.toString()).isZero();
  }

  @Test
  void leavesOutWhatItRefuses() {
    Nginx bad =
        INSTALLATION
            .backend("bad", "hostname", "bad.traffic.example", "ssl", "true", "ssl_cert", "bad.pem")
            .start();
    sallyport.awaitLog("refuses `bad.traffic.example`");
    Nginx later = INSTALLATION.backend("later", "hostname", "later").start();
    EDGE.await("http://later.local", later);
    assertThat(EDGE.get("http://bad.traffic.example").status()).isEqualTo(503);
    bad.remove();
  }

  @Test
  void keepsTheFormerTemplateWhereItRefusesTheNewOne() {
    template("{% block frontend %}  http-response set-header X-Own yes\n{% endblock %}");
    EDGE.await(
        "http://site.local",
        Client.ANYBODY,
        answer -> assertThat(answer.header("X-Own")).isEqualTo("yes"));
    template("{% block defaults %}{{ parent() }}\n  nonsense{% endblock %}");
    sallyport.awaitLog("unknown keyword 'nonsense'");
    assertThat(EDGE.get("http://site.local").header("X-Own")).isEqualTo("yes");
    template("");
    EDGE.await(
        "http://site.local",
        Client.ANYBODY,
        answer -> assertThat(answer.head()).doesNotContain("X-Own"));
  }

  @Test
  void servesTheSameAfterARestartOfTheProxy() {
    EDGE.await("http://site.local", 200);
    EDGE.restart();
    EDGE.await("http://site.local", 200);
    assertThat(EDGE.exec("ls -d /var/lib/haproxy/sallyport-lists-* | wc -l").strip())
        .isIn("1", "2");
  }
}
