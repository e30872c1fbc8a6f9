package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// `interlock.network`: proxies join where servers are, and leave only what Sallyport has joined.
class NetworksIT {
  @AutoClose private static final Installation INSTALLATION = Installation.of(NetworksIT.class);

  private static final Nginx EDGE = INSTALLATION.proxy("edge");

  private static Sallyport sallyport = INSTALLATION.sallyport();

  @BeforeAll
  static void start() {
    EDGE.start();
  }

  @Test
  void joinsWhereServersAreAndLeavesWhenTheyAreGone() {
    String home = INSTALLATION.home();
    String front = INSTALLATION.network("front");
    String back = INSTALLATION.network("back");
    String own = INSTALLATION.network("own");
    EDGE.join(own);
    Nginx first = on(front, "first");
    Nginx second = on(back, "second");
    Nginx third = on(own, "third");
    INSTALLATION.start(first, second, third);
    EDGE.await("http://first.local", first);
    EDGE.await("http://second.local", second);
    EDGE.await("http://third.local", third);
    // What another test has joined may be left only now.
    Eventually.holds(() -> assertThat(EDGE.networks()).isEqualTo(Set.of(home, own, front, back)));

    first.remove();
    Eventually.holds(() -> assertThat(EDGE.networks()).isEqualTo(Set.of(home, own, back)));
    EDGE.await("http://second.local", second);

    sallyport.stop();
    sallyport = INSTALLATION.sallyport();
    second.remove();
    third.remove();
    Eventually.holds(() -> assertThat(EDGE.networks()).isEqualTo(Set.of(home, own)));
    EDGE.await("http://third.local", 503);
  }

  @Test
  void followsApplicationsOntoNetworksAndOff() {
    String late = INSTALLATION.network("late");
    Nginx guest = INSTALLATION.backend("guest", "hostname", "guest", "network", late).start();
    sallyport.awaitLog("container " + guest.fullName() + ": label interlock.network:");
    guest.join(late);
    EDGE.await("http://guest.local", guest);
    assertThat(EDGE.networks()).contains(late);
    guest.leave(late);
    EDGE.await("http://guest.local", 503);
  }

  /// Without a network of both: by the port that is published on the node.
  @Test
  void reachesPublishedPortsThroughTheGateway() {
    String apart = INSTALLATION.network("apart");
    Nginx published =
        INSTALLATION
            .backend("published", "hostname", "published")
            .on(apart)
            .publishing("0.0.0.0", 80);
    published.start();
    EDGE.await("http://published.local", published);
    assertThat(EDGE.networks()).doesNotContain(apart);
  }

  private static Nginx on(String network, String name) {
    return INSTALLATION.backend(name, "hostname", name, "network", network).on(network);
  }
}
