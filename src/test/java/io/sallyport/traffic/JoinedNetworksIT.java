package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What a label `interlock.network` may do to a proxy.
class JoinedNetworksIT {
  private final Installation installation = Installation.of(JoinedNetworksIT.class);
  private final Nginx edge = installation.proxy("edge");
  private final String early = installation.network("a-early");
  private final Nginx shop =
      installation.backend("shop", "hostname", "shop", "network", early).on(early);

  @AfterEach
  void close() {
    installation.close();
  }

  /// On engines before 28 the alphabet decides where the route leads.
  @Test
  void theDefaultRouteStaysOrItsMoveIsReported() {
    installation.start(edge, shop);
    String before = edge.exec("cat /proc/net/route");
    Sallyport sallyport = installation.sallyport();
    edge.await("http://shop.local", shop);
    assertThat(edge.networks()).contains(early);

    Eventually.holds(() -> {
      boolean stays =
          Routes.gateway(edge.exec("cat /proc/net/route")).equals(Routes.gateway(before));
      boolean reported = sallyport.log().contains("default route leads into network `" + early);
      assertThat(reported).isNotEqualTo(stays);
    });
  }

  @Test
  void whatIsNotListedIsNotJoined() {
    installation.start(edge, shop);
    Sallyport sallyport = installation.sallyport("JoinNetworks = [\"apps-*\"]");
    sallyport.awaitLog("may not join network `" + early + "`");
    edge.await("http://shop.local", 503);
    assertThat(edge.networks()).doesNotContain(early);
  }
}
