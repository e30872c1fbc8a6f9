package io.sallyport.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettingsTest {
  private static final ProxySettings NGINX = ProxySettings.defaults();

  @Test
  void areOneNginxOnTheLocalSocketByDefault() {
    Settings defaults = Settings.defaults();
    assertThat(defaults.source()).isEqualTo("built-in defaults");
    assertThat(defaults.get(Setting.DOCKER_URL)).isEqualTo("unix:///var/run/docker.sock");
    assertThat(defaults.get(Setting.POLL_INTERVAL)).isEqualTo(Duration.ofSeconds(3));
    assertThat(defaults.proxies()).extracting(ProxySettings::name).containsExactly("nginx");
  }

  @Test
  void areSaferByDefaultThanInterlock() {
    assertThat(NGINX.get(Setting.SSL_POLICY)).isEqualTo("intermediate");
    assertThat(NGINX.find(Setting.SSL_PROTOCOLS)).isEmpty();
    assertThat(NGINX.get(Setting.USER)).isEqualTo("nginx");
    assertThat(NGINX.get(Setting.SSL_PORT)).isEqualTo(443);
    assertThat(NGINX.get(Setting.PROXY_CONNECT_TIMEOUT)).isEqualTo(5);
    assertThat(NGINX.get(Setting.PROXY_READ_TIMEOUT)).isEqualTo(600);
  }

  @Test
  void findNothingWhereNothingIsWrittenAndThereIsNoDefault() {
    assertThat(NGINX.find(Setting.SSL_CERT_PATH)).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NGINX.get(Setting.SSL_CERT_PATH))
        .withMessageContaining("SSLCertPath may have no value");
  }

  @Test
  void refuseSettingsOfTheOtherScope() {
    assertThatIllegalArgumentException().isThrownBy(() -> NGINX.find(Setting.LISTEN_ADDR));
    assertThatIllegalArgumentException().isThrownBy(() -> Settings.defaults().get(Setting.PORT));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Settings.defaults().with(Setting.PORT, 80));
  }

  @Test
  void giveTemplatesWhatHasAValue() {
    assertThat(NGINX.with(Setting.SSL_CERT_PATH, "/certs").properties())
        .contains(
            entry("name", "nginx"),
            entry("sslCertPath", "/certs"),
            entry("port", 80),
            entry("dhParam", false),
            entry("workerShutdownTimeout", Duration.ofMinutes(5)))
        .doesNotContainKeys("templatePath", "listenAddr");
    assertThat(NGINX.properties()).doesNotContainKey("sslCertPath");
  }

  @Test
  void canBeReplacedFromCode() {
    Settings changed =
        Settings.defaults()
            .with(Setting.LISTEN_ADDR, ":0")
            .withProxies(List.of(NGINX, NGINX.with(Setting.SERVICE_NAME, "public")));
    assertThat(changed.get(Setting.LISTEN_ADDR)).isEqualTo(":0");
    assertThat(changed.proxies()).hasSize(2);
    assertThat(Settings.defaults().get(Setting.LISTEN_ADDR)).isEqualTo(":8080");
  }

  @Test
  void maskSecretsInLogs() {
    Settings settings =
        SettingsReader.read(
            "config.toml", "[[Extensions]]\nName = \"haproxy\"\nAdminPass = \"hunter2\"");
    assertThat(settings.toString())
        .contains("AdminPass=***", "Name=\"haproxy\"", "PollInterval=\"3s\"")
        .doesNotContain("hunter2");
    assertThat(settings.proxies().getFirst().find(Setting.ADMIN_PASS)).contains("hunter2");
  }

  @Test
  void saysWhatIsNotTheDefaultAndNoSecret() {
    assertThat(Settings.defaults().changed()).isEmpty();
    assertThat(
            Settings.defaults()
                .with(Setting.LISTEN_ADDR, ":0")
                .with(Setting.ENABLE_METRICS, true)
                .withProxies(List.of(NGINX, NGINX.with(Setting.ADMIN_PASS, "hunter2")))
                .changed())
        .isEqualTo("ListenAddr=\":0\"; nginx: AdminPass=***");
  }
}
