package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Labels that name what is no regular file: whoever opens it may read for ever.
class SpecialFilesIT {
  private final Installation installation = Installation.of(SpecialFilesIT.class);
  private final Nginx edge = installation.proxy("edge");
  private final Nginx shop = installation.backend("shop", "hostname", "shop");

  @AfterEach
  void close() {
    installation.close();
  }

  /// A neighbour's change took 59 s, and every later one 10 s.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ln -s /dev/stdout /etc/nginx/certs/odd.pem",
        "ln -s /proc/kmsg /etc/nginx/certs/odd.pem",
        "mkfifo /etc/nginx/certs/odd.pem",
        "mkdir /etc/nginx/certs/odd.pem",
        "ln -s /dev/zero /etc/nginx/certs/odd.pem",
        "mkfifo /tmp/pipe; ln -s /tmp/pipe /etc/nginx/certs/odd.pem",
        "ln -s odd.pem /etc/nginx/certs/odd.pem",
      })
  void costTheirOwnHostAlone(String making) {
    installation.start(edge, shop);
    edge.exec(making);
    Sallyport sallyport = installation.sallyport();
    edge.await("http://shop.local", shop);
    installation
        .backend("odd", "hostname", "odd", "ssl", "true")
        .labels("ssl_cert", "odd.pem", "ssl_cert_key", "site-key.pem")
        .start();
    sallyport.awaitLog("cannot read \"/etc/nginx/certs/odd.pem\"");

    for (int i = 0; i < 3; i++) {
      Nginx next = installation.backend("next-" + i, "hostname", "next-" + i).start();
      long begun = System.nanoTime();
      edge.await("http://next-%d.local".formatted(i), next);
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(8));
    }
    Eventually.holds(() ->
        assertThat(
                edge.exec(
                    "for p in /proc/[0-9]*; do tr '\\0' ' ' < $p/cmdline; echo; done 2>/dev/null"
                        + " | grep -E '^(cksum|nginx -t|timeout)'; true"))
            .isEmpty());
  }
}
