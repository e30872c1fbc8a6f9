package io.sallyport.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.config.Grammar.Reading;
import io.sallyport.config.Grammar.Reading.Corrected;
import io.sallyport.config.Grammar.Reading.Refused;
import io.sallyport.config.Grammar.Reading.Taken;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The edges of each grammar; the case folders show the messages.
class GrammarTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        ":8080",
        "127.0.0.1:8080",
        "0.0.0.0:1",
        "[::1]:8080",
        "[::]:65535",
        "localhost:80"
      })
  void listensAt(String text) {
    assertThat(Setting.LISTEN_ADDR.grammar().read(text)).isEqualTo(new Taken<>(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8080",
        ":",
        ":0",
        ":65536",
        "::1:8080",
        "[::1]",
        "[::1:8080",
        "[:::]:80",
        "a:b",
        "a b:80",
        "256.0.0.1:80",
        "1.2.3:80",
        "tcp://:80",
        "[fe80::1%eth0]:80",
        "-a:80"
      })
  void doesNotListenAt(String text) {
    refused(Setting.LISTEN_ADDR, text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "unix:///var/run/docker.sock", "tcp://manager:2375", "tcp://10.0.0.1:2376",
        "tcp://[2001:db8::1]:2376", "http://proxy:2375", "https://engine.example.com",
        "https://engine.example.com:2376/", "tcp://docker_proxy:2375"
      })
  void reachesTheEngineAt(String text) {
    assertThat(Setting.DOCKER_URL.grammar().read(text)).isEqualTo(new Taken<>(text));
  }

  /// As Interlock did.
  @ParameterizedTest
  @ValueSource(strings = {"manager:2375", "10.0.0.4:2376", "[::1]:2376", "docker_proxy:2375"})
  void fillsInTheSchemeOfTheEngine(String text) {
    assertThat(Setting.DOCKER_URL.grammar().read(text))
        .isInstanceOfSatisfying(
            Corrected.class, taken -> assertThat(taken.value()).isEqualTo("tcp://" + text));
  }

  @ParameterizedTest
  @CsvSource({
    "npipe:////./pipe/docker_engine, Windows pipes are not supported",
    "ssh://root@manager, SSH is not supported",
    "/var/run/docker.sock, did you mean `unix:///var/run/docker.sock`?",
    "tcp://manager, usual are 2376 with TLS",
    "unix://var/run/docker.sock, write it like",
    "unix:/var/run/docker.sock, write it like",
    "ftp://manager:21, write unix:///path",
    "tcp://user:pass@manager:2375, write unix:///path",
    "http://manager:2375/v1.41, write unix:///path",
    "tcp://manager:99999, ''"
  })
  void advisesOnEngines(String text, String advice) {
    assertThat(refused(Setting.DOCKER_URL, text).suggestion()).startsWith(advice);
  }

  @ParameterizedTest
  @CsvSource({
    "TLSv1.2, TLSv1.2",
    "tlsv1.2 TLSV1.3, TLSv1.2 TLSv1.3",
    "'TLSv1.2, TLSv1.3', TLSv1.2 TLSv1.3",
    "SSLv2 SSLv3 TLSv1 TLSv1.1, SSLv2 SSLv3 TLSv1 TLSv1.1"
  })
  void readsProtocols(String text, String taken) {
    assertThat(Setting.SSL_PROTOCOLS.grammar().read(text)).isEqualTo(new Taken<>(taken));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HIGH:!aNULL:!MD5",
        "ECDHE-RSA-AES128-GCM-SHA256:kEECDH+AES",
        "@SECLEVEL=1:ALL",
        "TLS_AES_128_GCM_SHA256",
        "-RC4,+HIGH HIGH"
      })
  void readsCiphers(String text) {
    assertThat(Setting.SSL_CIPHERS.grammar().read(text)).isEqualTo(new Taken<>(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {":", "HIGH:", "HIGH;", "HIGH: !MD5", "$c", "\"HIGH\"", "HIGH\u00a0"})
  void refusesOtherCiphers(String text) {
    refused(Setting.SSL_CIPHERS, text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nginx;",
        "nginx www-data x",
        "nginx  x",
        "1000",
        "$u",
        "a/b",
        "{",
        "-x",
        "n\u00e4x"
      })
  void refusesOtherUsers(String text) {
    refused(Setting.USER, text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nginx.conf",
        "/",
        "/a/",
        "/a/../b",
        "/a;b",
        "/a'b",
        "/a\"b",
        "/a$b",
        "/a{b",
        "/a\\b"
      })
  void refusesOtherFilesInTheProxy(String text) {
    refused(Setting.CONFIG_PATH, text);
  }

  @ParameterizedTest
  @CsvSource({
    "/certs, /certs",
    "/certs//, /certs",
    "/, /",
    "/a..b/c, /a..b/c",
    "/my certs, /my certs"
  })
  void readsDirectoriesInTheProxy(String text, String taken) {
    assertThat(Setting.SSL_CERT_PATH.grammar().read(text)).isEqualTo(new Taken<>(taken));
  }

  @ParameterizedTest
  @CsvSource({
    "172.17.0.1, 172.17.0.1",
    "node-1.example.com, node-1.example.com",
    "2001:db8::1, 2001:db8::1",
    "[2001:db8::1], 2001:db8::1"
  })
  void readsOverrideAddresses(String text, String taken) {
    assertThat(Setting.BACKEND_OVERRIDE_ADDRESS.grammar().read(text)).isEqualTo(new Taken<>(taken));
  }

  @ParameterizedTest
  @ValueSource(strings = {"172.17.0.1:80", "172.17.0.300", "a b", "http://a", ":::", "[a]", "a;"})
  void refusesOtherOverrideAddresses(String text) {
    refused(Setting.BACKEND_OVERRIDE_ADDRESS, text);
  }

  @ParameterizedTest
  @CsvSource({"1, true", "65535, true", "65536, false", "-1, false", "9223372036854775807, false"})
  void boundsNumbers(long number, boolean taken) {
    assertThat(Setting.PORT.grammar().read(number) instanceof Taken).isEqualTo(taken);
  }

  @ParameterizedTest
  @CsvSource({"2s, true", "1999ms, false", "1h, true", "3601s, false"})
  void boundsDurations(String text, boolean taken) {
    assertThat(Setting.POLL_INTERVAL.grammar().read(text) instanceof Taken).isEqualTo(taken);
  }

  @ParameterizedTest
  @CsvSource({"true, true", "false, false", "TRUE, true", "False, false"})
  void readsBooleansInQuotes(String text, boolean value) {
    assertThat(Setting.DH_PARAM.grammar().read(text)).isEqualTo(new Taken<>(value));
  }

  private static Refused<?> refused(Setting<?> setting, String text) {
    Reading<?> reading = setting.grammar().read(text);
    assertThat(reading).isInstanceOf(Refused.class);
    return (Refused<?>) reading;
  }
}
