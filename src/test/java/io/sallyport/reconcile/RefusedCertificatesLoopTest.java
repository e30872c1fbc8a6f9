package io.sallyport.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.certificates.TestCertificate;
import io.sallyport.config.Setting;
import io.sallyport.finding.Finding;
import io.sallyport.finding.Finding.Code;
import io.sallyport.history.ProxyStatus;
import io.sallyport.history.Readiness;
import io.sallyport.proxy.nginx.FakeNginx;
import io.sallyport.source.ContainerBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The loop where `CertSource` holds a certificate that does not fit its key, which the proxy alone
/// finds out.
class RefusedCertificatesLoopTest extends LoopBench {
  @TempDir private Path folder;

  @BeforeEach
  void certificates() throws Exception {
    settings =
        settings.withProxies(
            List.of(
                settings
                    .proxies()
                    .getFirst()
                    .with(Setting.PROXIES, List.of("edge"))
                    .with(Setting.SSL_CERT_PATH, "/certs")
                    .with(Setting.CERT_SOURCE, folder.toString())));
    write("shop.pem", "first");
    write("shop-key.pem", "of the first");
  }

  @Test
  void atTheStartItCostsItsHostAlone() throws Exception {
    write("pay.pem", FakeNginx.REFUSED);
    write("pay-key.pem", "another's");
    String edge = proxy("edge");
    List.of("shop", "pay").forEach(name -> nginx.loses(edge, "/certs/" + name + ".pem"));
    engine.run(secured("shop", "10.0.0.2"));
    engine.run(secured("pay", "10.0.0.3"));
    application("blog", "10.0.0.4");
    LoopUnderTest loop = start();

    awaitServed(edge, "10.0.0.2:80");
    assertThat(nginx.running(edge)).contains("10.0.0.4:80").doesNotContain("10.0.0.3:80");
    await().until(() -> codes(loop).contains(Code.QUARANTINED));
    assertThat(codes(loop)).containsExactly(Code.QUARANTINED);
    assertThat(loop.status().allFindings().getFirst().toString())
        .startsWith("error: container pay: label interlock.ssl_cert: proxy `edge` refuses")
        .contains("key values mismatch", "the host is not served");
    assertThat(readiness(loop)).isEqualTo(Readiness.READY);
  }

  /// Nginx takes such a pair, and then fails each handshake.
  @Test
  void aKeyOfAnotherAlgorithmCostsTheHostThatNamesIt() throws Exception {
    String edge = proxy("edge");
    engine.run(secured("shop", "10.0.0.2"));
    LoopUnderTest loop = start();
    awaitServed(edge, "10.0.0.2:80");

    write("pay.pem", TestCertificate.of("pay.example.com", 90));
    write("pay-key.pem", "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n");
    List.of("pay", "pay-key").forEach(name -> nginx.loses(edge, "/certs/" + name + ".pem"));
    engine.run(secured("pay", "10.0.0.3"));
    await()
        .until(() ->
            loop.status().allFindings().stream()
                .anyMatch(finding -> finding.message().contains("own check")));
    assertThat(loop.status().allFindings().getFirst().toString())
        .startsWith(
            "error: container pay: label interlock.ssl_cert_key: proxy `edge` refuses"
                + " `pay.example.com`: Sallyport's own check: the key \"/certs/pay-key.pem\" is for"
                + " RSA, and the certificate \"/certs/pay.pem\" for EC, so each TLS handshake would"
                + " fail; the host is not served; replace one of these two files");
    application("blog", "10.0.0.4");
    awaitServed(edge, "10.0.0.4:80");
    assertThat(nginx.running(edge)).contains("10.0.0.2:80").doesNotContain("10.0.0.3:80");
  }

  @Test
  void aMissingFileIsSaidWithWhyCertSourceIsNotUsed() throws Exception {
    String edge = proxy("edge");
    engine.run(secured("shop", "10.0.0.2"));
    LoopUnderTest loop = start();
    awaitServed(edge, "10.0.0.2:80");

    write("half.pem", "-----BEGIN CERTIFICATE-----\nhalf");
    await().until(() -> codes(loop).contains(Code.BAD_CERT_SOURCE));
    write("pay.pem", "whole");
    List.of("pay", "pay-key").forEach(name -> nginx.loses(edge, "/certs/" + name + ".pem"));
    engine.run(secured("pay", "10.0.0.3"));
    await().until(() -> codes(loop).contains(Code.QUARANTINED));
    assertThat(loop.status().allFindings().stream().map(Object::toString))
        .anySatisfy(text ->
            assertThat(text)
                .contains(
                    "cannot read \"/certs/pay.pem\" (CertSource cannot be used as it is now, so none"
                        + " of its new files are: ",
                    "half.pem is not whole"));
  }

