package io.sallyport.cases;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.config.ProxySettings;
import io.sallyport.config.Setting;
import io.sallyport.config.Settings;
import io.sallyport.proxy.Renderer;
import io.sallyport.proxy.nginx.NginxDriver;
import io.sallyport.routing.Router;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// An operator's template may put what labels say anywhere: within quotes, in comments, in regular
/// expressions, in keys of a `map`. That is safe since what the grammars of labels let through
/// needs no quotes; a grammar that lets more through fails here.
class HostilePlacesTest {
  private static final long ENGINES = Long.getLong("sallyport.hostile.sets", 100_000) / 250;

  /// Words of each directive of the template.
  private static final Map<String, Integer> WORDS =
      Map.of(
          "bare",
          2,
          "double",
          2,
          "single",
          2,
          "regex",
          2,
          "key",
          3,
          "brace",
          1,
          "inside",
          2,
          "log_format",
          3,
          "end",
          1);

  private static final ProxySettings EXTENSION =
      ProxySettings.defaults()
          .with(Setting.SSL_CERT_PATH, "/etc/certs")
          .with(Setting.TEMPLATE_PATH, "src/test/resources/templates/every-place.conf");
  private static final Router ROUTER =
      new Router(Settings.defaults().withProxies(List.of(EXTENSION)));
  private static final Renderer RENDERER = new NginxDriver().renderer(EXTENSION);

  @Test
  void addNothing() {
    LongStream.rangeClosed(1, ENGINES).parallel().forEach(HostilePlacesTest::tryEngine);
  }

  private static void tryEngine(long seed) {
    String text =
        RENDERER
            .render(
                ROUTER.route(new HostileLabels(seed).with(10)).proxies().getFirst().table(),
                new NginxDriver().baseline())
            .text();
    Map<String, Long> counts = new TreeMap<>();
    Directive.parse(text).stream()
        .flatMap(Directive::all)
        .forEach(each -> {
          assertThat(each.words()).as("seed " + seed).hasSize(WORDS.getOrDefault(each.name(), -1));
          counts.merge(each.name(), 1L, Long::sum);
        });
    assertThat(counts).as("seed " + seed).containsOnlyKeys(WORDS.keySet());
    assertThat(counts.values().stream().distinct()).as("seed " + seed).hasSize(1);
    assertThat(text.lines().filter(line -> line.startsWith("# comment ")))
        .as("seed " + seed)
        .hasSize(Math.toIntExact(counts.getOrDefault("end", 0L)));
  }
}
