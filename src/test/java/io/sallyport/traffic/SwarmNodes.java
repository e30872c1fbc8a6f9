package io.sallyport.traffic;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Assumptions;

/// Engines of `bin/swarm` as a Swarm, of which `n1` is the manager. Closing it ends them.
final class SwarmNodes implements AutoCloseable {
  private static final String COMMAND = Path.of("bin", "swarm").toAbsolutePath().toString();

  /// Where `n1` answers for ports that tasks publish in mode `host`.
  static final String ADDRESS = "10.99.0.1";

  private final Map<String, String> environment;

  /// Skips the test where there are no network namespaces to be had.
  SwarmNodes(int count, String... images) {
    boolean able =
        System.getProperty("user.name").equals("root")
            && Files.isExecutable(Path.of("/usr/bin/nsenter"))
            && Files.isExecutable(Path.of("/usr/sbin/dockerd"));
    Assumptions.assumeTrue(able, "several engines need root, namespaces and dockerd");
    String name = "sp%04x".formatted(ThreadLocalRandom.current().nextInt(1 << 16));
    environment = Map.of("SALLYPORT_SWARM", "/tmp/" + name, "SALLYPORT_SWARM_PREFIX", name);
    Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    run("up", Integer.toString(count));
    List<String> load = new ArrayList<>(List.of("load"));
    load.addAll(List.of(images));
    run(load.toArray(String[]::new));
    run("init");
  }

  /// The setting `DockerURL` for a node.
  String endpoint(String node) {
    return "unix://" + run("socket", node);
  }

  /// Docker's command line on the manager, which must succeed; gives what it prints.
  String docker(String... arguments) {
    List<String> command = new ArrayList<>(List.of("docker", "n1"));
    command.addAll(List.of(arguments));
    return run(command.toArray(String[]::new));
  }

  /// Asks for a host on the manager's node; gives the status.
  int status(String host, int port) {
    String[] asked = curl(host, port, "", "5");
    Subprocess curl = Subprocess.run(command(asked), "", environment);
    return curl.out().isBlank() ? 0 : Integer.parseInt(curl.out().strip());
  }

  /// Asks for a host 200 times a second; gives the status of each answer, 0 for none.
  List<Integer> load(String host, int port, int seconds) {
    String[] asked = curl(host, port, "/?[1-%d]".formatted(200 * seconds), "10");
    return Subprocess.run(command(asked), "", environment)
        .out()
        .lines()
        .map(Integer::parseInt)
        .toList();
  }

  private static String[] curl(String host, int port, String path, String limit) {
    return new String[] {
      "exec",
      "n1",
      "curl",
      "--silent",
      "--max-time",
      limit,
      "--rate",
      "200/s",
      "--output",
      "/dev/null",
      "--write-out",
      "%{http_code}\\n",
      "--header",
      "Host: " + host,
      "http://%s:%d%s".formatted(ADDRESS, port, path)
    };
  }

  private String run(String... arguments) {
    return Subprocess.run(command(arguments), "", environment).expect(0).out().strip();
  }

  private static List<String> command(String... arguments) {
    List<String> command = new ArrayList<>(List.of(COMMAND));
    command.addAll(List.of(arguments));
    return command;
  }

  @Override
  public void close() {
    Subprocess.run(command("down"), "", environment);
  }
}
