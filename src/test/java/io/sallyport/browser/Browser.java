package io.sallyport.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/// Chromium without a window, as distributions package it.
public final class Browser implements AutoCloseable {
  private static final int QUALITY = 80;
  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
  private static final File DRIVER = new File("/usr/bin/chromedriver");

  /// What axe-core calls its rules' impact.
  private static final List<String> SERIOUS = List.of("serious", "critical");

  /// It complains that it does not know the newest debugging protocol, which it does not need.
  private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

  private final ChromeDriver driver;

  /// What a page is shown on.
  public enum Screen {
    WIDE(1440, 900, 1),
    PHONE(360, 740, 2);

    private final int width;
    private final int height;
    private final int scale;

    Screen(int width, int height, int scale) {
      this.width = width;
      this.height = height;
      this.scale = scale;
    }
  }

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  /// Opens one.
  ///
  /// @param page to begin with
  public static Browser at(URI page) {
    SELENIUM.setLevel(Level.SEVERE);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(CHROMIUM.toFile());
    options.addArguments(
        "--headless=new",
        "--no-sandbox", // Tests run as root in containers, where its own cannot be set up.
        "--disable-dev-shm-usage",
        "--disable-gpu",
        "--lang=en-GB");
    options.setEnableDownloads(false);
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(DRIVER)
            .withSilent(true)
            .usingAnyFreePort()
            .build();
    Browser browser = new Browser(new ChromeDriver(service, options));
    browser.show(Screen.WIDE, false);
    browser.driver.get(page.toString());
    return browser;
  }

  /// From now on as on this screen, in light or dark colours.
  public void show(Screen screen, boolean dark) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of(
            "width", screen.width,
            "height", screen.height,
            "deviceScaleFactor", screen.scale,
            "mobile", screen == Screen.PHONE));
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(
                Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"),
                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
  }

  /// Runs a script's body; gives what it returns.
  public Object run(String script, Object... arguments) {
    return Objects.requireNonNullElse(driver.executeScript(script, arguments), "");
  }

  /// The same for one that calls its last argument with what it gives.
  public Object runUntilDone(String script, Object... arguments) {
    driver.manage().timeouts().scriptTimeout(Duration.ofMinutes(2));
    return Objects.requireNonNullElse(driver.executeAsyncScript(script, arguments), "");
  }

  /// How many pixels stick out to the right, so that one would have to scroll.
  public Object overhang() {
    return run(
        "return document.documentElement.scrollWidth - document.documentElement.clientWidth");
  }

  /// What is cut off and does not say so by a title, which has the whole text.
  @SuppressWarnings("unchecked")
  public List<String> cut() {
    return (List<String>)
        run(
            """
            return [...document.querySelectorAll('body *')]
              .filter((each) => each.checkVisibility() && each.clientWidth > 1
                && each.scrollWidth > each.clientWidth + 1
                && getComputedStyle(each).overflowX === 'hidden' && !each.closest('[title]'))
              .map((each) => each.className + ': ' + each.textContent);
            """);
  }

  public WebElement find(String selector) {
    return driver.findElement(By.cssSelector(selector));
  }

  public List<WebElement> findAll(String selector) {
    return driver.findElements(By.cssSelector(selector));
  }

  /// What can be read there; empty where there is nothing.
  public String text(String selector) {
    return run(
            "return [...document.querySelectorAll(arguments[0])].filter(e => e.checkVisibility())"
                + ".map(e => e.innerText).join('\\n')",
            selector)
        .toString();
  }

  public void awaitText(String selector, String... texts) {
    await().untilAsserted(() -> assertThat(text(selector)).contains(texts));
  }

  public void awaitNoText(String selector, String... texts) {
    await().untilAsserted(() -> assertThat(text(selector)).doesNotContain(texts));
  }

  /// What axe-core finds that keeps somebody out: rule, and where.
  /// https://github.com/dequelabs/axe-core
  @SuppressWarnings("unchecked")
  public List<String> barriers() {
    run(axe());
    Object found =
        runUntilDone(
            """
            const done = arguments[arguments.length - 1];
            axe.run(document, { resultTypes: ['violations'] }).then(
              (all) => done(all.violations.filter((each) => arguments[0].includes(each.impact))
                .flatMap((each) => each.nodes.map((node) =>
                  each.id + ' at ' + node.target.join(' ') + ': ' + node.failureSummary))),
              (failure) => done(['axe failed: ' + failure]));
            """,
            SERIOUS);
    return (List<String>) found;
  }

  private static String axe() {
    try (InputStream script = Browser.class.getResourceAsStream("/axe.min.js")) {
      return new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// What the page's scripts complained of.
  public List<String> complaints() {
    return driver.manage().logs().get("browser").getAll().stream()
        .map(line -> line.getLevel() + " " + line.getMessage())
        .toList();
  }

  /// Saves what is shown, as WebP: a third of a PNG's size.
  public void photograph(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Map<String, Object> shot =
        driver.executeCdpCommand(
            "Page.captureScreenshot", Map.of("format", "webp", "quality", QUALITY));
    Files.write(file, Base64.getDecoder().decode(String.valueOf(shot.get("data"))));
  }

  @Override
  public void close() {
    driver.quit();
  }
}
