package io.sallyport.proxy.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.config.ProxySettings;
import io.sallyport.config.Setting;
import io.sallyport.model.Location;
import io.sallyport.model.RoutingTable;
import io.sallyport.model.Upstream;
import io.sallyport.model.Upstream.Server;
import io.sallyport.model.VirtualHost;
import io.sallyport.model.VirtualHost.Limits;
import io.sallyport.proxy.Capabilities;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NginxCapabilitiesTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nginx/1.22.0 pid=/var/run/nginx.pid modules=http_realip,http_ssl,http_v2",
        "nginx/1.30.1 unprivileged ipv6 pid=none modules=http_ssl",
        "nginx/1.9.15 pid=/tmp/nginx.pid modules=",
      })
  void readsWhatItWrites(String text) {
    assertThat(NginxCapabilities.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nginx/",
        "nginx/9999999999999999999999.1.1",
        "nginx/1.2",
        "nginx/-1.2.3",
        "pid=relative",
        "pid=/run/nginx.pid;user",
        "pid=/run/ng\u202einx.pid",
        "= / nginx nginx/1.22.0\u0000",
        "modules=http_realip,http_ssl,http_v2,frobnicate",
      })
  void takesNothingThatIsNotUsable(String text) {
    assertThat(NginxCapabilities.parse(text)).isEqualTo(NginxCapabilities.BASELINE);
  }

  @Test
  void takesNoPathThatIsTooLong() {
    assertThat(NginxCapabilities.parse("pid=/" + "a".repeat(100_000)))
        .isEqualTo(NginxCapabilities.BASELINE);
  }

  @ParameterizedTest
  @CsvSource({
    "1.19.3, false, false, false, false",
    "1.19.4, true, false, false, false",
    "1.19.10, true, true, false, false",
    "1.25.0, true, true, false, false",
    "1.25.1, true, true, true, false",
    "1.27.3, true, true, true, false",
    "1.27.4, true, true, true, true",
    "2.0.0, true, true, true, true",
  })
  void knowsWhatCameWithWhichVersion(
      String version, boolean reject, boolean time, boolean http2, boolean least) {
    assertThat(NginxCapabilities.parse("nginx/" + version).view())
        .containsEntry("rejectHandshake", reject)
        .containsEntry("keepaliveTime", time)
        .containsEntry("http2Directive", http2)
        .containsEntry("keepaliveMinTimeout", least);
  }

  @Test
  void hasNoHttp2WithoutItsModule() {
    assertThat(NginxCapabilities.parse("nginx/1.30.1 modules=http_ssl").view())
        .containsEntry("http2", false)
        .containsEntry("http2Directive", false);
  }

  /// Two proxies of different versions take turns with one renderer, and with one host.
  @Test
  void writesAHostForEachProxyInItsOwnDialect() throws IOException {
    Path template = folder.resolve("edge.conf");
    Files.writeString(
        template,
        "{% for host in hosts %}{% once host %}{{ host.name }} {{ can.version }}{% endonce %}{%"
            + " endfor %}");
    NginxRenderer renderer =
        NginxRenderer.load(
            ProxySettings.defaults().with(Setting.TEMPLATE_PATH, template.toString()));
    NginxCapabilities old = NginxCapabilities.parse("nginx/1.22.1");
    NginxCapabilities recent = NginxCapabilities.parse("nginx/1.30.1");

    for (int time = 0; time < 3; time++) {
      assertThat(renderer.render(TABLE, old).text()).isEqualTo("a.example 1.22.1");
      assertThat(renderer.render(TABLE, recent).text()).isEqualTo("a.example 1.30.1");
    }

    assertThat(renderer.texts(old).texts()).contains("a.example 1.22.1");
    assertThat(renderer.texts(recent).texts()).contains("a.example 1.30.1");
  }

  private static final RoutingTable TABLE =
      new RoutingTable(
          List.of(
              new VirtualHost(
                  "a.example",
                  List.of(),
                  Optional.empty(),
                  false,
                  Limits.COMMON,
                  List.of(
                      new Location(
                          "/",
                          new Upstream(
                              "a.example", List.of(new Server("192.0.2.1:80", "0123", "a"))),
                          Optional.empty())),
                  List.of())));

  @Test
  void aProxyThatCannotNoteFailedRequestsSaysSo() {
    NginxDriver driver = new NginxDriver();
    assertThat(driver.describe(new Capabilities("nginx/1.30.1"))).isEqualTo("Nginx 1.30.1");
    assertThat(driver.describe(new Capabilities("nginx/1.30.1 no-memory")))
        .startsWith("Nginx 1.30.1 (cannot note failed requests: its /dev/shm is ");
  }
}
