package io.sallyport.labels;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.model.Balancing.ByClient;
import io.sallyport.model.Balancing.Hash;
import io.sallyport.model.Balancing.LeastConnections;
import io.sallyport.model.Balancing.RandomServer;
import io.sallyport.model.Balancing.RoundRobin;
import io.sallyport.model.ByteSize;
import io.sallyport.model.HashKey;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrafficGrammarTest {
  @ParameterizedTest
  @CsvSource({
    "'', /",
    "/, /",
    "app, /app",
    "/app, /app",
    "app/, /app",
    "/app/v1.2/, /app/v1.2",
    "/A_b-c/...d, /A_b-c/...d",
    "' /app\n', /app",
    "/~alice, /~alice",
    "/api/v1.0:batch, /api/v1.0:batch",
    "/@me/a+b/x!y/(z)/p&q/s*, /@me/a+b/x!y/(z)/p&q/s*",
    "'/k=v,w', '/k=v,w'"
  })
  void takesPaths(String text, String path) {
    assertThat(TrafficGrammar.PATH.parse(text)).contains(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//", "/a//b", "/a//", "/.", "/..", "/a/../b", "/a b", "/a\n/b", "/a;", "/a{", "/a}",
        "/a$b", "/a\"", "/a'", "/a\\", "/a#", "/a?b", "/a%20", "/é", "= /a", "~ /a"
      })
  void refusesOtherPaths(String text) {
    assertThat(TrafficGrammar.PATH.parse(text)).isEmpty();
  }

  @Test
  void refusesEndlessPaths() {
    assertThat(TrafficGrammar.PATH.parse("/" + "x".repeat(199))).isPresent();
    assertThat(TrafficGrammar.PATH.parse("/" + "x".repeat(200))).isEmpty();
  }

  @Test
  void takesMethodsByBothNames() {
    assertThat(TrafficGrammar.BALANCE.parse("roundrobin")).contains(new RoundRobin());
    assertThat(TrafficGrammar.BALANCE.parse("round_robin")).contains(new RoundRobin());
    assertThat(TrafficGrammar.BALANCE.parse(" LeastConn ")).contains(new LeastConnections());
    assertThat(TrafficGrammar.BALANCE.parse("least_conn")).contains(new LeastConnections());
    assertThat(TrafficGrammar.BALANCE.parse("source")).contains(new ByClient());
    assertThat(TrafficGrammar.BALANCE.parse("ip_hash")).contains(new ByClient());
    assertThat(TrafficGrammar.BALANCE.parse("random")).contains(new RandomServer(false));
    assertThat(TrafficGrammar.BALANCE.parse("hash:$arg_user"))
        .contains(new Hash(new HashKey.Argument("user"), true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "best",
        "hash",
        "hash:",
        "hash:$",
        "hash:uri",
        "hash:$http_cookie",
        "hash:$uri$host",
        "hash:$uri;",
        "hash:${uri}",
        "hash:$cookie_",
        "hash:$cookie_a-b",
        "hash:$Host",
        "hash: $uri",
        "random two"
      })
  void refusesOtherMethods(String text) {
    assertThat(TrafficGrammar.BALANCE.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "90, 90", "30s, 30", "5m, 300", "1m30s, 90", "24h, 86400", "86400, 86400"})
  void takesTimes(String text, long seconds) {
    assertThat(TrafficGrammar.TIME.parse(text)).contains(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "0s", "500ms", "1.5s", "-1s", "86401", "25h", "1d", "30 s", "s"})
  void refusesOtherTimes(String text) {
    assertThat(TrafficGrammar.TIME.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "10m, 10485760", "512K, 524288", "999999G, 1073740750258176", "1024, 1024"})
  void takesSizes(String text, long bytes) {
    assertThat(TrafficGrammar.SIZE.parse(text)).contains(new ByteSize(bytes));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "m", "-1", "10 m", "10mb", "1.5m", "1t", "1000000", "１"})
  void refusesOtherSizes(String text) {
    assertThat(TrafficGrammar.SIZE.parse(text)).isEmpty();
  }

  @Test
  void takesWeightsThatCostNoMemory() {
    assertThat(TrafficGrammar.WEIGHT.parse("1")).contains(1);
    assertThat(TrafficGrammar.WEIGHT.parse("256")).contains(256);
    assertThat(TrafficGrammar.WEIGHT.parse("0")).isEmpty();
    assertThat(TrafficGrammar.WEIGHT.parse("257")).isEmpty();
    assertThat(TrafficGrammar.WEIGHT.parse("99999999999999999999")).isEmpty();
  }
}
