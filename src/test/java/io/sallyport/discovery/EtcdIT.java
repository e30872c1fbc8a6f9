package io.sallyport.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.docker.EngineCertificates;
import io.sallyport.tls.TlsFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Against a real etcd.
class EtcdIT {
  private static final TlsFiles PLAIN = new TlsFiles("", "", "");

  @TempDir private static Path pem = Path.of("");
  private static EngineCertificates certificates;

  @TempDir private Path folder = Path.of("");

  @BeforeAll
  static void makeCertificates() throws Exception {
    certificates = new EngineCertificates(pem);
  }

  @Test
  void readsTheKey() throws Exception {
    try (EtcdServer etcd = new EtcdServer(folder);
        KeyValueStore store = KeyValueStore.open(StoreAddress.parse(etcd.url(), PLAIN))) {
      assertThat(store.read()).isEqualTo(new Reading(Optional.empty(), 1));
      etcd.put("");
      assertThat(store.read()).isEqualTo(new Reading(Optional.of(""), 2));
      String text = "ListenAddr = \":1\" # ä\n" + "# long\n".repeat(20_000);
      etcd.put(text);
      assertThat(store.read()).isEqualTo(new Reading(Optional.of(text), 3));
    }
  }

  @Test
  void followsChangesAndALifeOfTheServerAfterTheNext() throws Exception {
    try (EtcdServer etcd = new EtcdServer(folder);
        Follower follower = new Follower(StoreAddress.parse(etcd.url(), PLAIN))) {
      follower.awaitLog("WARN There is no key " + etcd.url() + "/interlock/v1/config");
      etcd.put("one");
      follower.awaitGiven("one");
      etcd.put("two");
      follower.awaitGiven("one", "two");
      etcd.delete();
      follower.awaitLog("no key", "can be read", "WARN There is no key");

      etcd.kill();
      follower.awaitLog("no key", "can be read", "no key", "WARN Cannot read settings");
      etcd.startAgain();
      etcd.put("three");
      follower.awaitGiven("one", "two", "three");
      etcd.put("four");
      follower.awaitGiven("one", "two", "three", "four");
    }
  }

  /// As Interlock's users wrote it; a key in the v3 key space goes before it.
  @Test
  void readsAndFollowsTheKeyOfTheOldApi() throws Exception {
    try (EtcdServer etcd = new EtcdServer(folder, List.of("--enable-v2"));
        Follower follower = new Follower(StoreAddress.parse(etcd.url(), PLAIN))) {
      follower.awaitLog("WARN There is no key " + etcd.url() + "/interlock/v1/config");
      etcd.putV2("ListenAddr = \":1\" # ä & =\n");
      follower.awaitGiven("ListenAddr = \":1\" # ä & =\n");
      etcd.putV2("two");
      follower.awaitGiven("ListenAddr = \":1\" # ä & =\n", "two");
      etcd.put("three");
      follower.awaitGiven("ListenAddr = \":1\" # ä & =\n", "two", "three");
      etcd.putV2("four");
      etcd.delete();
      follower.awaitGiven("ListenAddr = \":1\" # ä & =\n", "two", "three", "four");
      etcd.deleteV2();
      follower.awaitLog("no key", "can be read", "WARN There is no key");
    }
  }

  /// A watch from a revision that is compacted away is cancelled at once.
  @Test
  void waitsFromARevisionThatIsGone() throws Exception {
    try (EtcdServer etcd = new EtcdServer(folder);
        KeyValueStore store = KeyValueStore.open(StoreAddress.parse(etcd.url(), PLAIN))) {
      etcd.put("one");
      Reading one = store.read();
      etcd.put("two");
      etcd.put("three");
      etcd.compact(4);

      assertThat(store.after(one)).isEqualTo(new Reading(Optional.of("three"), 4));
    }
  }

  @Test
  void asksTheNextEndpointWhenOneIsDown() throws Exception {
    try (EtcdServer etcd = new EtcdServer(folder);
        KeyValueStore store =
            KeyValueStore.open(
                StoreAddress.parse("etcd://127.0.0.1:1,127.0.0.1:" + etcd.port(), PLAIN))) {
      etcd.put("one");
      assertThat(store.read().text()).contains("one");
    }
  }

  @Test
  void knowsWhatIsNotEtcd() throws Exception {
    try (ConsulExchange other = new ConsulExchange();
        KeyValueStore store =
            KeyValueStore.open(StoreAddress.parse("etcd://127.0.0.1:" + other.port(), PLAIN))) {
      assertThatThrownBy(store::read)
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("has neither etcd's v3 JSON gateway nor its v2 keys");
    }
  }

  @Test
  void speaksTlsAndTellsWhatIsWrongWithIt() throws Exception {
    try (EtcdServer etcd = new EtcdServer(folder, asking("engine"))) {
      assertThat(read(etcd, tls("ca", "client"))).isEmpty();
      fails(etcd, tls("stranger", "client"), "is not signed by the authority in");
      fails(etcd, tls("ca", ""), "client certificate (--discovery-tls-cert");
      fails(etcd, tls("ca", "client-of-stranger"), "client-of-stranger.pem");
      fails(etcd, PLAIN, "etcd at 127.0.0.1:" + etcd.port());
    }
  }

  @Test
  void refusesACertificateForAnotherNameAndAServerWithoutTls() throws Exception {
    try (EtcdServer etcd = new EtcdServer(folder, showing("elsewhere"))) {
      fails(etcd, tls("ca", ""), "its certificate is not for 127.0.0.1");
    }
    try (EtcdServer plain = new EtcdServer(Files.createDirectory(folder.resolve("plain")))) {
      fails(plain, tls("ca", ""), "as one that does not speak TLS");
    }
  }

  private static Optional<String> read(EtcdServer etcd, TlsFiles tls) throws InterruptedException {
    try (KeyValueStore store = KeyValueStore.open(StoreAddress.parse(etcd.url(), tls))) {
      return store.read().text();
    }
  }

  private static void fails(EtcdServer etcd, TlsFiles tls, String message) {
    assertThatThrownBy(() -> read(etcd, tls))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(message);
  }

  private static TlsFiles tls(String ca, String client) {
    return new TlsFiles(
        certificates.cert(ca).toString(),
        client.isEmpty() ? "" : certificates.cert(client).toString(),
        client.isEmpty() ? "" : certificates.key(client).toString());
  }

  private static List<String> showing(String alias) {
    return List.of(
        "--cert-file=" + certificates.cert(alias), "--key-file=" + certificates.key(alias));
  }

  private static List<String> asking(String alias) {
    return List.of(
        "--cert-file=" + certificates.cert(alias),
        "--key-file=" + certificates.key(alias),
        "--client-cert-auth",
        "--trusted-ca-file=" + certificates.cert("ca"));
  }
}
