package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Proxies that cannot take a configuration keep the one that they have, say why, and delay nobody.
class ProxyTroubleIT {
  private static final String CONFIG = "/conf/nginx.conf";
  private static final String BEGIN =
      "cp -n /etc/nginx/nginx.conf /conf/; exec nginx -g 'daemon off;' -c /conf/nginx.conf";

  private final Installation installation = Installation.of(ProxyTroubleIT.class);
  private final Nginx edge = installation.proxy("edge");
  private final Nginx shop = installation.backend("shop", "hostname", "shop");

  @AfterEach
  void close() {
    installation.close();
  }

  @Test
  void aFullDiskIsWrittenToOnceThereIsRoom() {
    Nginx full = installation.bareProxy("full", "stable").withSmallDisk("/conf", BEGIN);
    Sallyport sallyport = installation.sallyport("ConfigPath = \"" + CONFIG + "\"");
    installation.start(full, shop);
    full.await("http://shop.local", shop);
    String before = full.exec("cat " + CONFIG);

    full.exec("dd if=/dev/zero of=/conf/fill bs=1k count=1000 2>/dev/null; true");
    Nginx later = installation.backend("later", "hostname", "later").start();
    sallyport.awaitLog("no space left on device");
    assertThat(full.exec("cat " + CONFIG)).isEqualTo(before);
    assertThat(full.accepts(CONFIG)).isTrue();
    full.await("http://shop.local", shop);

    full.exec("rm /conf/fill");
    full.await("http://later.local", later);
  }

  @Test
  void oneThatCannotBeWrittenToDelaysNobody(@TempDir Path directory) throws IOException {
    String served = "events {}\nhttp { server { listen 80; return 204; } }\n";
    Path file = Files.writeString(directory.resolve("nginx.conf"), served);
    Nginx single =
        installation.bareProxy("single", "stable").mounting(file, "/etc/nginx/nginx.conf");
    Nginx readOnly = installation.bareProxy("read-only", "stable").readOnly();
    Sallyport sallyport = installation.sallyport();
    installation.start(edge, single, readOnly, shop);

    edge.await("http://shop.local", shop);
    sallyport.awaitLog(
        "single keeps its current configuration: /etc/nginx/nginx.conf is mounted into it as a single"
            + " file");
    sallyport.awaitLog("read-only keeps its current configuration: ");
    assertThat(single.get("http://shop.local").status()).isEqualTo(204);
    assertThat(Files.readString(file)).isEqualTo(served);
    shop.remove();
    edge.await("http://shop.local", 503);
  }

  /// Its limit is 40 s. Only the first test takes so long.
  @Test
  void oneThatTestsForHalfAMinuteGetsTheNewestAndDelaysNobody() {
    Nginx thorough = installation.proxy("thorough");
    installation.sallyport();
    installation.start(edge, thorough, shop);
    thorough.await("http://shop.local", shop);
    thorough.exec(
        "mkdir -p /usr/local/sbin && cd /usr/local/sbin && printf '%s\\n' '#!/bin/sh'"
            + " 'case $1 in -t) mkdir /tmp/tested && sleep 30 ;; esac'"
            + " 'exec /usr/sbin/nginx \"$@\"' > nginx"
            + " && chmod 755 nginx");
    long reloads = thorough.reloads();

    Nginx first = installation.backend("first", "hostname", "first").start();
    edge.await("http://first.local", first);
    Nginx second = installation.backend("second", "hostname", "second").start();
    edge.await("http://second.local", second);
    first.remove();
    edge.await("http://first.local", 503);
    assertThat(thorough.reloads()).isEqualTo(reloads);

    Eventually.holds(() -> assertThat(thorough.reloads()).isEqualTo(reloads + 1));
    thorough.await("http://second.local", second);
    assertThat(thorough.get("http://first.local").status()).isEqualTo(503);
    assertThat(thorough.reloads()).isEqualTo(reloads + 2);
  }
}
