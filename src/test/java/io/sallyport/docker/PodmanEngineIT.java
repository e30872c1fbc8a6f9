package io.sallyport.docker;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.AutoClose;

/// The Podman on the path keeps the contract.
class PodmanEngineIT extends PodmanContract {
  @AutoClose private static final PodmanService PODMAN = podman();

  PodmanEngineIT() {
    super(PODMAN.connection());
  }

  private static PodmanService podman() {
    try {
      return new PodmanService();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
