package io.sallyport.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sallyport.docker.http.DockerConnection;
import io.sallyport.source.ContainerAccess.CopiedFile;
import io.sallyport.source.ContainerAccess.ExecResult;
import io.sallyport.source.EngineEvent;
import io.sallyport.source.EngineException;
import io.sallyport.source.Source.Subscription;
import io.sallyport.tls.Pem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The engine of this machine behind real TLS.
class EngineTlsIT {
  private static final boolean ASKS = true;

  @TempDir private static Path folder = Path.of("");
  private static EngineCertificates certificates;

  @BeforeAll
  static void makeCertificates() throws Exception {
    certificates = new EngineCertificates(folder);
  }

  @Test
  void doesEverythingOverTls() throws Exception {
    List<EngineEvent> events = new CopyOnWriteArrayList<>();
    try (SocketRelay relay = relay("engine", ASKS);
        RealEngine real = new RealEngine();
        DockerEngine engine = new DockerEngine(with(relay, "ca", "client", "client"));
        Subscription _ = engine.source().subscribe(events::add, end -> {})) {
      String id = real.run(Map.of("interlock.hostname", "shop"));

      await().until(() -> events.stream().anyMatch(event -> event.containerId().equals(id)));
      assertThat(engine.source().observe().container(id)).isPresent();
      engine.access().copyInto(id, "/tmp", List.of(new CopiedFile("a", "text", 0644)));
      assertThat(engine.access().exec(id, List.of("cat", "/tmp/a"), Duration.ofSeconds(20)))
          .isEqualTo(new ExecResult(0, "text"));
    }
  }

  @Test
  void refusesAnEngineOfAnotherAuthority() throws Exception {
    try (SocketRelay relay = relay("engine", !ASKS)) {
      fails(with(relay, "stranger", "", ""), "is not signed by the authority in", "stranger.pem");
      fails(
          new DockerConnection("https://127.0.0.1:" + relay.port(), "", "", "", false),
          "is of no authority that this system knows: name its CA (TLSCACert)");
    }
  }

  @Test
  void refusesAnExpiredCertificate() throws Exception {
    try (SocketRelay relay = relay("expired", !ASKS)) {
      fails(with(relay, "ca", "", ""), "its certificate has expired");
    }
  }

  @Test
  void refusesACertificateForAnotherName() throws Exception {
    try (SocketRelay relay = relay("elsewhere", !ASKS)) {
      fails(with(relay, "ca", "", ""), "its certificate is not for 127.0.0.1");
    }
  }

  @Test
  void takesAnyCertificateWhereTheOperatorSaysSo() throws Exception {
    for (String certificate : List.of("engine", "expired", "elsewhere", "stranger")) {
      try (SocketRelay relay = relay(certificate, ASKS);
          DockerEngine engine =
              new DockerEngine(
                  new DockerConnection(
                      "tcp://127.0.0.1:" + relay.port(),
                      "",
                      certificates.cert("client").toString(),
                      certificates.key("client").toString(),
                      true))) {
        assertThat(engine.source().observe().engine().apiVersion()).as(certificate).isNotEmpty();
      }
    }
  }

  @Test
  void saysThatTheEngineWantsACertificate() throws Exception {
    try (SocketRelay relay = relay("engine", ASKS)) {
      fails(with(relay, "ca", "", ""), "client certificate (TLSCert, TLSKey)");
      fails(
          with(relay, "ca", "client-of-stranger", "client-of-stranger"), "client-of-stranger.pem");
    }
  }

  @Test
  void neverFallsBackToPlainHttp() throws Exception {
    Path missing = folder.resolve("missing.pem");
    Path encrypted = folder.resolve("encrypted.pem");
    Files.writeString(
        encrypted, EngineCertificates.pem("ENCRYPTED PRIVATE KEY", new byte[] {1, 2, 3}));
    Path old = folder.resolve("old-encrypted.pem");
    Files.writeString(
        old,
        "-----BEGIN RSA PRIVATE KEY-----\n"
            + "Proc-Type: 4,ENCRYPTED\n"
            + "DEK-Info: AES-128-CBC,00\n\n"
            + "AQID\n"
            + "-----END RSA PRIVATE KEY-----\n");
    Path empty = folder.resolve("empty.pem");
    Files.writeString(empty, "nothing here\n");
    String cert = certificates.cert("client").toString();
    String key = certificates.key("client").toString();

    refused(missing.toString(), cert, key, "missing.pem does not exist");
    refused(folder.toString(), cert, key, "cannot be read");
    refused(empty.toString(), cert, key, "empty.pem holds no certificate");
    refused("", missing.toString(), key, "missing.pem does not exist");
    refused("", cert, missing.toString(), "missing.pem does not exist");
    refused("", cert, encrypted.toString(), "encrypted.pem is encrypted");
    refused("", cert, old.toString(), "old-encrypted.pem is encrypted");
    refused("", cert, empty.toString(), "empty.pem holds no private key");
    refused("", cert, certificates.key("engine").toString(), "is not the key of");
    refused("", cert, "", "has a certificate without a key");
    refused("", "", key, "has a key without a certificate");
  }

