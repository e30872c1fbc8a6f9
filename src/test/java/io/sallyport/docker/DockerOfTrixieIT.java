package io.sallyport.docker;

import org.junit.jupiter.api.AutoClose;

/// Docker Engine of Debian 13 keeps the contract.
class DockerOfTrixieIT extends DockerContract {
  @AutoClose private static final OtherEngine DOCKER = new OtherEngine("docker-trixie");

  DockerOfTrixieIT() {
    super(DOCKER.connection());
  }
}
