package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.cli.Main;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Sallyport as a process of its own.
final class Sallyport implements AutoCloseable {
  /// Engines kill after ten.
  private static final Duration STOPS_WITHIN = Duration.ofSeconds(5);

  private final Process process;
  private final Path log;
  private final int statusPort;

  private Sallyport(Process process, Path log, int statusPort) {
    this.process = process;
    this.log = log;
    this.statusPort = statusPort;
  }

  /// Starts `sallyport run -c settings`.
  ///
  /// @param log the file that its output goes to
  /// @param statusPort the port of `ListenAddr` in the settings
  static Sallyport run(Path settings, Path log, int statusPort) {
    return start(log, statusPort, "run", "-c", settings.toString());
  }

  /// Starts a command that does not end by itself.
  static Sallyport start(Path log, int statusPort, String... arguments) {
    try {
      Process process =
          new ProcessBuilder(command(arguments))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      return new Sallyport(process, log, statusPort);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Runs another command to its end.
  static Subprocess run(String... arguments) {
    return Subprocess.run(command(arguments));
  }

  /// As `--version` prints it, without the name.
  static String version() {
    return run("--version").out().strip().replaceFirst("^sallyport ", "");
  }

  static List<String> command(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx64m"));
    command.addAll(List.of("-Djava.io.tmpdir=" + temporary(), "-cp"));
    String here = System.getProperty("java.class.path");
    command.add(System.getProperty("surefire.test.class.path", here));
    command.add(Main.class.getName());
    command.addAll(List.of(arguments));
    return command;
  }

  /// Of these tests alone: `healthcheck` finds the daemon by a file there.
  private static Path temporary() {
    try {
      return Files.createDirectories(Path.of("target", "traffic", "tmp").toAbsolutePath());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  String log() {
    try {
      return Files.readString(log);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /// Its open sockets: what it keeps, and what it has forgotten to close.
  int sockets() {
    try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
      return (int) open.filter(Sallyport::isSocket).count();
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }

  private static boolean isSocket(Path open) {
    try {
      return Files.readSymbolicLink(open).toString().startsWith("socket:");
    } catch (IOException closed) {
      return false;
    }
  }

  /// Its virtual threads that have begun and not ended.
  long threads() {
    try {
      Path dump = Files.createTempDirectory("threads").resolve("dump");
      String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
      String pid = Long.toString(process.pid());
      Subprocess.run(List.of(jcmd, pid, "Thread.dump_to_file", dump.toString())).expect(0);
      long count =
          Files.readAllLines(dump).stream().filter(l -> l.matches("#.* virtual.*")).count();
      Files.delete(dump);
      Files.delete(Objects.requireNonNull(dump.getParent()));
      return count;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  boolean running() {
    return process.isAlive();
  }

  /// How often it has said so.
  long said(String text) {
    return log().lines().filter(line -> line.contains(text)).count();
  }

  /// The processor time that it has used so far.
  Duration processorTime() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  long pid() {
    return process.pid();
  }

  /// Its answer on `ListenAddr`.
  Answer status(String path) {
    return Client.ANYBODY.ask(statusPort, false, URI.create("http://localhost" + path));
  }

  /// Waits until every proxy is known to run what it should.
  void awaitReady() {
    Eventually.is(
        () -> status("/readyz"),
        answer -> {
          assertThat(answer.status()).isEqualTo(200);
          assertThat(answer.body()).doesNotContain("waits for its first configuration");
        });
  }

  /// Waits until it has said so.
  void awaitLog(String text) {
    Eventually.holds(() -> assertThat(log()).contains(text));
  }

  /// As `docker stop` does it: SIGTERM, and it must be quick and clean.
  void stop() {
    awaitLog("status on"); // Before, a JVM ends by itself, with a code of its own.
    process.destroy();
    boolean ended = waitFor(STOPS_WITHIN);
    process.destroyForcibly();
    assertThat(ended).as("stopped within %s; it said:%n%s", STOPS_WITHIN, log()).isTrue();
    assertThat(process.exitValue()).as("exit code; it said:%n%s", log()).isZero();
  }

  /// As a crash does it.
  void kill() {
    process.destroyForcibly();
    waitFor(STOPS_WITHIN);
  }

  @Override
  public void close() {
    if (running()) {
      stop();
    }
  }

  private boolean waitFor(Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }
}
