package io.sallyport.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// However a secret is written wrong, no message repeats it.
class SecretsTest {
  private static final String SECRET = "hunter2";

  static Stream<Setting<?>> secrets() {
    return Setting.all().stream().filter(Setting::secret);
  }

  /// A new setting with such a name is to be marked `secret`; a path is none.
  @Test
  void everySecretIsMarked() {
    assertThat(Setting.all())
        .filteredOn(each -> each.key().matches("(?i).*(pass|password|secret|token)"))
        .isNotEmpty()
        .allMatch(Setting::secret);
  }

  @ParameterizedTest
  @MethodSource("secrets")
  void isNotRepeated(Setting<?> setting) {
    for (String value :
        new String[] {
          "\"a hunter2\"",
          "\" hunter2\"",
          "\"hunter2\\u0000\"",
          "[\"hunter2\"]",
          "{hunter2 = \"hunter2\"}",
          "hunter2",
          "\"hunter2",
          "'hunter2",
          "12 hunter2",
          "\"x\" hunter2",
          "\"\\hunter2\"",
        }) {
      for (String place : new String[] {"", "[[Extensions]]\nName = \"haproxy\"\n"}) {
        String text = place + setting.key() + " = " + value + "\n";
        assertThat(problems(text, Map.of())).as(text).isNotEmpty().doesNotContain(SECRET);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tcp://root:hunter2@engine:2376",
        "https://root:hunter2@engine",
        "root:hunter2@engine:2376",
        "ssh://root:hunter2@engine",
        "unix://root:hunter2@/var/run/docker.sock",
        "tcp://root:hun/hunter2@engine:2376",
      })
  void neitherIsThePasswordOfAnAddress(String url) {
    for (String key : new String[] {"DockerURL", "ListenAddr"}) {
      assertThat(problems(key + " = \"" + url + "\"\n", Map.of()))
          .contains(key)
          .doesNotContain(SECRET, "root");
    }
    for (String key : new String[] {"BackendOverrideAddress", "SyslogAddr"}) {
      assertThat(
              problems("[[Extensions]]\nName=\"haproxy\"\n" + key + "=\"" + url + "\"", Map.of()))
          .contains(key)
          .doesNotContain(SECRET, "root");
    }
    assertThat(problems("EnableMetrics = true", Map.of("DOCKER_HOST", url)))
        .contains("DOCKER_HOST")
        .doesNotContain(SECRET, "root");
  }

  /// What is said, be it an error or a warning.
  private static String problems(String toml, Map<String, String> environment) {
    try {
      return SettingsSource.fromStore("etcd://store/key", toml, environment).warnings().toString();
    } catch (SettingsException wrong) {
      return wrong.problems() + " " + wrong.getMessage();
    }
  }
}
