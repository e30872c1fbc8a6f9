package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.docker.Endpoint;
import io.sallyport.docker.HaproxyFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/// A real HAProxy before a socket, which lets only some calls through; of Debian's package haproxy
/// or another that is on the path, `bin/test` installs it.
final class Haproxy implements AutoCloseable {
  private final Process process;
  private final Path socket;

  /// @param folder where its socket, configuration and log are to be
  Haproxy(Path folder, Path engine, Collection<Endpoint> allowed) throws IOException {
    socket = folder.resolve("filtered.sock");
    Path log = folder.resolve("haproxy.log");
    Path file =
        Files.writeString(
            folder.resolve("haproxy.cfg"),
            HaproxyFilter.configuration(socket.toString(), engine.toString(), allowed));
    try {
      process =
          new ProcessBuilder("haproxy", "-db", "-f", file.toString())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
    } catch (IOException missing) {
      throw new IOException("needs haproxy (Debian: haproxy; bin/test installs it)", missing);
    }
    Eventually.holds(() -> {
      assertThat(process.isAlive()).as(Files.readString(log)).isTrue();
      assertThat(socket).exists(); // HAProxy renames it into place once it listens.
    });
  }

  Path socket() {
    return socket;
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    Eventually.holds(() -> assertThat(process.isAlive()).isFalse());
    Files.deleteIfExists(socket);
  }
}
