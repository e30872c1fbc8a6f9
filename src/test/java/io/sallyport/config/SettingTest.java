package io.sallyport.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.config.Grammar.Reading.Refused;
import io.sallyport.config.Grammar.Reading.Taken;
import io.sallyport.config.Grammar.Reading.Unset;
import io.sallyport.config.Setting.Scope;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tomlj.TomlValue;

class SettingTest {
  static List<Setting<?>> table() {
    return Setting.all();
  }

  @Test
  void listsEveryConstantInOrder() throws IllegalAccessException {
    List<Object> constants = new ArrayList<>();
    for (Field field : Setting.class.getFields()) {
      if (Modifier.isStatic(field.getModifiers()) && field.getType() == Setting.class) {
        constants.add(field.get(null));
      }
    }
    assertThat(constants).hasSizeGreaterThan(40).containsExactlyElementsOf(Setting.all());
    assertThat(Setting.all()).extracting(Setting::section).isSorted();
  }

  @Test
  void hasNoTwoOfOneName() {
    assertThat(Setting.all())
        .extracting(setting -> setting.key().toLowerCase(Locale.ROOT))
        .doesNotHaveDuplicates();
    assertThat(Setting.all()).extracting(Setting::property).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource({
    "PidPath, pidPath",
    "RLimitNoFile, rlimitNoFile",
    "SSLCiphers, sslCiphers",
    "SSLCertPath, sslCertPath",
    "DHParam, dhParam",
    "SSLDefaultDHParam, sslDefaultDhParam",
    "TLSCACert, tlsCaCert",
    "TLSCert, tlsCert",
    "DockerURL, dockerUrl",
    "User, user",
    "ProxySSLCertificateKey, proxySslCertificateKey"
  })
  void namesProperties(String key, String property) {
    assertThat(Setting.all())
        .filteredOn(setting -> setting.key().equals(key))
        .extracting(Setting::property)
        .containsExactly(property);
  }

  @ParameterizedTest
  @MethodSource("table")
  void isDocumentedInOneLine(Setting<?> setting) {
    assertThat(setting.doc()).matches("[A-Z/][^\\n|]{8,98}\\.");
    assertThat(setting.type()).isNotBlank().doesNotContain("|");
    assertThat(setting.kinds().isEmpty()).isEqualTo(setting.scope() != Scope.EXTENSION);
  }

  @ParameterizedTest
  @MethodSource("table")
  <T> void acceptsItsOwnDefaultOrExample(Setting<T> setting) {
    Object written = TomlValue.parse(setting.sample()).get();
    assertThat(setting.grammar().read(written))
        .isInstanceOfSatisfying(
            Taken.class,
            taken ->
                setting
                    .defaultValue()
                    .ifPresent(expected -> assertThat(taken.value()).isEqualTo(expected)));
  }

  @ParameterizedTest
  @MethodSource("table")
  void takesEmptyTextForNotSet(Setting<?> setting) {
    assertThat(setting.grammar().read("")).isEqualTo(new Unset<>());
  }

  @ParameterizedTest
  @MethodSource("table")
  void refusesControlCharacters(Setting<?> setting) {
    assertThat(setting.grammar().read("a\n1\u0000")).isInstanceOf(Refused.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"hunter2 hunter2", "\thunter2", " hunter2"})
  void neverShowsASecret(String value) {
    assertThat(Setting.all()).filteredOn(Setting::secret).containsExactly(Setting.ADMIN_PASS);
    assertThat(Setting.ADMIN_PASS.grammar().read(value))
        .isInstanceOf(Refused.class)
        .asString()
        .doesNotContain("hunter2");
  }
}
