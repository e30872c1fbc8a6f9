package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Certificates that only Sallyport has: `CertSource`.
class CertificatesIT {
  /// Both `site` and `shop` are for it.
  private static final String URL = "https://shop.traffic.example";

  private static final String KEY = Installation.CERTS + "/site-key.pem";

  @TempDir private Path source;

  @Test
  void bringsThemToProxiesAndRenewsThem() throws Exception {
    renew("site", "site");
    try (Installation installation = Installation.of(CertificatesIT.class)) {
      Nginx edge = installation.bareProxy("edge", "stable");
      Nginx shop = tls(installation.backend("shop", "hostname", "shop"));
      Sallyport sallyport = installation.sallyport(certSource());
      installation.start(edge, shop);
      awaitCertificate(edge, "site");
      assertThat(edge.exec("stat -c '%a %u' " + KEY)).isEqualTo("600 0\n");
      assertThat(sallyport.log())
          .contains(
              "Copying 2 files of CertSource to proxy "
                  + edge.fullName()
                  + ": site-key.pem, site.pem");
      assertThat(edge.exec("find / -xdev -name '*-key.pem' ! -perm 0600")).isEmpty();

      List<Answer> answers =
          visitedWhile(
              edge,
              () -> {
                renew("shop", "shop");
                awaitCertificate(edge, "shop");
                sallyport.awaitReady();
              });
      assertThat(answers)
          .isNotEmpty()
          .allSatisfy(answer -> assertThat(answer.status()).isEqualTo(200));

      goesOnWithTheOldOnes(installation, sallyport, edge);
      staysAsItIsThroughARestart(installation, sallyport, edge);
      beginsWithWhatProxiesHave(installation, edge);
    }
  }

  private void goesOnWithTheOldOnes(Installation installation, Sallyport sallyport, Nginx edge)
      throws Exception {
    write("site-key.pem", Certificates.key("shop").substring(0, 100));
    sallyport.awaitLog("site-key.pem is not whole");
    renew("shop", "site");
    sallyport.awaitLog("mismatch");
    assertThat(edge.get(URL).certificate()).isEqualTo("CN=shop");
    Nginx meanwhile = installation.backend("meanwhile", "hostname", "meanwhile").start();
    edge.await("http://meanwhile.local", meanwhile);
    assertThat(sallyport.status("/readyz").status()).as("it serves all routes").isEqualTo(200);
    assertThat(sallyport.status("/api/v1/findings").body()).contains("proxy_incomplete");

    renew("site", "site");
    awaitCertificate(edge, "site");
    sallyport.awaitLog("edge recovered");
    assertThat(edge.exec("ls -d " + Installation.CERTS + "/.sallyport-*").lines())
        .as("what runs, and what ran before")
        .hasSizeLessThanOrEqualTo(2);
  }

  private void staysAsItIsThroughARestart(
      Installation installation, Sallyport sallyport, Nginx edge) {
    Set<String> workers = Eventually.is(edge::workers, each -> assertThat(each).hasSize(2));
    sallyport.stop();
    Sallyport next = installation.sallyport(certSource());
    next.awaitLog("edge runs");
    assertThat(next.log()).containsPattern("edge runs \\w+ already");
    assertThat(edge.workers()).isEqualTo(workers);

    next.stop();
  }

  /// A Sallyport that has seen no good set yet changes routes all the same.
  private void beginsWithWhatProxiesHave(Installation installation, Nginx edge) throws Exception {
    renew("shop", "site");
    Sallyport sallyport = installation.sallyport(certSource());
    sallyport.awaitLog("mismatch");
    Nginx later = installation.backend("later", "hostname", "later").start();
    edge.await("http://later.local", later);
    assertThat(edge.get(URL).certificate()).isEqualTo("CN=site");
    renew("shop", "shop");
    awaitCertificate(edge, "shop");

    edge.remove();
    Nginx again = installation.bareProxy("edge", "mainline").start();
    awaitCertificate(again, "shop");
  }

  private String certSource() {
    return "Proxies = [\"it*\"]\nCertSource = \"%s\"".formatted(source);
  }

  private static Nginx tls(Nginx backend) {
    return backend
        .labels("domain", "traffic.example", "ssl", "true")
        .labels("ssl_cert", "site.pem", "ssl_cert_key", "site-key.pem");
  }

  /// Key first: both must be taken together.
  private void renew(String certificate, String key) throws Exception {
    write("site-key.pem", Certificates.key(key));
    write("site.pem", Certificates.certificate(certificate));
  }

  private void write(String name, String text) throws Exception {
    Path made = Files.writeString(source.resolve("." + name), text);
    Files.move(made, source.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private static void awaitCertificate(Nginx edge, String name) {
    edge.await(
        URL, Client.ANYBODY, answer -> assertThat(answer.certificate()).isEqualTo("CN=" + name));
  }

  private interface Steps {
    void run() throws Exception;
  }

  /// What a client, who asks again and again meanwhile, is answered.
  private static List<Answer> visitedWhile(Nginx edge, Steps steps) throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    List<Answer> answers = new CopyOnWriteArrayList<>();
    try (ExecutorService client = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> visits =
          client.submit(() -> {
            while (!done.get()) {
              answers.add(edge.get(URL));
            }
          });
      try {
        steps.run();
      } finally {
        done.set(true);
      }
      visits.get();
    }
    return answers;
  }
}
