package io.sallyport.docker;

import org.junit.jupiter.api.AutoClose;

/// Docker Engine of Debian testing keeps the contract.
class DockerOfTestingIT extends DockerContract {
  @AutoClose private static final OtherEngine DOCKER = new OtherEngine("docker-testing");

  DockerOfTestingIT() {
    super(DOCKER.connection());
  }
}
