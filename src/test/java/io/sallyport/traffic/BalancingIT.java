package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Labels that say which container of a host gets a request.
class BalancingIT {
  @AutoClose private static final Installation INSTALLATION = Installation.of(BalancingIT.class);

  private static final Nginx EDGE = INSTALLATION.proxy("edge");
  private static final Nginx FIRST = application("reserved", "reserved-first");
  private static final Nginx RESERVE =
      application("reserved", "reserved-reserve", "backup", "true");

  @BeforeAll
  static void start() {
    INSTALLATION.serve(
        EDGE,
        FIRST,
        RESERVE,
        application("weighted", "weighted-heavy", "weight", "3"),
        application("weighted", "weighted-light"),
        application("address", "address-1", "ip_hash", "true"),
        application("address", "address-2"),
        application("cookie", "cookie-1", "balance_algorithm", "hash:$cookie_session"),
        application("cookie", "cookie-2"),
        application("kept", "kept", "backend_option", "keepalive 8"));
  }

  private static Nginx application(String host, String name, String... labels) {
    return INSTALLATION.backend(name, labels).labels("hostname", host);
  }

  @Test
  void sharesOutByWeight() {
    Eventually.holds(() -> {
      Map<String, Long> servers = servers("weighted", 40, any -> Client.ANYBODY);
      assertThat(servers).containsOnlyKeys("weighted-heavy", "weighted-light");
      assertThat(servers.get("weighted-heavy")).isBetween(27L, 33L);
      assertThat(servers.get("weighted-light")).isBetween(7L, 13L);
    });
  }

  @Test
  void usesAReserveWhenTheOthersAreGone() {
    Eventually.holds(() ->
        assertThat(servers("reserved", 20, any -> Client.ANYBODY))
            .containsOnlyKeys("reserved-first"));
    FIRST.stop();
    EDGE.await("http://reserved.local", RESERVE);
    FIRST.startAgain();
    EDGE.await("http://reserved.local", FIRST);
  }

  @Test
  void sticksByAddress() {
    Eventually.holds(() -> assertThat(servers("address", 20, any -> Client.ANYBODY)).hasSize(1));
  }

  @Test
  void sticksByCookie() {
    Function<Integer, Client> sessions =
        number -> Client.ANYBODY.saying("Cookie: a=b; session=s" + number);
    Eventually.holds(() -> assertThat(servers("cookie", 20, sessions)).hasSize(2));
    Eventually.holds(() -> assertThat(servers("cookie", 20, any -> sessions.apply(7))).hasSize(1));
  }

  @Test
  void keepsConnectionsOpen() {
    Eventually.holds(() ->
        assertThat(Integer.parseInt(EDGE.get("http://kept.local").said("connection-requests")))
            .isGreaterThan(1));
  }

  /// How many of so many requests each server answered. Fails where one went without, as it may
  /// while a server is just starting.
  private static Map<String, Long> servers(
      String host, int requests, Function<Integer, Client> clients) {
    Map<String, Long> servers =
        IntStream.range(0, requests)
            .mapToObj(number -> EDGE.get("http://" + host + ".local", clients.apply(number)))
            .collect(Collectors.groupingBy(Answer::server, Collectors.counting()));
    assertThat(servers.keySet()).doesNotContainAnyElementsOf(Set.of(""));
    return servers;
  }
}
