package io.sallyport.docker;

import io.sallyport.source.StopPolicy;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;

/// Podman of Debian testing keeps the contract as the older one does.
class PodmanOfTestingIT extends PodmanContract {
  @AutoClose private static final OtherEngine PODMAN = new OtherEngine("podman-testing");

  PodmanOfTestingIT() {
    super(PODMAN.connection());
  }

  /// This one keeps a timeout that nobody has set.
  @Override
  protected StopPolicy stopPolicy() {
    return new StopPolicy(3, Duration.ofSeconds(10));
  }
}
