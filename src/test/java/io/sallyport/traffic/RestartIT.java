package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Sallyport comes and goes; proxies serve on.
class RestartIT {
  @AutoClose private static final Installation INSTALLATION = Installation.of(RestartIT.class);

  @Test
  void leavesProxiesAsTheyAreAndTakesThemUpAgain() {
    Nginx edge = INSTALLATION.proxy("edge");
    Nginx shop = INSTALLATION.backend("shop", "hostname", "shop");
    Sallyport first = INSTALLATION.sallyport();
    INSTALLATION.start(edge, shop);
    edge.await("http://shop.local", shop);
    first.awaitReady();
    Set<String> workers = edge.workers();

    first.stop();
    assertThat(edge.get("http://shop.local").server()).isEqualTo("shop");
    Sallyport second = INSTALLATION.sallyport();
    second.awaitReady();
    assertThat(second.said(" ERROR ")).isZero();
    assertThat(edge.workers()).isEqualTo(workers);

    second.kill();
    assertThat(edge.get("http://shop.local").server()).isEqualTo("shop");
    Sallyport third = INSTALLATION.sallyport();
    third.awaitReady();
    assertThat(edge.workers()).isEqualTo(workers);
    assertThat(edge.exec("ls /etc/nginx")).doesNotContain("staged");

    third.kill();
    Nginx meanwhile = INSTALLATION.backend("meanwhile", "hostname", "meanwhile").start();
    shop.remove();
    INSTALLATION.sallyport().awaitReady();
    edge.await("http://meanwhile.local", meanwhile);
    edge.await("http://shop.local", 503);
  }
}
