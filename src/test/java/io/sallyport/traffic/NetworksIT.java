package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
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

  /// On a bridge whose containers do not reach each other: by the published port, too.
  @Test
  void doesNotGoWhereContainersDoNotReachEachOther() {
    String apart =
        INSTALLATION.network(
            "icc",
            network ->
                network.withOptions(Map.of("com.docker.network.bridge.enable_icc", "false")));
    EDGE.join(apart);
    Nginx isolated =
        INSTALLATION
            .backend("isolated", "hostname", "isolated")
            .on(apart)
            .publishing("0.0.0.0", 80)
            .start();
    EDGE.await("http://isolated.local", isolated);
    isolated.remove();
    EDGE.leave(apart);
  }

  /// Its name comes first, and its gateway leads nowhere.
  @Test
  void goesToTheHostByAnotherThanAnInternalNetwork() {
    String internal = INSTALLATION.network("a-internal", network -> network.withInternal(true));
    EDGE.join(internal);
    // The engine lists no exposed port of what is on internal networks alone.
    Nginx inside =
        INSTALLATION.backend("inside", "hostname", "inside", "port", "80").on(internal).start();
    Nginx published =
        INSTALLATION
            .backend("outside", "hostname", "outside")
            .on(INSTALLATION.network("other"))
            .publishing("0.0.0.0", 80)
            .start();
    EDGE.await("http://inside.local", inside);
    EDGE.await("http://outside.local", published);
    inside.remove();
    EDGE.leave(internal);
  }

  /// `network_mode: service:…`: the other container's address, and nothing once that has stopped.
  @Test
  void reachesWhoUsesTheNetworkOfAnother() {
    Nginx owner = INSTALLATION.backend("owner").start();
    Nginx guest =
        INSTALLATION
            .backend("guest-of", "hostname", "guest-of", "port", "8090")
            .inNetworkOf(owner)
            .command("sh", "-c", LISTENING.formatted(8090))
            .start();
    Nginx beside =
        INSTALLATION
            .backend("beside", "hostname", "beside", "port", "8091")
            .inNetworkOf(EDGE)
            .command("sh", "-c", LISTENING.formatted(8091))
            .start();
    EDGE.await("http://guest-of.local", 200);
    EDGE.await("http://beside.local", 200);
    owner.stop();
    EDGE.await("http://guest-of.local", 503);
    guest.remove();
    beside.remove();
  }

  /// On a port that nobody else has in the same network stack.
  private static final String LISTENING =
      "sed -i -e '/listen 80;/d' -e 's/listen 8080/listen %d/' /etc/nginx/nginx.conf;"
          + " exec nginx -g 'daemon off;'";

  private static Nginx on(String network, String name) {
    return INSTALLATION.backend(name, "hostname", name, "network", network).on(network);
  }
}
