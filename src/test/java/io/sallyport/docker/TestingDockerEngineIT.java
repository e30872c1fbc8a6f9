package io.sallyport.docker;

import org.junit.jupiter.api.AutoClose;

/// Docker Engine of Debian testing keeps the contract.
class TestingDockerEngineIT extends DockerContract {
  @AutoClose private static final OtherEngine DOCKER = new OtherEngine("docker-testing");

  TestingDockerEngineIT() {
    super(DOCKER.connection());
  }
}
