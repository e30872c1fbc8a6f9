package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.proxy.RenderedConfig;
import io.sallyport.traffic.Load.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// What an earlier revision left in a proxy is taken over by this one. `bench/upgrade` tries it
/// with the earlier image itself.
class UpgradeIT {
  /// As revision 939b397 wrote it, with names in braces for what differs each time.
  private static final Path LEFT = Path.of("src/test/resources/upgrade");

  private static final String DIRECTORY = "/etc/nginx/nginx.conf";
  private static final int PER_SECOND = 100;

  @AutoClose private static final Installation INSTALLATION = Installation.of(UpgradeIT.class);

  /// Older than the owner of the name: by age alone it would be his.
  private static final Nginx STRANGER =
      INSTALLATION
          .backend("stranger", "hostname", "shop", "client_max_body_size", "1")
          .project("other");

  private static final Nginx SHOP =
      INSTALLATION
          .backend("shop", "hostname", "shop", "alias_domain.1", "www.shop.local")
          .project("shop");

  private static final Nginx EDGE = INSTALLATION.proxy("edge");

  @Test
  void oneReloadAndNoRequestLost() throws IOException {
    STRANGER.start();
    INSTALLATION.start(EDGE, SHOP);
    lay();
    EDGE.exec("nginx -s reload");
    EDGE.await("http://www.shop.local/", SHOP);
    long before = EDGE.reloads();

    try (Load load = Load.get(EDGE.publishedPort(80), "shop.local", "/", PER_SECOND)) {
      Sallyport sallyport = INSTALLATION.sallyport();
      sallyport.awaitReady();
      EDGE.settle();
      Report report = load.stop();

      assertThat(EDGE.reloads() - before).isLessThanOrEqualTo(1);
      assertThat(report.failures()).as("%s", report).isZero();
      assertThat(report.servers()).as("%s", report).containsOnlyKeys(SHOP.name());
      assertThat(sallyport.log())
          .contains("container " + STRANGER.fullName() + ": label")
          .contains("`shop.local` belongs to project `shop`");
    }
  }

  private static void lay() throws IOException {
    String live = filled("nginx.conf", "");
    String version = RenderedConfig.of(live).version();
    String ours = DIRECTORY + "." + EDGE.id().substring(0, 12);
    write(DIRECTORY, live);
    write(ours + ".loaded", version + "\n");
    write(ours + ".notes", filled("notes", version));
  }

  private static String filled(String file, String version) throws IOException {
    return Files.readString(LEFT.resolve(file))
        .replace("{version}", version)
        .replace("{address}", SHOP.address(INSTALLATION.home()))
        .replace("{name}", SHOP.fullName());
  }

  private static void write(String path, String text) {
    EDGE.exec("cat > " + path + " <<'END'\n" + text + "END\n");
  }
}
