package io.sallyport.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.api.StatusServer;
import io.sallyport.browser.Browser;
import io.sallyport.browser.Browser.Screen;
import io.sallyport.source.Container.Health;
import io.sallyport.source.ContainerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/// The dashboard over fleets that no test machine has, and its pictures in `docs/images`, which
/// `-Dsallyport.regenerate=true` takes anew.
class FleetDashboardIT extends LoopBench {
  private static final int HOSTS = 1000;
  private static final long LARGEST_PICTURE = 120_000;

  /// 30 a second is smooth to the eye; a machine without a graphics processor that runs other tests
  /// meanwhile may take twice as long for half of the frames, and rarely much longer.
  private static final double MEDIAN_FRAME = 66;

  private static final double LATE_FRAME = 250;

  private static final Path PICTURES =
      Boolean.getBoolean("sallyport.regenerate")
          ? Path.of("docs", "images")
          : Path.of("target", "images");

  private String edge1 = "";
  private String edge2 = "";

  @Test
  void aThousandHostsScrollSmoothly() throws Exception {
    proxy("edge");
    for (int i = 0; i < HOSTS; i++) {
      application("shop-%04d".formatted(i), "172.17.%d.%d".formatted(1 + i / 250, 1 + i % 250));
    }
    try (StatusServer server = serve(start());
        Browser browser = Browser.at(page(server))) {
      browser.awaitText("#found", "1,000 hosts");
      browser.awaitText("#proxies", "up to date");
      @SuppressWarnings("unchecked")
      List<Number> frames =
          (List<Number>)
              browser.runUntilDone(
                  """
                  const done = arguments[arguments.length - 1];
                  const page = document.scrollingElement;
                  const frames = [];
                  let last = performance.now();
                  const step = (now) => {
                    frames.push(now - last);
                    last = now;
                    page.scrollTop += 90;
                    if (frames.length < 240) requestAnimationFrame(step);
                    else done(frames.slice(5));
                  };
                  requestAnimationFrame(step);
                  """);
      List<Double> sorted = frames.stream().map(Number::doubleValue).sorted().toList();
      double median = sorted.get(sorted.size() / 2);
      double late = sorted.get(sorted.size() * 95 / 100);
      System.out.printf(
          "DASHBOARD %d hosts, frames: median %.1f ms, 95%% within %.1f ms, longest %.1f ms%n",
          HOSTS, median, late, sorted.getLast());
      assertThat(((Number) browser.run("return scrollY")).intValue()).isGreaterThan(10_000);
      assertThat(median).isLessThan(MEDIAN_FRAME);
      assertThat(late).isLessThan(LATE_FRAME);

      browser.find("#search").sendKeys("shop-0777");
      browser.awaitText("#found", "1 of 1,000 hosts");
    }
  }

  /// First the pictures, of a small shop; then with so many hosts that they take two screens or
  /// twenty.
  @Test
  void showsATroubledNightToEverybodyInAnyColoursOnAnyScreen() throws Exception {
    fleet();
    LoopUnderTest loop = start();
    try (StatusServer server = serve(loop);
        Browser browser = Browser.at(page(server))) {
      browser.awaitText("#hosts", "www.example.com");
      browser.awaitText("#findings", "Fix: ");
      browser.awaitText("#proxies", "up to date");
      browser.awaitText("[aria-label='wiki.example.com']", "HTTPS");
      browser.find("[aria-label='www.example.com'] .toggle").click();
      for (Screen screen : Screen.values()) {
        for (boolean dark : new boolean[] {false, true}) {
          browser.show(screen, dark);
          keepsNobodyOut(browser, screen, dark);
          browser.photograph(PICTURES.resolve(name(screen, dark)));
        }
      }
      browser.show(Screen.WIDE, false);
      browser.find("[aria-label='Configuration of www.example.com on edge-1']").click();
      browser.awaitText("#config-text .mine", "www.example.com");
      browser.photograph(PICTURES.resolve("dashboard-configuration.webp"));
      browser.find("#config .close").click();
      browser.find("[aria-label='www.example.com'] .toggle").click();

      for (int i = 1; i <= 290; i++) {
        application("shop-" + i, "172.17.%d.%d".formatted(1 + i / 250, 1 + i % 250));
      }
      browser.awaitText("#found", "300 hosts, 2 with problems");
      putsTroubleFirstAndInNaturalOrder(browser);
      countsEachThingInOneWay(browser, loop);
      isWhole(browser);
      engine.stop(edge1);
      engine.stop(edge2);
      saysThatItIsAnOutage(browser);
      isWhole(browser);
      assertThat(browser.complaints()).isEmpty();
    }
    Files.deleteIfExists(PICTURES.resolve("dashboard-phone-dark.webp"));
    try (Stream<Path> pictures = Files.list(PICTURES)) {
      assertThat(pictures.toList())
          .isNotEmpty()
          .allSatisfy(each -> assertThat(Files.size(each)).isLessThan(LARGEST_PICTURE));
    }
  }

  private static void keepsNobodyOut(Browser browser, Screen screen, boolean dark) {
    assertThat(browser.barriers()).as("%s, dark: %s", screen, dark).isEmpty();
  }

  /// Nothing sticks out, or is cut off without saying so.
  private static void isWhole(Browser browser) {
    for (Screen screen : Screen.values()) {
      for (boolean dark : new boolean[] {true, false}) {
        browser.show(screen, dark);
        assertThat(browser.overhang()).isEqualTo(0L);
        assertThat(browser.cut()).as("%s, dark: %s", screen, dark).isEmpty();
      }
    }
    browser.show(Screen.WIDE, false);
  }

