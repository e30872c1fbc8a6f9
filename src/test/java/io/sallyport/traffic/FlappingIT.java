package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// A container whose health check alternates, while slow uploads keep old workers alive. Each
/// change was a reload: 29 in 30 seconds, and as many old workers.
class FlappingIT {
  @AutoClose private static final Installation INSTALLATION = Installation.of(FlappingIT.class);

  private static final int UPLOADS = 30;
  private static final Duration BETWEEN = Duration.ofMillis(800);

  /// Three ends are free: as many ways out and back, and the last way out.
  private static final int RELOADS = 8;

  @Test
  void reloadsAreFewAndNeighboursDoNotWait() throws IOException, InterruptedException {
    Nginx edge = INSTALLATION.proxy("edge");
    Nginx shop = INSTALLATION.backend("shop", "hostname", "shop");
    Nginx nervous =
        INSTALLATION
            .backend("nervous", "hostname", "shop")
            .healthyWhile("[ $(($(date +%s) / 2 % 2)) -eq 0 ]");
    INSTALLATION.serve(edge, shop, nervous);
    edge.await("http://shop.local", nervous);
    long before = edge.reloads();

    List<RawClient> uploads = new ArrayList<>();
    try {
      for (int i = 0; i < UPLOADS; i++) {
        uploads.add(
            RawClient.plain(edge.publishedPort(80))
                .write("POST / HTTP/1.1\r\nHost: shop.local\r\nContent-Length: 9\r\n\r\n1234"));
        Thread.sleep(BETWEEN);
      }
      System.out.printf(
          "FLAPPING %d uploads: %d reloads, %s%n",
          UPLOADS, edge.reloads() - before, ProxyUse.of(edge));
      assertThat(edge.reloads() - before).isLessThanOrEqualTo(RELOADS);
      assertThat(ProxyUse.of(edge).processes())
          .isLessThanOrEqualTo(1 + Nginx.WORKERS * (1 + RELOADS));

      Nginx next = INSTALLATION.backend("next", "hostname", "next").start();
      long begun = System.nanoTime();
      edge.await("http://next.local", next);
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(3));
      for (RawClient upload : uploads) {
        assertThat(upload.write("56789").readUntil("\r\n"))
            .startsWith("HTTP/1.1 ")
            .doesNotContain(" 50");
      }
    } finally {
      for (RawClient upload : uploads) {
        upload.close();
      }
    }
  }
}
