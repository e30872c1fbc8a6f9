package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.browser.Browser;
import io.sallyport.browser.Browser.Screen;
import java.net.URI;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/// The dashboard in a real browser, over a real engine.
class DashboardIT {
  private static final Installation INSTALLATION = Installation.of(DashboardIT.class);
  private static final Nginx EDGE = INSTALLATION.proxy("edge");
  private static final Nginx SHOP = INSTALLATION.backend("shop", "hostname", "shop");

  private static Sallyport sallyport;
  private static Browser browser;

  @SuppressWarnings("NullAway.Init")
  DashboardIT() {}

  @BeforeAll
  static void open() {
    sallyport = INSTALLATION.serve(EDGE, SHOP);
    browser = Browser.at(URI.create("http://127.0.0.1:" + INSTALLATION.statusPort() + "/"));
    browser.awaitText("#hosts", "shop.local");
  }

  @AfterAll
  static void close() {
    try (INSTALLATION) {
      if (browser != null) {
        browser.close();
      }
    }
  }

  @BeforeEach
  void begin() {
    browser.find("#search").clear();
    browser.find("#search").sendKeys(Keys.ESCAPE);
    browser.awaitText("#connection", "Live");
  }

  @Test
  void showsHostsDownToServersAndProxies() {
    browser.awaitText("[aria-label='shop.local']", "no check", SHOP.fullName(), ":80");
    browser.find("#search").sendKeys("shop.local"); // One that a search leaves is opened.
    browser.awaitText("[aria-label='shop.local'] .location", "/", SHOP.fullName(), "via ");
    browser.find("#search").sendKeys(Keys.ESCAPE);
    browser.awaitText("#proxies", EDGE.fullName(), "up to date", "1 host");
    browser.awaitText("#timeline", "reload", "applied", " ms", "pass", "+ shop.local");
    browser.awaitText("#summary", "events live");
    browser.awaitText("#version", Sallyport.version());
  }

  /// On a machine that is busy with other tests one may be late, but not each of three.
  @Test
  void whatStartsAppearsWithinASecond() {
    long fastest = Long.MAX_VALUE;
    for (int i = 0; i < 3 && fastest > 1000; i++) {
      String host = "quick" + i + ".local";
      browser.run(
          """
          window.appeared = 0;
          const watch = new MutationObserver(() => {
            if (document.querySelector(`[aria-label='${arguments[0]}'] .behind code`)) {
              window.appeared = Date.now();
              watch.disconnect();
            }
          });
          watch.observe(document.querySelector('#hosts'), { childList: true, subtree: true });
          """,
          host);
      Nginx quick = INSTALLATION.backend("quick" + i, "hostname", "quick" + i).start();
      long started =
          Instant.parse(Objects.requireNonNull(quick.inspect().getState().getStartedAt()))
              .toEpochMilli();
      browser.awaitText("[aria-label='" + host + "']", quick.fullName());
      long appeared = ((Number) browser.run("return window.appeared")).longValue();
      System.out.println("DASHBOARD shows a start after " + (appeared - started) + " ms");
      fastest = Math.min(fastest, appeared - started);
      quick.remove();
      browser.awaitNoText("#hosts", host);
    }
    assertThat(fastest).isLessThan(1000);
  }

  @Test
  void aFindingComesWithItsFixAndGoes() {
    Nginx typo = INSTALLATION.backend("typo", "hostname", "typo", "prot", "80").start();
    browser.awaitText(
        "#findings", typo.fullName(), "interlock.prot", "Fix: did you mean interlock.port?");
    browser.awaitText("#timeline", "finding");
    typo.remove();
    browser.awaitNoText("#findings", typo.fullName());
    browser.awaitText("#timeline", "finding gone");
  }

