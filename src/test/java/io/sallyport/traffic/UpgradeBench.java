package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.traffic.Load.Report;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// A running Sallyport of an earlier revision is replaced by this one's image, and back, and again,
/// under load. `bench/upgrade` builds the earlier image and runs this.
class UpgradeBench {
  private static final String EARLIER = System.getProperty("sallyport.upgrade.from", "");
  private static final int PER_SECOND = 100;
  private static final String URL = "http://shop.local/";

  @AutoClose private static final Installation INSTALLATION = Installation.of(UpgradeBench.class);

  private static final Nginx EDGE = INSTALLATION.proxy("edge");

  @Test
  void upgradesAndGoesBack() {
    Nginx first = shop("first").start();
    EDGE.start();
    SallyportContainer sallyport = start(EARLIER);
    EDGE.await(URL, first);
    // Older than the owner's next container: by age alone the name would be his.
    Nginx stranger =
        INSTALLATION
            .backend("stranger", "hostname", "shop")
            .project("other")
            .labels("port", "8080");
    stranger.labels("client_max_body_size", "1").start();
    Nginx next = shop("next").start();
    EDGE.await(URL, next);
    first.remove();
    marker("begun");

    Report report;
    try (Load load = Load.get(EDGE.publishedPort(80), "shop.local", "/", PER_SECOND)) {
      for (String image : List.of(ComposeProject.IMAGE, EARLIER, ComposeProject.IMAGE)) {
        sallyport.stop();
        long before = EDGE.reloads();
        sallyport = start(image);
        SallyportContainer started = sallyport;
        Eventually.holds(() -> assertThat(started.log()).contains("edge runs"));
        long reloads = EDGE.reloads() - before;
        marker("after-" + before);
        System.out.printf("UPGRADE to %s: %d reloads%n", image, reloads);
        assertThat(reloads).isLessThanOrEqualTo(1);
        assertThat(EDGE.reloads() - before).isEqualTo(reloads + 1);
      }
      report = load.stop();
    }
    sallyport.stop();
    System.out.printf("UPGRADE %s: %s%n", EARLIER, report);
    assertThat(report.failures()).as("%s", report).isZero();
    assertThat(report.servers()).as("%s", report).containsOnlyKeys(next.name());
  }

  private static Nginx shop(String name) {
    return INSTALLATION
        .backend(name, "hostname", "shop", "alias_domain.1", "www.shop.local")
        .project("shop");
  }

  /// All that was seen before it has been rolled out when it is served.
  private static void marker(String name) {
    EDGE.await("http://" + name + ".local", INSTALLATION.backend(name, "hostname", name).start());
  }

  private static SallyportContainer start(String image) {
    return SallyportContainer.start(
        image, INSTALLATION.id(), INSTALLATION.relay().socket(), "", Duration.ZERO, host -> host);
  }
}
