package io.sallyport.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.FreePort;
import io.sallyport.tls.TlsFiles;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What following a key makes of what may happen to its store, which here keeps to Consul's
/// documented exchange; `EtcdIT` follows a real etcd.
class FollowedKeyTest {

  @Test
  void givesTheTextAndEachNewOne() throws Exception {
    try (ConsulExchange consul = new ConsulExchange()) {
      consul.put("one");
      try (Follower follower = new Follower(consul.address())) {
        follower.awaitGiven("one");
        consul.touch();
        consul.put("one");
        consul.put("two");
        follower.awaitGiven("one", "two");
        follower.awaitLog();
      }
    }
  }

  @Test
  void waitsForAStoreThatIsDownAndForAKeyThatIsMissing() throws Exception {
    int port = FreePort.any();
    StoreAddress address =
        StoreAddress.parse("consul://127.0.0.1:" + port, new TlsFiles("", "", ""));
    try (Follower follower = new Follower(address)) {
      follower.awaitLog("WARN Cannot read settings, waiting for them: consul at 127.0.0.1:" + port);
      try (ConsulExchange consul = new ConsulExchange(port, Optional.empty())) {
        await().until(() -> consul.requests().size() >= 2);
        consul.put("one");
        follower.awaitGiven("one");
        follower.awaitLog(
            "connection refused",
            "WARN There is no key %s, waiting for them".formatted(address),
            "INFO Settings in %s can be read".formatted(address));
      }
    }
  }

  @Test
  void keepsWhatItGaveWhileTheStoreIsAway() throws Exception {
    ConsulExchange first = new ConsulExchange();
    first.put("one");
    try (Follower follower = new Follower(first.address())) {
      follower.awaitGiven("one");
      first.close();
      follower.awaitLog("WARN Cannot read settings, the settings that run stay: consul at ");
      try (ConsulExchange again = new ConsulExchange(first.port(), Optional.of("one"))) {
        await().until(() -> again.requests().size() >= 2);
        again.fails("No cluster leader");
        follower.awaitLog(
            "WARN Cannot read", "INFO Settings in", "WARN Cannot read settings, the settings");
        again.put("two");
        again.fails("");
        follower.awaitGiven("one", "two");
        again.put(Optional.empty());
        follower.awaitLog(
            "WARN Cannot read",
            "INFO Settings in",
            "WARN Cannot read",
            "INFO Settings in",
            "WARN There is no key");
        again.put("two");
        again.put("three");
        follower.awaitGiven("one", "two", "three");
      }
    }
  }

  @Test
  void goesOnFromAnIndexThatWentBack() throws Exception {
    try (ConsulExchange consul = new ConsulExchange()) {
      consul.put("one");
      try (Follower follower = new Follower(consul.address())) {
        follower.awaitGiven("one");
        consul.restore("restored");
        follower.awaitGiven("one", "restored");
        consul.put("two");
        follower.awaitGiven("one", "restored", "two");
      }
    }
  }

  /// Without waits of our own, such a store would be asked thousands of times a second.
  @Test
  void doesNotHurryAStoreThatDoesNotWait() throws Exception {
    try (ConsulExchange consul = new ConsulExchange()) {
      consul.put("one");
      consul.blocks(false);
      try (Follower follower = new Follower(consul.address())) {
        follower.awaitGiven("one");
        await().until(() -> consul.requests().size() >= 4);
        long begun = System.nanoTime();
        int before = consul.requests().size();
        await().until(() -> consul.requests().size() >= before + 2);
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
            .isGreaterThan(Duration.ofMillis(200));
        consul.put("two");
        follower.awaitGiven("one", "two");
      }
    }
  }
}
