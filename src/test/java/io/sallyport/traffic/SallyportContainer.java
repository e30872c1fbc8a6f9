package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.HealthCheck;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/// Sallyport's image, running with an installation's socket where an engine's is.
final class SallyportContainer {
  private static final String SETTINGS =
      """
      PollInterval = "2s"
      ResyncInterval = "1h"
      [[Extensions]]
      Name = "nginx"
      SSLCertPath = "%s"
      """
          .formatted(Installation.CERTS);

  private final String id;

  private SallyportContainer(String id) {
    this.id = id;
  }

  /// @param user who it runs as; empty for the image's own
  /// @param restricted what `docker run` is asked for besides
  /// @param healthEvery how often it is asked for its health; zero for the image's own time
  static SallyportContainer start(
      String image,
      String installation,
      Path socket,
      String user,
      Duration healthEvery,
      UnaryOperator<HostConfig> restricted) {
    HostConfig host =
        restricted.apply(
            HostConfig.newHostConfig()
                .withBinds(
                    new Bind(
                        socket.toString(), new Volume("/var/run/docker.sock"), AccessMode.ro)));
    CreateContainerCmd creation =
        Nginx.DOCKER
            .createContainerCmd(image)
            .withLabels(Map.of(EngineRelay.MARK, installation))
            .withEnv(List.of("INTERLOCK_CONFIG=" + SETTINGS))
            .withHealthcheck(new HealthCheck().withInterval(healthEvery.toNanos()))
            .withHostConfig(host);
    SallyportContainer container =
        new SallyportContainer(
            (user.isEmpty() ? creation : creation.withUser(user)).exec().getId());
    Nginx.DOCKER.startContainerCmd(container.id).exec();
    return container;
  }

  void awaitHealthy() {
    Eventually.holds(() ->
        assertThat(Objects.requireNonNull(state().getHealth()).getStatus()).isEqualTo("healthy"));
  }

  /// `docker exec`: another command in it, by the name that the image has for it.
  Subprocess run(String... arguments) {
    List<String> command = new ArrayList<>(List.of("docker", "exec", id, "sallyport"));
    command.addAll(List.of(arguments));
    return Subprocess.run(command);
  }

  /// `docker stop`.
  void stop() {
    Nginx.DOCKER.stopContainerCmd(id).withTimeout(10).exec();
  }

  /// What it has printed so far.
  String log() {
    Subprocess logs = Subprocess.run(List.of("docker", "logs", id)).expect(0);
    return logs.out() + logs.err();
  }

  InspectContainerResponse.ContainerState state() {
    return Nginx.DOCKER.inspectContainerCmd(id).exec().getState();
  }
}
