package io.sallyport.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.model.Location;
import io.sallyport.model.Upstream;
import io.sallyport.model.Upstream.Server;
import io.sallyport.model.VirtualHost;
import io.sallyport.model.VirtualHost.Limits;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ChangesTest {
  @Test
  void saysWhatCameAndWent() {
    ServedHosts before = served(host("app", "a"), host("old", "o"), host("same", "s"));
    ServedHosts now = served(host("app", "b", "c"), host("shop", "x"), host("same", "s"));

    assertThat(Changes.between(before, now))
        .hasToString("app: +2 servers, -1; + shop; - old")
        .matches(changes -> !changes.none());
  }

  @Test
  void countsOneServer() {
    ServedHosts one = served(host("app", "a"));
    ServedHosts two = served(host("app", "a", "b"));

    assertThat(Changes.between(one, two)).hasToString("app: +1 server");
    assertThat(Changes.between(two, one)).hasToString("app: -1 server");
  }

  @Test
  void noticesAnotherConfigurationOfTheSameServers() {
    VirtualHost alias =
        new VirtualHost(
            "app",
            List.of("www"),
            Optional.empty(),
            false,
            Limits.COMMON,
            host("app", "a").locations(),
            List.of());

    assertThat(Changes.between(served(host("app", "a")), served(alias)))
        .hasToString("app: same servers, changed configuration");
  }

  @Test
  void isSilentAboutNothing() {
    ServedHosts now = served(host("app", "a"));
    assertThat(Changes.between(now, now).none()).isTrue();
  }

  @Test
  void isNeverLong() {
    ServedHosts many =
        served(
            IntStream.range(10, 30)
                .mapToObj(i -> host("h" + i, "c" + i))
                .toArray(VirtualHost[]::new));

    assertThat(Changes.between(ServedHosts.NOTHING, many))
        .hasToString("+ h10; + h11; + h12; + h13; + h14; and 15 more");
  }

  /// One more proxy serves what others did: nothing that visitors would notice.
  @Test
  void isAboutHostsNotProxies() {
    SortedMap<String, SortedMap<String, VirtualHost>> two =
        new TreeMap<>(served(host("app", "a")).proxies());
    two.put("second", hosts(host("app", "a")));

    assertThat(Changes.between(served(host("app", "a")), new ServedHosts(two)).none()).isTrue();
    assertThat(new ServedHosts(two).otherwise(served(host("app", "a")))).containsExactly("second");
  }

  private static ServedHosts served(VirtualHost... hosts) {
    SortedMap<String, SortedMap<String, VirtualHost>> proxies = new TreeMap<>();
    proxies.put("edge", hosts(hosts));
    return new ServedHosts(proxies);
  }

  private static SortedMap<String, VirtualHost> hosts(VirtualHost... hosts) {
    SortedMap<String, VirtualHost> byName = new TreeMap<>();
    Stream.of(hosts).forEach(host -> byName.put(host.name(), host));
    return byName;
  }

  private static VirtualHost host(String name, String... containers) {
    List<Server> servers =
        Stream.of(containers).map(id -> new Server("10.0.0.1:80", id, id)).toList();
    return new VirtualHost(
        name,
        List.of(),
        Optional.empty(),
        false,
        Limits.COMMON,
        List.of(new Location("/", new Upstream(name, servers), Optional.empty())),
        List.of());
  }
}
