package io.sallyport.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;

class EngineEnvironmentTest {
  private static final String TCP = "DockerURL = \"tcp://written:2376\"";

  @Test
  void speaksTlsWithTheCertificatesOfTheEnvironment() {
    Settings settings =
        read("", Map.of("DOCKER_HOST", "tcp://e:2376", "DOCKER_CERT_PATH", "/certs/"));
    assertThat(settings.get(Setting.DOCKER_URL)).isEqualTo("tcp://e:2376");
    assertThat(settings.find(Setting.TLS_CA_CERT)).contains("/certs/ca.pem");
    assertThat(settings.find(Setting.TLS_CERT)).contains("/certs/cert.pem");
    assertThat(settings.find(Setting.TLS_KEY)).contains("/certs/key.pem");
    assertThat(settings.engineOverTls()).isTrue();
    assertThat(settings.get(Setting.ALLOW_INSECURE)).isFalse();
  }

  @Test
  void fillsInWhatIsLeftOutAndNothingElse() {
    Settings settings =
        read(
            TCP + "\nTLSCACert = \"/own/ca.pem\"",
            Map.of("DOCKER_HOST", "tcp://other:2376", "DOCKER_CERT_PATH", "/certs"));
    assertThat(settings.get(Setting.DOCKER_URL)).isEqualTo("tcp://written:2376");
    assertThat(settings.find(Setting.TLS_CA_CERT)).contains("/own/ca.pem");
    assertThat(settings.find(Setting.TLS_KEY)).contains("/certs/key.pem");
  }

  @Test
  void completesACertificateThatLacksItsKey() {
    Settings settings =
        read(TCP + "\nTLSCert = \"/own/cert.pem\"", Map.of("DOCKER_CERT_PATH", "/certs"));
    assertThat(settings.find(Setting.TLS_KEY)).contains("/certs/key.pem");
  }

  @Test
  void leavesASocketWithoutTls() {
    Settings settings =
        read("", Map.of("DOCKER_CERT_PATH", "/certs", "DOCKER_HOST", "unix:///run/d.sock"));
    assertThat(settings.get(Setting.DOCKER_URL)).isEqualTo("unix:///run/d.sock");
    assertThat(settings.find(Setting.TLS_CERT)).isEmpty();
    assertThat(settings.engineOverTls()).isFalse();
  }

  @Test
  void neverTakesPlainHttpWhereTlsIsAskedFor() {
    Map<String, String> environment =
        Map.of("DOCKER_HOST", "tcp://e:2376", "DOCKER_TLS_VERIFY", "1");
    assertThat(read("", environment).get(Setting.DOCKER_URL)).isEqualTo("https://e:2376");
    assertThat(read("", environment).engineOverTls()).isTrue();
    assertThat(read(TCP, environment).get(Setting.DOCKER_URL)).isEqualTo("tcp://written:2376");
    assertThatExceptionOfType(SettingsException.class)
        .isThrownBy(
            () -> read("", Map.of("DOCKER_HOST", "http://e:2375", "DOCKER_CERT_PATH", "/certs")))
        .withMessage(
            "environment variable DOCKER_CERT_PATH: `TLSCACert` is of no use: the engine's URL is"
                + " plain HTTP (write the URL with https:// or tcp://)");
  }

  @Test
  void tellsPlainFromEncrypted() {
    assertThat(read("", Map.of()).engineOverTls()).isFalse();
    assertThat(read(TCP, Map.of()).engineOverTls()).isFalse();
    assertThat(read(TCP + "\nTLSCACert = \"ca.pem\"", Map.of()).engineOverTls()).isTrue();
    assertThat(read("DockerURL = \"http://e:1\"", Map.of()).engineOverTls()).isFalse();
    assertThat(read("DockerURL = \"https://e\"", Map.of()).engineOverTls()).isTrue();
  }

  @Test
  void doesNotMindEmptyVariables() {
    Settings settings =
        read("", Map.of("DOCKER_HOST", "", "DOCKER_CERT_PATH", "", "DOCKER_TLS_VERIFY", ""));
    assertThat(settings.get(Setting.DOCKER_URL)).isEqualTo("unix:///var/run/docker.sock");
  }

  private static Settings read(String toml, Map<String, String> environment) {
    return SettingsReader.read("config.toml", toml, environment);
  }
}
