package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.Network.Ipam;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A proxy whose network has IPv6 is reached by it, and says to applications which address asks.
class Ipv6IT {
  @AutoClose private static final Installation INSTALLATION = Installation.of(Ipv6IT.class);

  private static final String NETWORK6 = "fd31:5a11:9007:";
  private static final String LAN =
      INSTALLATION.network(
          "lan6",
          network ->
              network
                  .withEnableIpv6(true)
                  .withIpam(
                      new Ipam()
                          .withConfig(List.of(new Ipam.Config().withSubnet(NETWORK6 + ":/64")))));
  private static final Nginx EDGE = INSTALLATION.proxy("edge").on(LAN);
  private static final Nginx SITE =
      INSTALLATION
          .backend("site", "hostname", "site.traffic.example")
          .running(RawApplication.class)
          .on(LAN);

  @BeforeAll
  static void start() {
    INSTALLATION.serve(EDGE, SITE);
    EDGE.await("http://site.traffic.example/", 200);
  }

  /// From a neighbour in the same network.
  private static String asked(Nginx neighbour, String address, String host) {
    return neighbour.exec(
        "/java/bin/java -cp /classes %s %s %s 2>&1"
            .formatted(Asker.class.getName(), address, host));
  }

  @Test
  void answersByBoth() {
    String v6 =
        Objects.requireNonNull(EDGE.inspect().getNetworkSettings().getNetworks().get(LAN))
            .getGlobalIPv6Address();
    assertThat(v6).startsWith(NETWORK6);
    Eventually.holds(
        () -> assertThat(asked(SITE, v6, "site.traffic.example")).contains("server: "));
    assertThat(asked(SITE, v6, "site.traffic.example")).contains("X-Real-IP: " + NETWORK6);
    assertThat(asked(SITE, EDGE.address(LAN), "site.traffic.example")).contains("server: ");
  }
}
