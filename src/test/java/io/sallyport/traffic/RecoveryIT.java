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

  @Test
  void aHostIsServedAgainAsSoonAsItsServersAre() {
    Nginx edge = INSTALLATION.proxy("edge");
    Nginx first = INSTALLATION.backend("first", "hostname", "shop", "port", "80");
    Nginx second = INSTALLATION.backend("second", "hostname", "shop", "port", "80");
    INSTALLATION.serve(edge, first, second);
    edge.await("http://shop.local", first);
    edge.await("http://shop.local", second);

    listen(first, "81");
    listen(second, "81");
    edge.await("http://shop.local", 502);
    for (int i = 0; i < ENOUGH_FOR_EACH_WORKER; i++) {
      assertThat(edge.get("http://shop.local").status()).isEqualTo(502);
    }
    listen(first, "80");
    listen(second, "80");
    long since = System.nanoTime();
    edge.await("http://shop.local", first);
    edge.await("http://shop.local", second);

    assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(SOON);
  }

  private static void listen(Nginx server, String port) {
    server.exec(
        "sed -i 's/listen 8[01];/listen %s;/' /etc/nginx/nginx.conf && nginx -s reload"
            .formatted(port));
  }
}
