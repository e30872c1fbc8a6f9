package io.sallyport.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.tls.NodeIdentity.Role;
import io.sallyport.tls.SwarmCertificates.NodeTls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What an engine writes into its folder of certificates, and when.
class SwarmCertificatesTest {
  private static final String NODE = "k1w2e3r4t5y6u7i8o9p0asdfg";

  @TempDir private static Path made = Path.of("");
  private static Path worker = Path.of("");
  private static Path manager = Path.of("");
  private static Path odd = Path.of("");

  @TempDir private Path directory = Path.of("");

  @BeforeAll
  static void makeCertificates() throws Exception {
    SwarmCa ca = new SwarmCa(made);
    worker = ca.node(NODE, "swarm-worker", SwarmCa.CLUSTER);
    manager = ca.node("m0" + NODE.substring(2), "swarm-manager", SwarmCa.CLUSTER);
    odd = ca.node("odd", "swarm-ca", SwarmCa.CLUSTER);
  }

  @BeforeEach
  void isWorker() throws IOException {
    replaceBy(worker);
  }

  @Test
  void knowsWhoTheNodeIs() throws Exception {
    assertThat(certificates().current().identity())
        .isEqualTo(new NodeIdentity(SwarmCa.CLUSTER, Role.WORKER, NODE));
  }

  @Test
  void readsAgainWhatTheEngineHasReplaced() throws Exception {
    SwarmCertificates certificates = certificates();
    NodeTls before = certificates.current();
    assertThat(certificates.current()).isSameAs(before);

    replaceBy(manager);

    assertThat(certificates.current().identity().manager()).isTrue();
    assertThat(certificates.current().context()).isNotSameAs(before.context());
    assertThat(certificates.problem()).isEmpty();
  }

  /// The engine replaces one file after the other.
  @Test
  void keepsTheLastGoodOnesWhileNewOnesCannotBeUsed() throws Exception {
    SwarmCertificates certificates = certificates();
    NodeTls before = certificates.current();

    copy(manager, "swarm-node.key");
    assertThat(certificates.current()).isSameAs(before);
    assertThat(certificates.problem())
        .hasValueSatisfying(why -> assertThat(why).contains("swarm-node.key is not the key of"));

    Files.delete(directory.resolve("swarm-node.crt"));
    assertThat(certificates.current()).isSameAs(before);

    copy(manager, "swarm-node.crt");
    assertThat(certificates.current().identity().manager()).isTrue();
    assertThat(certificates.problem()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ENCRYPTED PRIVATE KEY", "EC PRIVATE KEY"})
  void saysWhatToDoAboutAutolock(String label) throws Exception {
    String key = SwarmCa.key(new byte[] {1, 2, 3}, label);
    SwarmCa.write(
        directory,
        "swarm-node.key",
        label.startsWith("ENCRYPTED")
            ? key
            : key.replaceFirst("kek-version", "Proc-Type: 4,ENCRYPTED\nkek-version"));

    assertThatThrownBy(this::certificates)
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll(
            "swarm-node.key is encrypted by `docker swarm update --autolock`",
            "make a folder of certificates of your own");
  }

  @Test
  void namesTheFileThatIsMissingOrNoNodes() throws Exception {
    replaceBy(odd);
    assertThatThrownBy(this::certificates)
        .hasMessageContainingAll(
            "swarm-node.crt is no certificate of a Swarm's node", "OU is no role");

    Files.delete(directory.resolve("swarm-root-ca.crt"));
    replaceKeepingCa(worker);
    assertThatThrownBy(this::certificates).hasMessageContaining("swarm-root-ca.crt does not exist");
  }

  private SwarmCertificates certificates() throws IOException {
    return new SwarmCertificates(SwarmCertificates.in(directory));
  }

  private void replaceBy(Path other) throws IOException {
    copy(other, "swarm-root-ca.crt");
    replaceKeepingCa(other);
  }

  private void replaceKeepingCa(Path other) throws IOException {
    copy(other, "swarm-node.key");
    copy(other, "swarm-node.crt");
  }

  private void copy(Path from, String file) throws IOException {
    Path fresh = directory.resolve(file + ".new");
    Files.copy(from.resolve(file), fresh);
    Files.move(fresh, directory.resolve(file), StandardCopyOption.REPLACE_EXISTING);
  }
}
