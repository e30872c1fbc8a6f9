package io.sallyport.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sallyport.docker.http.DockerConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// An engine of `bin/engines`, with a network of its own and the image of the tests, and without
/// containers: one test at a time on this machine uses it. Closing it ends it and all that runs on
/// it.
public final class OtherEngine implements AutoCloseable {
  private final String name;
  private final FileChannel lock;
  private final String endpoint;
  private final String address;
  private boolean closed;

  /// Starts it; skips the test where it cannot be had.
  ///
  /// @param name one that `bin/engines` lists
  public OtherEngine(String name) {
    this.name = name;
    assumeTrue(System.getProperty("user.name").equals("root"), "needs root for other engines");
    assumeTrue(
        !engines("list").contains(name + ": not unpacked"),
        "needs " + name + ": run bin/engines make");
    try {
      Path file =
          Path.of(System.getProperty("java.io.tmpdir"), "sallyport-engine-" + name + ".lock");
      lock = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock _ = lock.lock();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    engines("stop", name);
    String[] answer = engines("start", name, RealEngine.IMAGE).split(" ", 2);
    endpoint = answer[0];
    address = answer[1];
    removeWhatWasLeft();
  }

  /// The setting `DockerURL`, or `DOCKER_HOST`.
  public String endpoint() {
    return endpoint;
  }

  /// Where the ports answer that its containers publish.
  public String address() {
    return address;
  }

  DockerConnection connection() {
    return DockerConnection.to(endpoint);
  }

  /// By a test that was broken off.
  private void removeWhatWasLeft() {
    List<String> docker = List.of("docker", "--host", endpoint);
    for (String id : run(docker, "ps", "--all", "--quiet").lines().toList()) {
      run(docker, "rm", "--force", "--volumes", id);
    }
    run(docker, "network", "prune", "--force");
  }

  private static String engines(String... arguments) {
    return run(List.of(Path.of("bin", "engines").toString()), arguments);
  }

  private static String run(List<String> program, String... arguments) {
    List<String> command = new ArrayList<>(program);
    command.addAll(List.of(arguments));
    try {
      Path said = Files.createTempFile("engines", "");
      int code =
          new ProcessBuilder(command)
              .redirectOutput(said.toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start()
              .waitFor();
      String text = Files.readString(said).strip();
      Files.delete(said);
      assertThat(code).as("%s: %s", command, text).isZero();
      return text;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  /// Also when the tests are broken off.
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try (lock) {
      engines("stop", name);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