  /// Nobody listens there: the proxy tries a connection before a client does.
  @Test
  void marksAServerThatFailsAndPutsItsHostFirst() {
    Nginx closed = INSTALLATION.backend("zclosed", "hostname", "zclosed", "port", "9999").start();
    browser.awaitText(
        "[aria-label='zclosed.local'] .reasons", "failing", closed.fullName(), "nothing listens");
    assertThat(browser.text("#hosts h3").lines().findFirst()).contains("zclosed.local");
    browser.awaitText("#summary", "1 with problems", "1 failing");
    browser.awaitText("#found", ", 1 with problems");
    closed.remove();
    browser.awaitNoText("#hosts", "zclosed.local");
  }

  @Test
  void whatOwnersWriteIsTextOnly() {
    String attack = "<img src=x onerror=\"document.title='taken'\"><script>alert(1)</script>";
    Nginx hostile =
        INSTALLATION
            .backend("hostile", "hostname", attack, "alias_domain", attack, attack, attack)
            .start();
    browser.awaitText("#findings", hostile.fullName(), "<img src=x onerror=");
    browser.find("#search").sendKeys("<img");
    browser.awaitText("#findings", "<img src=x onerror=");
    assertThat(browser.findAll("img, main script, iframe, object")).isEmpty();
    assertThat(browser.run("return document.title").toString()).doesNotContain("taken");
    hostile.remove();
    browser.awaitNoText("#findings", hostile.fullName());
  }

  @Test
  void theHostsPartOfAConfigurationIsMarked() {
    browser.find("body").sendKeys("/");
    browser.find("#search").sendKeys("shop.local"); // One that a search leaves is opened.
    browser.find("[aria-label='Configuration of shop.local on " + EDGE.fullName() + "']").click();
    browser.awaitText("#config-title", "shop.local on " + EDGE.fullName());
    browser.awaitText("#config-text .mine", "server_name shop.local", "upstream ", "proxy_pass ");
    assertThat(browser.text("#config-text .mine")).doesNotContain("ssl_reject_handshake");
    assertThat(browser.text("#config-text .directive")).contains("server_name");
    browser.find("#only input").click();
    assertThat(browser.findAll("#config-text .line:not(.mine)")).isEmpty();
    assertThat(browser.barriers()).isEmpty();
    browser.find("#config-text").sendKeys(Keys.ESCAPE);
    assertThat(browser.find("#config").isDisplayed()).isFalse();
  }

  @Test
  void searchesEverythingWithTheKeyboardAlone() {
    Nginx other = INSTALLATION.backend("other", "hostname", "other").start();
    browser.awaitText("#hosts", "other.local");
    browser.find("body").sendKeys("/");
    assertThat(browser.run("return document.activeElement.id")).isEqualTo("search");
    browser.find("#search").sendKeys("shop.lo");
    browser.awaitText("#found", "1 of 2 hosts");
    assertThat(browser.text("#hosts")).contains("shop.local").doesNotContain("other.local");
    browser.find("#search").sendKeys(Keys.ESCAPE);
    browser.awaitText("#hosts", "other.local");
    other.remove();
    browser.awaitNoText("#hosts", "other.local");
  }

  @Test
  void saysThatTheConnectionIsLostAndComesBack() {
    sallyport.close();
    browser.awaitText("#connection", "Connection lost");
    browser.awaitText("#alarm", "Sallyport does not answer; trying again. Data shown as of ");
    assertThat(browser.text("#hosts")).as("stays").contains("shop.local");
    assertThat(browser.barriers()).isEmpty();

    sallyport = INSTALLATION.sallyport();
    browser.awaitText("#connection", "Live");
    browser.awaitNoText("#alarm", "answer");
    browser.awaitText("#timeline", "startup");
    Nginx after = INSTALLATION.backend("after", "hostname", "after").start();
    browser.awaitText("#hosts", "after.local");
    after.remove();
    browser.awaitNoText("#hosts", "after.local");
  }

  @Test
  void worksOnAPhone() {
    browser.show(Screen.PHONE, true);
    try {
      browser.awaitText("#hosts", "shop.local", SHOP.fullName());
      assertThat(browser.overhang()).isEqualTo(0L);
      assertThat(browser.barriers()).isEmpty();
    } finally {
      browser.show(Screen.WIDE, false);
    }
  }
}
