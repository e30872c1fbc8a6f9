package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.docker.OtherEngine;
import io.sallyport.docker.PodmanService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.testcontainers.DockerClientFactory;

/// An engine that a test uses by docker's own command line: this machine's, the Podman on the path,
/// or one of `bin/engines`, with a network of its own. Closing it removes what was made, and ends
/// the engine if it was started.
final class TestedEngine implements AutoCloseable {
  /// This machine's Docker Engine, seen through an [EngineRelay]: others use it too.
  static final String OWN = "own";

  /// The Podman that is on the path.
  static final String PODMAN = "podman";

  private static final String LOOPBACK = "127.0.0.1";

  private final String host;
  private final String endpoint;
  private final String address;
  private final String mark;
  private final List<AutoCloseable> parts;
  private final Deque<List<String>> made = new ArrayDeque<>();
  private boolean closed;

  /// @param host what docker's command line connects to
  /// @param endpoint what Sallyport connects to
  /// @param address where published ports answer
  /// @param mark begins each name and label; empty where nobody else uses the engine
  private TestedEngine(
      String host, String endpoint, String address, String mark, List<AutoCloseable> parts) {
    this.host = host;
    this.endpoint = endpoint;
    this.address = address;
    this.mark = mark;
    this.parts = parts;
    Runtime.getRuntime().addShutdownHook(new Thread(this::close));
  }

  /// Starts it; skips the test where it cannot be had.
  ///
  /// @param name [#OWN], [#PODMAN], or one that `bin/engines` lists
  static TestedEngine start(String name) {
    try {
      return switch (name) {
        case OWN -> own();
        case PODMAN -> podman();
        default -> other(name);
      };
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static TestedEngine own() throws IOException {
    URI engine = DockerClientFactory.instance().getTransportConfig().getDockerHost();
    String mark = "it%06x".formatted(ThreadLocalRandom.current().nextInt(1 << 24));
    Path folder = Files.createTempDirectory("engine");
    EngineRelay relay = new EngineRelay(folder.resolve("engine.sock"), engine, mark);
    relay.open();
    AutoCloseable files =
        () -> {
          Files.deleteIfExists(relay.socket());
          Files.delete(folder);
        };
    return new TestedEngine(
        engine.toString(), "unix://" + relay.socket(), LOOPBACK, mark, List.of(relay, files));
  }

  private static TestedEngine podman() throws IOException {
    PodmanService service = new PodmanService();
    String socket = "unix://" + service.socket();
    return new TestedEngine(socket, socket, LOOPBACK, "", List.of(service));
  }

  private static TestedEngine other(String name) {
    OtherEngine engine = new OtherEngine(name);
    return new TestedEngine(
        engine.endpoint(), engine.endpoint(), engine.address(), "", List.of(engine));
  }

  /// The setting `DockerURL`.
  String endpoint() {
    return endpoint;
  }

  /// The engine's own word on what it is.
  String version() {
    return docker("version", "--format", "{{json .Server}}");
  }

  /// Whether it can be told which network of a container has the default route: from API 1.48 on.
  boolean hasGatewayPriorities() {
    String api = docker("version", "--format", "{{.Server.APIVersion}}");
    return Runtime.Version.parse(api).compareTo(Runtime.Version.parse("1.48")) >= 0;
  }

  /// Runs docker's command line, which must succeed; gives what it prints.
  String docker(String... arguments) {
    List<String> command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of(arguments));
    return Subprocess.run(command, "", Map.of("DOCKER_HOST", host)).expect(0).out().strip();
  }

  /// A container's or network's name on the engine.
  String fullName(String name) {
    return mark.isEmpty() ? name : mark + "-" + name;
  }

  /// Makes a network; gives its name on the engine.
  String network(String name) {
    docker("network", "create", fullName(name));
    made.push(List.of("network", "rm", fullName(name)));
    return fullName(name);
  }

  /// Runs `nginx:stable` on a network of [#network].
  ///
  /// @param file what is its `nginx.conf`; empty for the image's own
  /// @param labels each as `key=value`
  void run(String name, String network, String file, String... labels) {
    List<String> create = new ArrayList<>(List.of("create", "--name", fullName(name)));
    create.addAll(List.of("--hostname", name, "--network", network));
    for (String label : labels) {
      create.addAll(List.of("--label", mark.isEmpty() ? label : mark + "." + label));
    }
    if (!mark.isEmpty()) {
      create.addAll(List.of("--label", EngineRelay.MARK + "=" + mark));
    }
    String publish = address.equals(LOOPBACK) ? LOOPBACK + "::" : "";
    create.addAll(List.of("--publish", publish + "80", "--publish", publish + "443"));
    create.add("nginx:stable");
    docker(create.toArray(String[]::new));
    made.push(List.of("rm", "--force", "--volumes", fullName(name)));
    if (!file.isEmpty()) {
      docker("cp", file, fullName(name) + ":/etc/nginx/nginx.conf");
    }
    docker("start", fullName(name));
  }

  /// Runs a command of docker's, such as `stop`, on a container.
  void with(String command, String name, String... options) {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(List.of(options));
    arguments.add(fullName(name));
    docker(arguments.toArray(String[]::new));
  }

  /// Where port 80 or 443 of a container is published.
  InetSocketAddress published(String name, int port) {
    String first = docker("port", fullName(name), port + "/tcp").lines().findFirst().orElseThrow();
    return new InetSocketAddress(
        address, Integer.parseInt(first.substring(first.lastIndexOf(':') + 1)));
  }

  /// The names of the networks that a container is on.
  List<String> networks(String name) {
    String format = "{{range $name, $_ := .NetworkSettings.Networks}}{{$name}} {{end}}";
    return List.of(docker("inspect", "--format", format, fullName(name)).split(" "));
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    List<String> failures = new ArrayList<>();
    while (!made.isEmpty()) {
      String[] undo = made.pop().toArray(String[]::new);
      try {
        docker(undo);
      } catch (AssertionError left) {
        failures.add(String.valueOf(left.getMessage()));
      }
    }
    for (AutoCloseable part : parts) {
      try {
        part.close();
      } catch (Exception failure) {
        failures.add(failure.toString());
      }
    }
    assertThat(failures).isEmpty();
  }
}
