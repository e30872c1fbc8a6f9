package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who gets the files of `CertSource`: attacks, and installations from before there was `Proxies`.
class KeysIT {
  private static final String URL = "https://shop.traffic.example";

  private final Installation installation = Installation.of(KeysIT.class);
  private final Nginx shop =
      installation
          .backend("shop", "hostname", "shop")
          .labels("domain", "traffic.example", "ssl", "true")
          .labels("ssl_cert", "site.pem", "ssl_cert_key", "site-key.pem");
  private final Nginx plain = installation.backend("plain", "hostname", "plain");

  @TempDir private Path source;

  @BeforeEach
  void write() throws Exception {
    write("site");
  }

  @AfterEach
  void close() {
    installation.close();
  }

  /// Any container with the label got every key within three seconds.
  @Test
  void withoutAListNobodyNewGetsAny() {
    Nginx edge = installation.bareProxy("edge", "stable");
    Nginx fake = installation.bareProxy("fake", "stable").command("sleep", "600");
    installation.start(edge, fake, shop, plain);
    Sallyport sallyport = installation.sallyport(certSource());

    edge.await("http://plain.local", plain);
    sallyport.awaitLog("does not list this proxy by name");
    sallyport.awaitLog("cannot read");
    sallyport.awaitLog("no nginx master process");
    assertThat(files(edge)).isEmpty();
    assertThat(files(fake)).isEmpty();
    assertThat(edge.exec("cat /etc/nginx/nginx.conf")).doesNotContain("/.sallyport-");
  }

  /// By a project that anybody can claim, or by name where no Nginx runs.
  @Test
  void aForgedProjectAndAnImpostorGetNone() {
    Nginx edge = installation.bareProxy("edge", "stable");
    Nginx forger = installation.bareProxy("forger", "stable").project("site");
    Nginx impostor = installation.bareProxy("impostor", "stable").command("sleep", "600");
    installation.start(edge, forger, impostor, shop, plain);
    Sallyport sallyport =
        installation.sallyport(
            certSource(),
            "Proxies = [\"%s\", \"%s\", \"project:site\"]"
                .formatted(edge.fullName(), impostor.fullName()));

    edge.await(URL, shop);
    forger.await("http://plain.local", plain);
    sallyport.awaitLog("no nginx master process");
    assertThat(files(edge)).contains("site-key.pem");
    assertThat(files(forger)).isEmpty();
    assertThat(files(impostor)).isEmpty();
  }

  /// As after an upgrade of an installation that has `CertSource` alone.
  @Test
  void whoHasThemIsKeptUpToDate() throws Exception {
    Nginx edge = installation.bareProxy("edge", "stable");
    installation.start(edge, shop);
    Sallyport listing =
        installation.sallyport(certSource(), "Proxies = [\"" + edge.fullName() + "\"]");
    edge.await(URL, shop);
    listing.stop();

    Sallyport sallyport = installation.sallyport(certSource());
    sallyport.awaitLog("has the files of CertSource and gets their successors");
    sallyport.awaitLog("does not list this proxy by name");
    write("shop");
    edge.await(
        URL, Client.ANYBODY, answer -> assertThat(answer.certificate()).isEqualTo("CN=shop"));
    Nginx second = installation.bareProxy("second", "stable").start();
    second.await("http://shop.traffic.example", 503);
    assertThat(files(second)).isEmpty();
  }

  private static String files(Nginx proxy) {
    return proxy.exec("find / -xdev -name 'site*.pem'; true");
  }

  private String certSource() {
    return "CertSource = \"%s\"".formatted(source);
  }

  private void write(String certificate) throws Exception {
    Files.writeString(source.resolve("site-key.pem"), Certificates.key(certificate));
    Files.writeString(source.resolve("site.pem"), Certificates.certificate(certificate));
  }
}
