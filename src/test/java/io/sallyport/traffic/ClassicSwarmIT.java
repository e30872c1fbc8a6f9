package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Two nodes behind a classic Swarm manager: proxies on both, which reach applications by what the
/// nodes publish, or by a network of the same node.
class ClassicSwarmIT {
  @AutoClose private static final Installation INSTALLATION = Installation.of(ClassicSwarmIT.class);

  private static final String ONE = INSTALLATION.network("one-bridge");
  private static final String TWO = INSTALLATION.network("two-bridge");
  private static final SwarmDisguise SWARM =
      new SwarmDisguise(
          INSTALLATION.id(), Map.of("one", Nginx.gateway(ONE), "two", Nginx.gateway(TWO)));

  private static final Nginx EDGE_ONE = INSTALLATION.proxy("edge-one").on(ONE);
  private static final Nginx EDGE_TWO = INSTALLATION.proxy("edge-two").on(TWO);
  private static final Nginx BLOG = published("blog", ONE);
  private static final Nginx SHOP = published("shop", TWO);

  private static Sallyport sallyport = start();

  private static Sallyport start() {
    INSTALLATION.relay().wear(SWARM);
    return INSTALLATION.looking("2s", "1h").sallyport();
  }

  @BeforeAll
  static void serve() {
    INSTALLATION.start(EDGE_ONE, EDGE_TWO, BLOG, SHOP);
    everyoneServesBoth();
  }

  private static void everyoneServesBoth() {
    EDGE_ONE.await("http://blog.local", BLOG);
    EDGE_ONE.await("http://shop.local", SHOP);
    EDGE_TWO.await("http://blog.local", BLOG);
    EDGE_TWO.await("http://shop.local", SHOP);
  }

  @Test
  void aLostNodesServersStayAndWhatStartedMeanwhileIsFound() {
    SWARM.lose("two");
    BLOG.stop();
    EDGE_ONE.await("http://blog.local", 503);
    sallyport.awaitLog("container " + SHOP.fullName() + ": the Swarm manager has no view of its");
    EDGE_ONE.await("http://shop.local", SHOP);

    Nginx late = published("late", TWO).start();
    BLOG.startAgain();
    EDGE_ONE.await("http://blog.local", BLOG);
    EDGE_ONE.await("http://late.local", 503);
    EDGE_ONE.await("http://shop.local", SHOP);

    SWARM.find("two");
    EDGE_ONE.await("http://late.local", late);
    EDGE_TWO.await("http://late.local", late);
    sallyport.awaitLog("Finding gone: warning: container " + SHOP.fullName());
    everyoneServesBoth();
  }

  @Test
  void nothingChangesWhileAManagerIsElected() {
    String before = EDGE_ONE.exec("cat /etc/nginx/nginx.conf");
    SWARM.electing(true);
    INSTALLATION.relay().cutEventStreams();
    Nginx wiki = published("wiki", ONE).start();
    sallyport.awaitLog("500: No elected primary cluster manager");
    EDGE_ONE.await("http://shop.local", SHOP);
    assertThat(EDGE_ONE.exec("cat /etc/nginx/nginx.conf")).isEqualTo(before);

    SWARM.electing(false);
    EDGE_ONE.await("http://wiki.local", wiki);
    EDGE_TWO.await("http://wiki.local", wiki);
  }

  /// Each node may have a network of that name; the proxy of the application's node joins its own.
  @Test
  void joinsTheNetworkOfItsOwnNode() {
    String there = INSTALLATION.network("two-back");
    INSTALLATION.network("one-back");
    Nginx inner = INSTALLATION.backend("inner", "hostname", "inner", "network", "back").on(there);
    inner.start();
    EDGE_TWO.await("http://inner.local", inner);
    assertThat(EDGE_TWO.networks()).containsExactlyInAnyOrder(TWO, there);
    assertThat(EDGE_ONE.networks()).containsExactly(ONE);
    sallyport.awaitLog("container " + inner.fullName() + ": label interlock.network:");

    inner.remove();
    Eventually.holds(() -> assertThat(EDGE_TWO.networks()).containsExactly(TWO));
  }

  private static Nginx published(String name, String network) {
    return INSTALLATION.backend(name, "hostname", name).on(network).publishing("0.0.0.0", 80);
  }
}
