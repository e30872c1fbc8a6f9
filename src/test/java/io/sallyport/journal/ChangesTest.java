package io.sallyport.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.history.RouteChanges;
import io.sallyport.history.RouteChanges.ChangeKind;
import io.sallyport.history.RouteChanges.HostChange;
import io.sallyport.history.RouteChanges.ServerNames;
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
        .matches(changes -> !changes.none())
        .extracting(ChangesTest::words)
        .isEqualTo("app: +b, +c, -a; + shop; - old");
  }

  /// What a program gets: each host's servers by name, and how many.
  @Test
  void namesServersAsFarAsThatIsALine() {
    ServedHosts one = served(host("app", "a"));
    ServedHosts many = served(host("app", names("c", 40)));

    assertThat(words(Changes.between(one, many))).isEqualTo("app: +40 servers, -a");
    HostChange change = Changes.between(one, many).on(List.of("edge")).hosts().getFirst();
    assertThat(change.change()).isEqualTo(ChangeKind.CHANGED);
    assertThat(change.added().count()).isEqualTo(40);
    assertThat(change.added().names()).hasSize(10).contains("c10");
    assertThat(change.removed()).isEqualTo(new ServerNames(1, List.of("a")));
  }

  @Test
  void namesTheServersOfHostsThatCameAndWent() {
    Changes changes = Changes.between(served(host("old", "o")), served(host("new", "n", "m")));

    assertThat(changes.hosts())
        .containsExactly(
            new HostChange(
                "new",
                ChangeKind.ADDED,
                new ServerNames(2, List.of("m", "n")),
                new ServerNames(0, List.of())),
            new HostChange(
                "old",
                ChangeKind.REMOVED,
                new ServerNames(0, List.of()),
                new ServerNames(1, List.of("o"))));
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

    assertThat(words(Changes.between(served(host("app", "a")), served(alias))))
        .isEqualTo("app: same servers, changed configuration");
  }

  @Test
  void isSilentAboutNothing() {
    ServedHosts now = served(host("app", "a"));
    assertThat(Changes.between(now, now).none()).isTrue();
    assertThat(Changes.between(now, now).on(List.of())).isEqualTo(RouteChanges.NONE);
  }

  @Test
  void isNeverLong() {
    ServedHosts many =
        served(Stream.of(names("h", 40)).map(name -> host(name, name)).toArray(VirtualHost[]::new));

    Changes changes = Changes.between(ServedHosts.NOTHING, many);
    assertThat(words(changes)).isEqualTo("+ h10; + h11; + h12; + h13; + h14; and 35 more");
    assertThat(changes.on(List.of("edge")).hosts()).hasSize(20);
    assertThat(changes.on(List.of("edge")).more()).isEqualTo(20);
  }

  /// One more proxy serves what others did: nothing that clients would notice.
  @Test
  void isAboutHostsNotProxies() {
    SortedMap<String, SortedMap<String, VirtualHost>> two =
        new TreeMap<>(served(host("app", "a")).proxies());
    two.put("second", hosts(host("app", "a")));

    assertThat(Changes.between(served(host("app", "a")), new ServedHosts(two)).none()).isTrue();
    assertThat(new ServedHosts(two).otherwise(served(host("app", "a")))).containsExactly("second");
  }

  private static String words(Changes changes) {
    return changes.on(List.of("edge")).words();
  }

  private static String[] names(String letter, int count) {
    return IntStream.range(10, 10 + count).mapToObj(i -> letter + i).toArray(String[]::new);
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
