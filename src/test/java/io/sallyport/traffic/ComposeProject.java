package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.Container;
import io.sallyport.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// An installation by a compose file: an example of `src/test/resources/interlock`, as it is but
/// for the image of service `interlock`, which is ours; or `compose/`.
///
/// Its labels are real ones, which any Sallyport on the engine sees: there is one such installation
/// at a time on a machine.
final class ComposeProject implements AutoCloseable {
  static final String IMAGE = "sallyport:test";

  /// What compose puts on each container, with the project's name.
  static final String LABEL = "com.docker.compose.project";

  private static final Path LOCK =
      Path.of(System.getProperty("java.io.tmpdir"), "sallyport-examples.lock");

  private final String name;
  private final Path folder;
  private final String file;
  private final List<String> compose;
  private final int port = FreePort.any();
  private final FileChannel lock;

  /// @param name the project's
  /// @param example a folder of `src/test/resources/interlock`
  ComposeProject(String name, String example) {
    this(
        name,
        Path.of("src/test/resources/interlock", example),
        "docker-compose.yml",
        thisMachines());
    try {
      Path compose = folder.resolve(file);
      String before = Files.readString(compose);
      String after = before.replace("image: ehazlett/interlock:1.3.2", "image: " + IMAGE);
      assertThat(after).isNotEqualTo(before);
      Files.writeString(compose, after);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private ComposeProject(String name, Path source, String file, List<String> compose) {
    this.name = name;
    this.file = file;
    this.compose = compose;
    try {
      lock = FileChannel.open(LOCK, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock _ = lock.lock();
      folder = Files.createTempDirectory("compose");
      try (Stream<Path> files = Files.walk(source)) {
        for (Path each : files.skip(1).toList()) {
          Files.copy(each, folder.resolve(source.relativize(each)));
        }
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(this::close));
  }

  /// `compose/` of this repository.
  ///
  /// @param compose the command that runs docker compose
  static ComposeProject demo(String name, List<String> compose) {
    return new ComposeProject(name, Path.of("compose"), "compose.yml", compose);
  }

  Path folder() {
    return folder;
  }

  /// Starts all services, with so many servers of the application.
  ///
  /// @param environment more of what the compose file asks the environment for
  ComposeProject up(int servers, String... environment) {
    List<String> lines = new ArrayList<>(List.of(environment));
    lines.add("HTTP=127.0.0.1:" + port);
    lines.add("SALLYPORT_HTTP_PORT=" + port);
    try {
      Files.write(folder.resolve(".env"), lines);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return scale(servers);
  }

  ComposeProject scale(int servers) {
    run("up", "--detach", "--no-recreate", "--scale", "app=" + servers);
    return this;
  }

  /// Runs a command of compose.
  String run(String... arguments) {
    List<String> command = new ArrayList<>(compose);
    command.addAll(List.of("-f", folder.resolve(file).toString(), "-p", name));
    command.addAll(List.of(arguments));
    return Subprocess.run(command).expect(0).out();
  }

  /// What the service has logged.
  String log(String service) {
    return run("logs", "--no-color", service);
  }

  Answer get(String host) {
    return Client.ANYBODY.ask(port, false, URI.create("http://" + host));
  }

  void await(String host, int status) {
    Eventually.is(() -> get(host), answer -> assertThat(answer.status()).isEqualTo(status));
  }

  /// Waits until the application's servers that run answer, all of them and no others.
  ///
  /// @param count how many run
  void awaitServers(String host, int count) {
    awaitServers(host, count, "interlock", Answer::server);
  }

  /// @param sallyport the service whose log tells why
  /// @param server how an answer says which server it is from
  void awaitServers(String host, int count, String sallyport, Function<Answer, String> server) {
    Set<String> running = servers();
    assertThat(running).hasSize(count);
    int rounds = 3 * count;
    Eventually.holds(() -> {
      Collection<String> answered = new TreeSet<>();
      for (int i = 0; i < rounds; i++) {
        answered.add(server.apply(get(host)));
      }
      assertThat(answered).as(log(sallyport)).isEqualTo(running);
    });
  }

  /// The host names of those that run: the first twelve letters of their identifiers.
  private Set<String> servers() {
    List<Container> containers =
        Nginx.DOCKER
            .listContainersCmd()
            .withLabelFilter(Map.of(LABEL, name, "com.docker.compose.service", "app"))
            .exec();
    return containers.stream()
        .map(container -> container.getId().substring(0, 12))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// The command that runs docker compose here.
  static List<String> thisMachines() {
    List<String> plugin = List.of("docker", "compose");
    List<String> version = List.of("docker", "compose", "version");
    return Subprocess.run(version).exitCode() == 0 ? plugin : List.of("docker-compose");
  }

  @Override
  public synchronized void close() {
    if (!Files.exists(folder)) {
      return;
    }
    try (lock) {
      run("down", "--timeout", "5");
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted((one, other) -> other.compareTo(one)).toList()) {
          Files.delete(file);
        }
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
