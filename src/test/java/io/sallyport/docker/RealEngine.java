package io.sallyport.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Containers and networks on the engine of this machine, taken away at the end. What the tests do
/// to the engine goes through docker-java's own commands, over the same wire as ours.
final class RealEngine implements AutoCloseable {
  static final String IMAGE = "nginx:stable";

  private final List<String> containers = new ArrayList<>();
  private final List<String> networks = new ArrayList<>();
  private final DockerClient client;

  RealEngine() {
    DefaultDockerClientConfig config =
        DefaultDockerClientConfig.createDefaultConfigBuilder()
            .withDockerHost(connection().url())
            .withDockerTlsVerify(false)
            .build();
    client = DockerClientImpl.getInstance(config, new WireClient(connection()));
  }

  /// `DOCKER_HOST` where it is set, as with every Docker tool.
  static DockerConnection connection() {
    String host = System.getenv("DOCKER_HOST");
    return host == null ? DockerConnection.LOCAL : DockerConnection.to(host);
  }

  String run(Map<String, String> labels, String... command) {
    CreateContainerCmd create =
        client.createContainerCmd(IMAGE).withName(unique()).withLabels(labels);
    String id = (command.length == 0 ? create : create.withCmd(command)).exec().getId();
    containers.add(id);
    client.startContainerCmd(id).exec();
    return id;
  }

  void start(String id) {
    client.startContainerCmd(id).exec();
  }

  void stop(String id) {
    client.stopContainerCmd(id).withTimeout(5).exec();
  }

  void remove(String id) {
    client.removeContainerCmd(id).withForce(true).exec();
  }

  String network() {
    String name = unique();
    networks.add(client.createNetworkCmd().withName(name).exec().getId());
    return name;
  }

  private static String unique() {
    return "sallyport-it-" + UUID.randomUUID();
  }

  @Override
  public void close() throws IOException {
    for (String id : containers) {
      try {
        remove(id);
      } catch (NotFoundException e) {
        // The test took it away itself.
      }
    }
    for (String id : networks) {
      client.removeNetworkCmd(id).exec();
    }
    client.close();
  }
}
