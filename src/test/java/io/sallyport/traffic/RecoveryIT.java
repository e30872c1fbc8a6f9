package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Servers that all fail for a moment, without an event that would tell: no container ends.
class RecoveryIT {
  @AutoClose private static final Installation INSTALLATION = Installation.of(RecoveryIT.class);

  /// Nginx left alone for 10 s, by itself, each server that failed: the last one too.
  private static final Duration SOON = Duration.ofSeconds(5);

  private static final int ENOUGH_FOR_EACH_WORKER = 20;

  private static final Nginx EDGE = INSTALLATION.proxy("edge");

  /// As in the moment between a container's end and the reload; here, nobody reloads.
  @Test
  void anAddressThatHasFallenSilentCostsNobodyASecond() {
    Nginx silent = INSTALLATION.backend("silent", "hostname", "calm");
    Nginx serving = INSTALLATION.backend("serving", "hostname", "calm");
    Sallyport sallyport = INSTALLATION.serve(EDGE, silent, serving);
    EDGE.await("http://calm.local", silent);
    sallyport.kill();
    silent.remove();

    for (int i = 0; i < ENOUGH_FOR_EACH_WORKER; i++) {
      long since = System.nanoTime();
      assertThat(EDGE.get("http://calm.local").server()).isEqualTo("serving");
      assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(Duration.ofSeconds(1));
    }
    INSTALLATION.sallyport().awaitReady();
  }

  @Test
  void aHostIsServedAgainAsSoonAsItsServersAre() {
    Nginx first = INSTALLATION.backend("first", "hostname", "shop", "port", "80");
    Nginx second = INSTALLATION.backend("second", "hostname", "shop", "port", "80");
    INSTALLATION.start(first, second);
    EDGE.await("http://shop.local", first);
    EDGE.await("http://shop.local", second);

    listen(first, "81");
    listen(second, "81");
    EDGE.await("http://shop.local", 502);
    for (int i = 0; i < ENOUGH_FOR_EACH_WORKER; i++) {
      assertThat(EDGE.get("http://shop.local").status()).isEqualTo(502);
    }
    listen(first, "80");
    listen(second, "80");
    long since = System.nanoTime();
    EDGE.await("http://shop.local", first);
    EDGE.await("http://shop.local", second);

    assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(SOON);
  }

  private static void listen(Nginx server, String port) {
    server.exec(
        "sed -i 's/listen 8[01];/listen %s;/' /etc/nginx/nginx.conf && nginx -s reload"
            .formatted(port));
  }
}
