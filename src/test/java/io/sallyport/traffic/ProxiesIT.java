package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.RestartPolicy;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Proxies have the configuration of now, whatever happens to their containers.
class ProxiesIT {
  @AutoClose private static final Installation INSTALLATION = Installation.of(ProxiesIT.class);

  private static final Nginx SHOP = INSTALLATION.backend("shop", "hostname", "shop");

  @BeforeAll
  static void start() {
    INSTALLATION.sallyport();
    SHOP.start();
  }

  @Test
  void configuresEachProxyThatComes() {
    Nginx first = configured(INSTALLATION.proxy("first"));
    Nginx second = configured(INSTALLATION.proxy("second"));
    Nginx shop = INSTALLATION.backend("both", "hostname", "both").start();
    first.await("http://both.local", shop);
    second.await("http://both.local", shop);
  }

  @Test
  void configuresAProxyThatWasDownMeanwhile() {
    Nginx edge = configured(INSTALLATION.proxy("down"));
    edge.stop();
    Nginx meanwhile = INSTALLATION.backend("meanwhile", "hostname", "meanwhile").start();
    edge.startAgain();
    edge.await("http://meanwhile.local", meanwhile);
    edge.restart();
    edge.await("http://meanwhile.local", meanwhile);
    edge.kill();
    meanwhile.remove();
    edge.startAgain();
    edge.await("http://meanwhile.local", 503);
    edge.await("http://shop.local", SHOP);
  }

  @Test
  void configuresAProxyThatWasRecreated() {
    configured(INSTALLATION.proxy("recreated")).remove();
    configured(INSTALLATION.proxy("recreated"));
  }

  @Test
  void configuresAPausedProxyOnceItGoesOn() {
    Nginx edge = configured(INSTALLATION.proxy("frozen"));
    edge.pause();
    Nginx later = INSTALLATION.backend("later", "hostname", "later").start();
    edge.unpause();
    edge.await("http://later.local", later);
  }

  /// The engine's own kill call with HUP would end the policy.
  @Test
  void leavesRestartPoliciesInForce() {
    Nginx edge =
        INSTALLATION.proxy("unless-stopped").restarting(RestartPolicy.unlessStoppedRestart());
    configured(edge);
    Nginx change = INSTALLATION.backend("change", "hostname", "change").start();
    edge.await("http://change.local", change);
    edge.crash();
    Eventually.holds(() -> assertThat(edge.inspect().getRestartCount()).isEqualTo(1));
    change.remove();
    edge.await("http://shop.local", SHOP);
    edge.await("http://change.local", 503);
  }

  private static Nginx configured(Nginx edge) {
    edge.start();
    edge.await("http://shop.local", SHOP);
    return edge;
  }
}
