package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.dockerjava.api.model.Container;
import io.sallyport.FreePort;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `compose/`, by each version of docker compose that can be had here: this machine's, and those of
/// Debian's later releases in a container that has the engine's socket.
class ComposeIT {
  private static final String THIS_MACHINES = "this machine's";
  private static final String SITE = "app.localhost";
  private static final String SOCKET = "/var/run/docker.sock";

  @ParameterizedTest
  @ValueSource(strings = {THIS_MACHINES, "trixie", "testing"})
  void runsTheDemosFile(String which) {
    String name = "it%06x".formatted(ThreadLocalRandom.current().nextInt(1 << 24));
    List<String> compose = which.equals(THIS_MACHINES) ? ComposeProject.thisMachines() : in(which);
    System.out.println("COMPOSE " + version(compose));
    try (ComposeProject project = ComposeProject.demo(name, compose)) {
      project.up(
          3, "SALLYPORT_IMAGE=" + ComposeProject.IMAGE, "SALLYPORT_STATUS_PORT=" + FreePort.any());
      project.awaitServers(SITE, 3, "sallyport", ComposeIT::server);
      project.await("hello.localhost", 200);
      project.scale(5).awaitServers(SITE, 5, "sallyport", ComposeIT::server);
      project.scale(1).awaitServers(SITE, 1, "sallyport", ComposeIT::server);
      project.run("stop", "app");
      project.await(SITE, 503);
    }
    assertThat(containers(name)).isEmpty();
    assertThat(Nginx.DOCKER.listNetworksCmd().withNameFilter(name).exec()).isEmpty();
  }

  /// What `up --build` builds has the same name as what runs: by default none that somebody uses in
  /// production.
  @ParameterizedTest
  @ValueSource(strings = {THIS_MACHINES, "trixie", "testing"})
  void namesAnImageOfItsOwn(String which) {
    List<String> compose = which.equals(THIS_MACHINES) ? ComposeProject.thisMachines() : in(which);
    try (ComposeProject project = ComposeProject.demo("name", compose)) {
      assertThat(project.run("config"))
          .contains("image: sallyport:demo")
          .doesNotContainPattern("(?m)image: sallyport(:latest)?$");
    }
  }

  /// The body of the application's answer.
  private static String server(Answer answer) {
    return answer.body().strip();
  }

  /// The command that runs docker compose of a Debian release.
  private static List<String> in(String release) {
    String image = "sallyport-compose:" + release;
    assumeTrue(
        Subprocess.run(List.of("docker", "image", "inspect", image)).exitCode() == 0,
        "needs image " + image + ": run bin/engines compose " + release);
    String temporary = System.getProperty("java.io.tmpdir");
    return List.of(
        "docker",
        "run",
        "--rm",
        "--volume",
        SOCKET + ":" + SOCKET,
        "--volume",
        temporary + ":" + temporary,
        "--workdir",
        temporary,
        image);
  }

  private static String version(List<String> compose) {
    List<String> command = new ArrayList<>(compose);
    command.addAll(List.of("version", "--short"));
    return Subprocess.run(command).expect(0).out().strip();
  }

  private static List<Container> containers(String project) {
    return Nginx.DOCKER
        .listContainersCmd()
        .withShowAll(true)
        .withLabelFilter(Map.of(ComposeProject.LABEL, project))
        .exec();
  }
}
