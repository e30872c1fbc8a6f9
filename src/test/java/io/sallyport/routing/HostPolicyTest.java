package io.sallyport.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.labels.TrafficGrammar.ClientVerification;
import io.sallyport.model.ByteSize;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HostPolicyTest {
  /// Notes in proxies hold digests that earlier versions wrote.
  @Test
  void hasTheDigestThatIsNotedAlready() {
    HostPolicy policy =
        new HostPolicy(
            Optional.of("/etc/ssl/ca.pem"),
            ClientVerification.ON,
            true,
            false,
            Optional.of("/etc/ssl/shop.pem"),
            Optional.empty(),
            Optional.of(ByteSize.mib(10)),
            Optional.of(Duration.ofMinutes(1)));

    assertThat(policy.digest()).isEqualTo("3d0db422b9bd02cb");
  }
}
