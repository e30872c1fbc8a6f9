package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Labels that name what is no regular file: whoever opens it may read for ever.
class SpecialFilesIT {
  private static final List<String> MAKINGS =
      List.of(
          "ln -s /dev/stdout %s",
          "ln -s /proc/kmsg %s",
          "mkfifo %s",
          "mkdir %s",
          "ln -s /dev/zero %s",
          "mkfifo /tmp/pipe; ln -s /tmp/pipe %s",
          "ln -s %s %<s");

  @AutoClose private static final Installation INSTALLATION = Installation.of(SpecialFilesIT.class);

  /// A neighbour's change took 59 s, and every later one 10 s.
  @Test
  void costTheirOwnHostsAlone() {
    Nginx edge = INSTALLATION.proxy("edge");
    Nginx shop = INSTALLATION.backend("shop", "hostname", "shop");
    INSTALLATION.start(edge, shop);
    Sallyport sallyport = INSTALLATION.sallyport();
    edge.await("http://shop.local", shop);
    for (int i = 0; i < MAKINGS.size(); i++) {
      String name = "odd-" + i;
      edge.exec(MAKINGS.get(i).formatted("/etc/nginx/certs/" + name + ".pem"));
      INSTALLATION
          .backend(name, "hostname", name, "ssl", "true")
          .labels("ssl_cert", name + ".pem", "ssl_cert_key", "site-key.pem")
          .start();
      sallyport.awaitLog("cannot read \"/etc/nginx/certs/" + name + ".pem\"");
    }

    for (int i = 0; i < 3; i++) {
      Nginx next = INSTALLATION.backend("next-" + i, "hostname", "next-" + i).start();
      long begun = System.nanoTime();
      edge.await("http://next-%d.local".formatted(i), next);
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(8));
    }
    Eventually.holds(() ->
        assertThat(
                edge.exec(
                    "for p in /proc/[0-9]*; do tr '\\0' ' ' < $p/cmdline; echo; done"
                        + " 2>/dev/null | grep -E '^(cksum|nginx -t|timeout)'; true"))
            .isEmpty());
  }
}
