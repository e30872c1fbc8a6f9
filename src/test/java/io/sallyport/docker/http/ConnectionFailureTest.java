package io.sallyport.docker.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.FreePort;
import io.sallyport.docker.DockerEngine;
import io.sallyport.source.EngineException;
import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Who cannot be reached is told what to do.
class ConnectionFailureTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void asksForTheSocketToBeMounted() {
    Path socket = folder.resolve("docker.sock");

    fails(
        "unix://" + socket,
        "GET /version: there is no socket " + socket,
        "mounted into this container (-v " + socket + ":" + socket + ")?");
  }

  @Test
  void knowsTheDirectoryThatDockerMakesOfAMissingSocket() {
    fails("unix://" + folder, folder + " is a directory, not a socket");
  }

  @Test
  void saysThatNobodyListens() throws IOException {
    Path socket = folder.resolve("docker.sock");
    ServerSocketChannel.open(StandardProtocolFamily.UNIX)
        .bind(UnixDomainSocketAddress.of(socket))
        .close();

    fails("unix://" + socket, "nobody listens on " + socket + ": is the engine running?");
  }

  /// Root is never denied, so the failure is given here.
  @Test
  void namesTheGroupThatMay() throws IOException {
    Path socket = Files.createFile(folder.resolve("docker.sock"));
    Object group = Files.getAttribute(socket, "unix:gid");

    assertThat(
            ConnectionFailure.because(
                DockerConnection.to("unix://" + socket), new SocketException("Permission denied")))
        .isEqualTo(
            "permission denied on %s: run Sallyport as a member of the socket's group (--group-add %s)"
                .formatted(socket, group));
  }

  @Test
  void saysThatThereIsNoConnection() {
    int port = FreePort.any();
    fails("tcp://127.0.0.1:" + port, "no connection to 127.0.0.1:" + port);
    fails("tcp://no-such-host.invalid", "there is no host named no-such-host.invalid");
  }

  @ParameterizedTest
  @CsvSource({
    "docker.sock, is neither unix:///PATH nor",
    "/var/run/docker.sock, is neither unix:///PATH nor",
    "ssh://host, is neither unix:///PATH nor",
    "unix://, not an address",
    "unix:docker.sock, names no socket",
    "tcp://, not an address",
    "tcp:///x, names no host",
    "tcp://a b, not an address"
  })
  void refusesAnAddressThatCannotBeMeant(String url, String message) {
    assertThatThrownBy(() -> DockerConnection.to(url))
        .isInstanceOf(EngineException.class)
        .hasMessageStartingWith("engine " + url + ": ")
        .hasMessageContaining(message);
  }

  @Test
  void refusesCertificatesForPlainHttp() {
    assertThatThrownBy(() -> new DockerConnection("http://host:2375", "ca.pem", "", "", false))
        .hasMessageContaining("is plain HTTP, but certificates are set");
  }

  @Test
  void knowsDockersPorts() {
    assertThat(DockerConnection.to("tcp://host").port()).isEqualTo(2375);
    assertThat(DockerConnection.to("https://host").port()).isEqualTo(2376);
    assertThat(new DockerConnection("tcp://host", "ca.pem", "", "", false).port()).isEqualTo(2376);
    assertThat(DockerConnection.to("tcp://[::1]:2375").host()).isEqualTo("::1");
    assertThat(DockerConnection.LOCAL.socket()).isEqualTo(Path.of("/var/run/docker.sock"));
  }

  private static void fails(String url, String... messages) {
    try (DockerEngine engine = new DockerEngine(DockerConnection.to(url))) {
      assertThatThrownBy(engine.source()::observe)
          .isInstanceOf(EngineException.class)
          .hasMessageStartingWith("engine " + url + ": ")
          .hasMessageContainingAll(messages);
    }
  }
}
