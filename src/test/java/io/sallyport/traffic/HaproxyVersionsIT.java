package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The oldest and the newest HAProxy, the one started as root and the other as its image's user,
/// with certificates that Sallyport brings, whose keys are in files of their own.
class HaproxyVersionsIT {
  @AutoClose
  private static final Installation INSTALLATION = Installation.of(HaproxyVersionsIT.class);

  private static final List<Nginx> EDGES =
      List.of(INSTALLATION.haproxy("old", "2.6").user("0"), INSTALLATION.haproxy("new", "3.2"));

  private static final Path TEMPLATE = INSTALLATION.folder().resolve("own.cfg");
  private static Sallyport sallyport;

  @BeforeAll
  static void start() throws IOException {
    Path certificates =
        Files.createDirectories(Path.of("target", "traffic", "haproxy-certificates"));
    Files.writeString(certificates.resolve("shop.pem"), Certificates.certificate("shop"));
    Files.writeString(certificates.resolve("shop-key.pem"), Certificates.key("shop"));
    template("");
    EDGES.forEach(Nginx::start);
    INSTALLATION
        .backend(
            "shop",
            "hostname",
            "shop.traffic.example",
            "ssl",
            "true",
            "ssl_cert",
            "shop.pem",
            "ssl_cert_key",
            "shop-key.pem")
        .start();
    sallyport =
        INSTALLATION.sallyport(
            "ConfigPath = \"/var/lib/haproxy/haproxy.cfg\"",
            "CertSource = \"" + certificates.toAbsolutePath() + "\"",
            "Proxies = [\"" + INSTALLATION.id() + "-*\"]",
            "TemplatePath = \"" + TEMPLATE + "\"");
  }

  private static void template(String blocks) throws IOException {
    Path written =
        Files.writeString(
            INSTALLATION.folder().resolve("new.cfg"),
            "{% extends \"sallyport:haproxy.cfg\" %}" + blocks);
    Files.move(written, TEMPLATE, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void serveAndGoBackWhereAReloadFails() throws IOException {
    for (Nginx edge : EDGES) {
      assertThat(edge.await("https://shop.traffic.example", 200).certificate())
          .isEqualTo("CN=shop");
    }
    String before = EDGES.getFirst().exec("cat /var/lib/haproxy/haproxy.cfg");

    // What passes the test, and cannot be had.
    template("{% block extra %}frontend taken\n  bind 192.0.2.1:1\n{% endblock %}");
    for (Nginx edge : EDGES) {
      sallyport.awaitLog(
          edge.fullName() + " keeps its current configuration: the reload did not take effect");
      assertThat(edge.get("https://shop.traffic.example").status()).isEqualTo(200);
    }
    assertThat(EDGES.getFirst().exec("cat /var/lib/haproxy/haproxy.cfg")).isEqualTo(before);

    template("{% block frontend %}  http-response set-header X-Own yes\n{% endblock %}");
    for (Nginx edge : EDGES) {
      edge.await(
          "https://shop.traffic.example",
          Client.ANYBODY,
          answer -> assertThat(answer.header("X-Own")).isEqualTo("yes"));
      assertThat(edge.exec("ls /var/lib/haproxy")).doesNotContain(".lock");
    }
  }
}
