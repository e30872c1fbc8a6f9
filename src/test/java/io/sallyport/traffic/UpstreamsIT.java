package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Labels that say how much a server takes, when it is left alone, and which of several is the less
/// busy one.
class UpstreamsIT {
  private static final int MANY = 40;

  @AutoClose private static final Installation INSTALLATION = Installation.of(UpstreamsIT.class);

  private static final Nginx EDGE = INSTALLATION.proxy("edge");

  @BeforeAll
  static void start() {
    INSTALLATION.serve(
        EDGE,
        talker("limited", "limited", "max_conns", "1", "backend_option", "zone any 64k"),
        talker("busy", "busy-1", "balance_algorithm", "least_conn", "backend_option", "zone b 64k"),
        talker("busy", "busy-2"),
        application("any", "any-1", "balance_algorithm", "random"),
        application("any", "any-2"),
        application("stubborn", "stubborn"),
        dead("stubborn", "max_fails", "0"),
        application("wary", "wary"),
        dead("wary", "max_fails", "1", "fail_timeout", "1h"),
        application("forgiving", "forgiving"),
        dead("forgiving", "max_fails", "1", "fail_timeout", "1s"));
  }

  private static Nginx application(String host, String name, String... labels) {
    return INSTALLATION.backend(name, labels).labels("hostname", host);
  }

  private static Nginx talker(String host, String name, String... labels) {
    return application(host, name, labels).running(WebSocketEcho.class);
  }

  /// Nobody listens on its port.
  private static Nginx dead(String host, String... labels) {
    return application(host, host + "-dead", labels).labels("port", "81").exposing(81);
  }

  /// Without a zone, each worker would count for itself.
  @Test
  void giveAServerNoMoreConnectionsThanItTakes() {
    try (Conversation only = conversation("limited")) {
      for (int i = 0; i < MANY; i++) {
        assertThat(EDGE.get("http://limited.local").status()).isEqualTo(502);
      }
      only.say("still there?");
      assertThat(only.heard()).startsWith("GET ");
      assertThat(only.heard()).isEqualTo("still there?");
    }
    EDGE.await("http://limited.local", 426);
  }

  @Test
  void preferTheServerWithTheFewestConnections() {
    Eventually.holds(() -> assertThat(answers("busy")).hasSize(2));
    try (Conversation _ = conversation("busy")) {
      Eventually.holds(() -> assertThat(answers("busy")).hasSize(1));
    }
    Eventually.holds(() -> assertThat(answers("busy")).hasSize(2));
  }

  /// Servers that take turns get the same number of requests, but for one for each worker.
  @Test
  void takeAnyServer() {
    Eventually.holds(() -> {
      Map<String, Long> answers = answers("any");
      assertThat(answers).containsOnlyKeys("any-1", "any-2");
      assertThat(Math.abs(answers.getOrDefault("any-1", 0L) - MANY / 2))
          .isGreaterThan(Nginx.WORKERS);
    });
  }

  @Test
  void tryAFailingServerAgainAndAgain() {
    Eventually.holds(() -> assertThat(answers("stubborn")).containsOnlyKeys("stubborn"));
    Eventually.holds(() -> assertThat(triesOfTheDead("stubborn")).isGreaterThanOrEqualTo(MANY / 3));
  }

  @Test
  void leaveAFailingServerAlone() {
    Eventually.holds(() -> assertThat(answers("wary")).containsOnlyKeys("wary"));
    String last = "/last-of-all";
    EDGE.get("http://wary.local" + last);
    Eventually.holds(() -> assertThat(EDGE.log()).contains(last));
    assertThat(triesOfTheDead("wary")).isBetween(1L, (long) Nginx.WORKERS);
  }

  @Test
  void tryAFailingServerAgainAfterAWhile() {
    Eventually.holds(() -> {
      assertThat(answers("forgiving")).containsOnlyKeys("forgiving");
      assertThat(triesOfTheDead("forgiving")).isGreaterThan(2L * Nginx.WORKERS);
    });
  }

  /// How many of many requests each server answered.
  private static Map<String, Long> answers(String host) {
    return IntStream.range(0, MANY)
        .mapToObj(_ -> EDGE.get("http://" + host + ".local").server())
        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
  }

  /// How often the proxy asked the one on port 81.
  private static long triesOfTheDead(String host) {
    return EDGE.log()
        .lines()
        .filter(line -> line.contains(" " + host + ".local "))
        .filter(line -> line.contains(":81, ") || line.contains(":81 "))
        .count();
  }

  private static Conversation conversation(String host) {
    return Eventually.is(
        () -> Conversation.begin(EDGE, "ws://" + host + ".local/"),
        conversation -> assertThat(conversation.refusal()).as(host).isEmpty());
  }
}