  private static void putsTroubleFirstAndInNaturalOrder(Browser browser) {
    List<String> names = browser.text("#hosts h3").lines().toList();
    assertThat(names.subList(0, 4))
        .containsExactly(
            "metrics.example.com", "www.example.com", "api.example.com", "blog.example.com");
    assertThat(names)
        .containsSubsequence("shop-2.example.com", "shop-10.example.com", "shop-100.example.com");
    assertThat(browser.text("[aria-label='www.example.com'] .reasons"))
        .contains("unhealthy", "www-2", "health check");
    Number bottom =
        (Number)
            browser.run(
                "return document.querySelectorAll('.host')[64].getBoundingClientRect().bottom"
                    + " + scrollY - 900 - (900 - document.querySelector('.top').offsetHeight)");
    assertThat(bottom.doubleValue()).as("65 hosts on two screens").isNotPositive();
  }

  /// In the tab, at the top, at the list, at its filter, in the API and in the metrics.
  private static void countsEachThingInOneWay(Browser browser, LoopUnderTest loop) {
    assertThat(browser.text("#summary")).contains("300", "2 with problems", "1 error, ");
    assertThat(browser.text("#findings .count")).startsWith("1 error, ");
    assertThat(browser.run("return document.title")).isEqualTo("1 error · Sallyport");
    assertThat(loop.status().hosts()).as("served").isEqualTo(299);
    browser.find("#trouble").click();
    browser.awaitText("#found", "2 of 300 hosts, 2 with problems");
    assertThat(browser.text("#hosts h3").lines()).hasSize(2);
    browser.find("#trouble").click();
    browser.awaitText("#found", "300 hosts");
  }

  private static void saysThatItIsAnOutage(Browser browser) {
    browser.awaitText("#alarm", "No proxy is running: edge-");
    assertThat(browser.find("header.top").getCssValue("background-color"))
        .isEqualTo(browser.find("#alarm").getCssValue("background-color"))
        .matches("rgba\\(1\\d\\d, [1-3]\\d, [1-3]\\d, 1\\)");
    assertThat(browser.run("return document.title")).isEqualTo("Outage · Sallyport");
    browser.awaitText("#found", "300 hosts, 300 with problems");
    assertThat(browser.text("#hosts")).doesNotContain("another-1");
    browser.find("#ignored summary").click();
    browser.awaitText("#ignored", "another-1", "label");
    browser.find("#search").sendKeys("www-"); // Few rows, of which none is tested twice.
    for (boolean dark : new boolean[] {true, false}) {
      browser.show(Screen.WIDE, dark);
      keepsNobodyOut(browser, Screen.WIDE, dark);
    }
    browser.find("#search").sendKeys(Keys.ESCAPE);
  }

  private static String name(Screen screen, boolean dark) {
    return switch (screen) {
      case WIDE -> dark ? "dashboard-dark.webp" : "dashboard-light.webp";
      case PHONE -> dark ? "dashboard-phone-dark.webp" : "dashboard-phone.webp";
    };
  }

  /// A small shop's, with what goes wrong on ordinary days.
  private void fleet() {
    edge1 = proxy("edge-1");
    edge2 = proxy("edge-2");
    int address = 10;
    for (String host : List.of("www", "api", "shop", "mail", "wiki", "git", "status", "cdn")) {
      int servers = host.equals("www") || host.equals("api") ? 3 : host.equals("shop") ? 2 : 1;
      for (int i = 1; i <= servers; i++) {
        ContainerBuilder server =
            ContainerBuilder.named(host + "-" + i)
                .label("interlock.hostname", host)
                .label("interlock.domain", "example.com")
                .exposing(8080)
                .on("bridge", "172.17.0." + address++);
        if (host.equals("api")) {
          server.health(i == 3 ? Health.STARTING : Health.HEALTHY);
        }
        if (host.equals("www")) {
          server.health(i == 2 ? Health.UNHEALTHY : Health.HEALTHY);
          server.label("interlock.alias_domain", "example.com");
        }
        if (host.equals("wiki")) {
          server.label("interlock.ssl", "true");
          server.label("interlock.ssl_cert", "wiki.pem");
          server.label("interlock.ssl_cert_key", "wiki.key");
        }
        engine.run(server);
      }
    }
    engine.run(
        ContainerBuilder.named("cart-1")
            .label("interlock.hostname", "shop.example.com")
            .label("interlock.context_root", "/cart")
            .exposing(8080)
            .on("bridge", "172.17.0." + address++));
    engine.run(
        ContainerBuilder.named("blog-1")
            .label("interlock.hostname", "blog.example.com")
            .label("interlock.prot", "8080")
            .exposing(8080)
            .on("bridge", "172.17.0." + address++));
    engine.run(ContainerBuilder.named("another-1").exposing(80).on("bridge", "172.17.0.9"));
    engine.run(
        ContainerBuilder.named("metrics-1")
            .label("interlock.hostname", "metrics.example.com")
            .exposing(80)
            .exposing(9090)
            .on("bridge", "172.17.0." + address));
  }

  private static URI page(StatusServer server) {
    return URI.create("http://127.0.0.1:" + server.address().getPort() + "/");
  }

  private static StatusServer serve(LoopUnderTest loop) throws IOException {
    return new StatusServer(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        loop::status,
        loop.loop().history(),
        "1.0.0",
        Duration.ofMinutes(1),
        InstantSource.system(),
        Optional.empty());
  }
}