  @Test
  void laterAllElseIsServedWithTheFilesOfBefore() throws Exception {
    String edge = proxy("edge");
    engine.run(secured("shop", "10.0.0.2"));
    LoopUnderTest loop = start();
    awaitServed(edge, "10.0.0.2:80");

    write("shop.pem", FakeNginx.REFUSED);
    await().until(() -> codes(loop).contains(Code.PROXY_INCOMPLETE));
    application("blog", "10.0.0.4");
    awaitServed(edge, "10.0.0.4:80");
    await().until(() -> runs(edge, loop));

    assertThat(nginx.running(edge)).contains("10.0.0.2:80", certificate(edge, "first") + ";");
    assertThat(readiness(loop)).isEqualTo(Readiness.READY);
    assertThat(loop.status().health(Instant.now()).outage()).isEmpty();
    assertThat(edge(loop).serving()).isTrue();
    assertThat(edge(loop).current()).isFalse();
    assertThat(codes(loop)).containsExactly(Code.PROXY_INCOMPLETE);
    assertThat(loop.status().allFindings().getFirst().toString())
        .isEqualTo(
            "error: proxy edge does not run all that it should: it refused the files in CertSource:"
                + " nginx: [emerg] SSL_CTX_use_PrivateKey(\"/certs/shop.pem\") failed (SSL: error:"
                + "05800074:x509 certificate routines::key values mismatch); it runs everything"
                + " else, with its previous files; replace both files by a matching pair; if only"
                + " one of them is in CertSource, the other is an old copy in the proxy;"
                + " Sallyport retries automatically");

    nginx.notes(edge, "1700000000\n1700000000.000 blog.example.com 10.0.0.4:80|502|0.000|-|0|0\n");
    await().until(() -> codes(loop).contains(Code.SERVER_REFUSES));
  }

  @Test
  void mendedItIsTaken() throws Exception {
    String edge = proxy("edge");
    engine.run(secured("shop", "10.0.0.2"));
    LoopUnderTest loop = start();
    awaitServed(edge, "10.0.0.2:80");
    write("shop.pem", FakeNginx.REFUSED);
    await().until(() -> codes(loop).contains(Code.PROXY_INCOMPLETE));

    write("shop.pem", "third");
    await().until(() -> codes(loop).isEmpty());
    assertThat(nginx.running(edge)).contains(certificate(edge, "third") + ";");
    assertThat(edge(loop).current()).isTrue();
  }

  @Test
  void theFilesOfBeforeAreTakenAgain() throws Exception {
    String edge = proxy("edge");
    engine.run(secured("shop", "10.0.0.2"));
    LoopUnderTest loop = start();
    awaitServed(edge, "10.0.0.2:80");
    int reloads = nginx.reloads(edge);
    write("shop.pem", FakeNginx.REFUSED);
    await().until(() -> codes(loop).contains(Code.PROXY_INCOMPLETE));

    write("shop.pem", "first");
    await().until(() -> codes(loop).isEmpty());
    assertThat(edge(loop).current()).isTrue();
    assertThat(nginx.reloads(edge)).isEqualTo(reloads);
  }

  private boolean runs(String edge, LoopUnderTest loop) {
    String beside = "/etc/nginx/nginx.conf." + edge.substring(0, Math.min(12, edge.length()));
    return edge(loop).running().equals(engine.files(edge).get(beside + ".loaded"));
  }

  private String certificate(String edge, String content) {
    return engine.files(edge).entrySet().stream()
        .filter(file -> file.getKey().startsWith("/certs/.sallyport-"))
        .filter(file -> file.getValue().equals(content))
        .findFirst()
        .orElseThrow()
        .getKey();
  }

  private static ContainerBuilder secured(String name, String address) {
    return shop(name)
        .on("bridge", address)
        .label("interlock.ssl_only", "true")
        .label("interlock.ssl_cert", name + ".pem")
        .label("interlock.ssl_cert_key", name + "-key.pem");
  }

  private void write(String name, String text) throws Exception {
    Files.writeString(folder.resolve(name), text);
  }

  private static ProxyStatus edge(LoopUnderTest loop) {
    return Objects.requireNonNull(loop.status().proxies().get("edge"));
  }

  private static Readiness readiness(LoopUnderTest loop) {
    return loop.status().health(Instant.now()).readiness();
  }

  private static List<Code> codes(LoopUnderTest loop) {
    return loop.status().allFindings().stream().map(Finding::code).toList();
  }
}
