package io.sallyport.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sallyport.docker.http.DockerConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A real Podman with a store, networks and a Docker-compatible socket of its own, and the image of
/// the tests; of Debian's package podman or another that is on the path, `bin/test` installs it.
/// Closing it leaves nothing behind but the empty chains of CNI's port mapping in iptables.
public final class PodmanService implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /// The bridge of the default network, which Podman itself never removes.
  private static final String BRIDGE = "cni-podman0";

  private final Path folder;
  private final boolean bridgeWasThere;
  private final Process service;

  /// Skips the test where there can be no Podman.
  public PodmanService() throws IOException {
    assumeTrue(System.getProperty("user.name").equals("root"), "needs root for Podman's networks");
    assumeTrue(onPath("podman"), "needs Podman (Debian: podman; bin/test installs it)");
    folder = Files.createTempDirectory("podman");
    Files.createDirectory(folder.resolve("networks"));
    // What a container is limited to must be allowed to whoever starts it.
    Files.writeString(
        folder.resolve("containers.conf"),
        """
        [containers]
        default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]
        [engine]
        cgroup_manager = "cgroupfs"
        events_logger = "file"
        [network]
        network_config_dir = "%s/networks"
        """
            .formatted(folder));
    bridgeWasThere = NetworkInterface.getByName(BRIDGE) != null;
    Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    Path image = folder.resolve("image.tar");
    run(List.of("docker", "save", RealEngine.IMAGE, "-o", image.toString()));
    podman("load", "-i", image.toString());
    service = start(command("system", "service", "--time", "0", "unix://" + socket()));
    await().atMost(LIMIT).until(() -> Files.exists(socket()) || !service.isAlive());
    assertThat(service.isAlive()).as(Files.readString(log())).isTrue();
  }

  private static boolean onPath(String program) {
    for (String directory : System.getenv("PATH").split(":", -1)) {
      if (Files.isExecutable(Path.of(directory, program))) {
        return true;
      }
    }
    return false;
  }

  public Path socket() {
    return folder.resolve("podman.sock");
  }

  DockerConnection connection() {
    return DockerConnection.to("unix://" + socket());
  }

  /// Runs a command of Podman's own, and gives what it prints.
  public String podman(String... arguments) {
    return run(command(arguments));
  }

  private List<String> command(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add("podman");
    for (String place : List.of("root", "runroot", "tmpdir")) {
      command.add("--" + place + "=" + folder.resolve(place));
    }
    command.addAll(List.of(arguments));
    return command;
  }

  private String run(List<String> command) {
    try {
      Path out = Files.createTempFile(folder, "out", "");
      ProcessBuilder builder = builder(command).redirectOutput(out.toFile());
      int code = builder.start().waitFor();
      String said = Files.readString(out, StandardCharsets.UTF_8).strip();
      assertThat(code).as("%s: %s%n%s", command, said, Files.readString(log())).isZero();
      return said;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  private Process start(List<String> command) throws IOException {
    return builder(command)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
        .start();
  }

  private ProcessBuilder builder(List<String> command) {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log().toFile()));
    builder.environment().put("CONTAINERS_CONF", folder.resolve("containers.conf").toString());
    return builder;
  }

  private Path log() {
    return folder.resolve("podman.log");
  }

  /// Also when the tests are broken off.
  @Override
  public synchronized void close() {
    if (!Files.exists(folder)) {
      return;
    }
    try {
      podman("rm", "--all", "--force", "--time", "0");
      podman("network", "prune", "--force");
      service.destroy();
      await().atMost(LIMIT).until(() -> !service.isAlive());
      if (!bridgeWasThere && NetworkInterface.getByName(BRIDGE) != null) {
        run(List.of("ip", "link", "delete", BRIDGE));
      }
      await().atMost(LIMIT).until(this::isAlone);
      Path overlay = folder.resolve("root").resolve("overlay");
      if (Files.readString(Path.of("/proc/self/mounts")).contains(" " + overlay + " ")) {
        run(List.of("umount", overlay.toString()));
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } finally {
      remove();
    }
  }

  /// The watcher of a command in a container outlives it by five minutes, and mounts the store
  /// again when it is asked to end.
  private boolean isAlone() {
    List<ProcessHandle> others =
        ProcessHandle.allProcesses()
            .filter(each ->
                each.info().commandLine().filter(line -> line.contains(folder + "/")).isPresent())
            .toList();
    others.forEach(ProcessHandle::destroyForcibly);
    return others.isEmpty();
  }

  private void remove() {
    try {
      new ProcessBuilder("rm", "-rf", "--one-file-system", folder.toString())
          .inheritIO()
          .start()
          .waitFor();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