  @Test
  void saysThatThereIsNoTls() throws Exception {
    try (SocketRelay relay = SocketRelay.plain(RealEngine.connection())) {
      fails(
          new DockerConnection(
              "tcp://127.0.0.1:" + relay.port(), certificates.cert("ca").toString(), "", "", false),
          "it does not speak TLS on port " + relay.port());
      try (DockerEngine engine =
          new DockerEngine(DockerConnection.to("tcp://127.0.0.1:" + relay.port()))) {
        assertThat(engine.source().observe().engine().apiVersion()).isNotEmpty();
      }
    }
  }

  @Test
  void readsOpenSslsOlderKeys() throws Exception {
    byte[] rsa = certificates.keyBytes("client");
    byte[] ec = certificates.keyBytes("client-of-stranger");
    Path pkcs1 = folder.resolve("pkcs1.pem");
    Files.writeString(pkcs1, EngineCertificates.pem("RSA PRIVATE KEY", inner(rsa, 26)));
    Path sec1 = folder.resolve("sec1.pem");
    Files.writeString(
        sec1,
        "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"
            + EngineCertificates.pem("EC PRIVATE KEY", sec1(ec)));

    assertThat(Pem.key(pkcs1.toString()).getEncoded()).isEqualTo(rsa);
    assertThat(Pem.key(sec1.toString()).getAlgorithm()).isEqualTo("EC");
    new DockerEngine(
            new DockerConnection(
                "tcp://127.0.0.1:1",
                "",
                certificates.cert("client-of-stranger").toString(),
                sec1.toString(),
                false))
        .close();
  }

  /// What is in a PKCS#8 key's octet string.
  private static byte[] inner(byte[] pkcs8, int from) {
    return Arrays.copyOfRange(pkcs8, from, pkcs8.length);
  }

  /// As OpenSSL writes it: with the curve, P-384 as keytool chooses it.
  private static byte[] sec1(byte[] pkcs8) {
    int secret = 48;
    int at = pkcs8.length - secret;
    byte[] sec1 = new byte[2 + 3 + 2 + secret + 9];
    byte[] head = {0x30, (byte) (sec1.length - 2), 2, 1, 1, 4, (byte) secret};
    byte[] curve = {(byte) 0xA0, 7, 6, 5, 0x2B, (byte) 0x81, 4, 0, 0x22};
    System.arraycopy(head, 0, sec1, 0, head.length);
    System.arraycopy(pkcs8, at, sec1, head.length, secret);
    System.arraycopy(curve, 0, sec1, head.length + secret, curve.length);
    return sec1;
  }

  private static SocketRelay relay(String certificate, boolean asks)
      throws IOException, GeneralSecurityException {
    return SocketRelay.tls(certificates.server(certificate), asks, RealEngine.connection());
  }

  private static DockerConnection with(SocketRelay relay, String ca, String cert, String key) {
    return new DockerConnection(
        "tcp://127.0.0.1:" + relay.port(),
        certificates.cert(ca).toString(),
        cert.isEmpty() ? "" : certificates.cert(cert).toString(),
        key.isEmpty() ? "" : certificates.key(key).toString(),
        false);
  }

  private static void fails(DockerConnection connection, String... messages) {
    try (DockerEngine engine = new DockerEngine(connection)) {
      assertThatThrownBy(engine.source()::observe)
          .isInstanceOf(EngineException.class)
          .hasMessageContainingAll(messages);
    }
  }

  private static void refused(String ca, String cert, String key, String message) {
    assertThatThrownBy(
            () -> new DockerEngine(new DockerConnection("tcp://127.0.0.1:1", ca, cert, key, false)))
        .isInstanceOf(EngineException.class)
        .hasMessageContainingAll("engine tcp://127.0.0.1:1: ", message);
  }
}
