package io.sallyport.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.config.Settings;
import io.sallyport.finding.Finding;
import io.sallyport.model.RoutingTable;
import io.sallyport.model.Upstream.Server;
import io.sallyport.model.VirtualHost;
import io.sallyport.routing.Routing.ProxyRouting;
import io.sallyport.source.Container;
import io.sallyport.source.Container.Health;
import io.sallyport.source.Container.State;
import io.sallyport.source.ContainerBuilder;
import io.sallyport.source.Nodes;
import io.sallyport.source.Observation;
import io.sallyport.source.Observation.EngineIdentity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What one look does not show, and folders of `cases` therefore cannot: one look after another,
/// ties, and whole tables of states.
class RouterTest {
  private static final Router ROUTER = new Router(Settings.defaults());

  /// Of two servers of a host: which get requests, by the health of each.
  @ParameterizedTest
  @CsvSource({
    "NONE, NONE, one two",
    "NONE, HEALTHY, one two",
    "NONE, STARTING, one",
    "NONE, UNHEALTHY, one",
    "HEALTHY, HEALTHY, one two",
    "HEALTHY, STARTING, one",
    "HEALTHY, UNHEALTHY, one",
    "STARTING, STARTING, ''",
    "STARTING, UNHEALTHY, two",
    "UNHEALTHY, UNHEALTHY, one two",
  })
  void givesRequestsToTheHealthyOnesOrToAllThatEverWere(Health one, Health two, String servers) {
    assertThat(servers(look(shop("one").health(one), shop("two").health(two)))).isEqualTo(servers);
  }

  @Test
  void takesAServerThatFailsBackWhenTheOthersFailToo() {
    assertThat(servers(look(shop("one"), shop("two").health(Health.STARTING)))).isEqualTo("one");
    assertThat(servers(look(shop("one").health(Health.UNHEALTHY), shop("two")))).isEqualTo("two");
    assertThat(
            servers(
                look(shop("one").health(Health.UNHEALTHY), shop("two").health(Health.UNHEALTHY))))
        .isEqualTo("one two");
    assertThat(servers(look(shop("one").health(Health.UNHEALTHY), shop("two").state(State.EXITED))))
        .isEqualTo("one");
  }

  /// As with a configuration of Interlock's that has HAProxy alone.
  @Test
  void saysThatNothingIsRoutedWithoutAnExtension() {
    Routing routing =
        new Router(Settings.defaults().withProxies(List.of()))
            .route(observation(Stream.of(shop("one"))));
    assertThat(routing.findings())
        .extracting(Finding::message)
        .containsExactly(
            "the settings have no extension that this version runs, so nothing is routed");
  }

  /// A restart leaves a container as old as it was; one that takes its place is young. What one
  /// look tells is all that is known here; [NamesTest] remembers the look before.
  @Test
  void aloneALookGivesANameBackToItsOwnerAfterARestartButNotToASuccessor() {
    ContainerBuilder owner = claimant("owner").created(ContainerBuilder.CREATED.minusSeconds(60));
    ContainerBuilder other = claimant("other");

    assertThat(ownerOfShared(look(owner, other))).isEqualTo("owner.local");
    assertThat(ownerOfShared(look(owner.state(State.EXITED), other))).isEqualTo("other.local");
    assertThat(ownerOfShared(look(owner.state(State.RUNNING), other))).isEqualTo("owner.local");
    ContainerBuilder successor =
        claimant("owner").created(ContainerBuilder.CREATED.plusSeconds(60));
    assertThat(ownerOfShared(look(successor, other))).isEqualTo("other.local");
  }

  /// Engines tell the age in whole seconds, and `docker compose up` makes many in one.
  @Test
  void decidesBetweenContainersOfOneSecondTheSameWayEveryTime() {
    List<ContainerBuilder> claimants =
        Stream.of("a", "b", "c", "d", "e").map(RouterTest::claimant).toList();
    String owner = ownerOfShared(look(claimants.toArray(ContainerBuilder[]::new)));

    for (int turn = 1; turn < claimants.size(); turn++) {
      List<ContainerBuilder> turned = new ArrayList<>(claimants);
      Collections.rotate(turned, turn);
      assertThat(ownerOfShared(look(turned.toArray(ContainerBuilder[]::new)))).isEqualTo(owner);
    }
  }

  @ParameterizedTest
  @EnumSource
  void configuresProxiesThatRun(State state) {
    assertThat(proxies(proxy("nginx").state(state)).isEmpty()).isEqualTo(state != State.RUNNING);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nginx", "NGINX", " nginx ", "Nginx\n"})
  void configuresProxiesOfAnExtensionHoweverItIsWritten(String kind) {
    assertThat(proxies(proxy(kind))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "haproxy", "beacon", "nginx,haproxy", "nginx;", "true"})
  void leavesOthersAlone(String kind) {
    assertThat(proxies(proxy(kind))).isEmpty();
  }

  // --- What is used again from look to look (ReuseTest tries many) ---

  @Test
  void seesThatAYoungerServerOfAHostChanged() {
    Settings settings = Settings.defaults();
    Router router = new Router(settings);
    Observation before = observation(Stream.of(proxy("nginx"), shop("one"), younger(shop("two"))));
    Observation after =
        observation(
            Stream.of(
                proxy("nginx"), shop("one"), younger(shop("two")).label("interlock.weight", "7")));

    router.route(before);

    assertThat(router.route(after)).isEqualTo(new Router(settings).route(after));
    assertThat(router.route(after)).isNotEqualTo(router.route(before));
  }

  @Test
  void seesThatAnAliasIsAnotherHostsNow() {
    Router router = new Router(Settings.defaults());
    Observation seen =
        observation(Stream.of(proxy("nginx"), claimant("one"), younger(claimant("two"))));
    Remembered remembered =
        new Remembered(
            Map.of(
                router.route(seen).proxies().getFirst().settings(),
                Ownership.of(Map.of("shared.example.com", "two.local"))));

    assertThat(ownerOfShared(router.route(seen).proxies().getFirst().table()))
        .isEqualTo("one.local");
    assertThat(
            ownerOfShared(
                router
                    .route(new RoutingInput(seen, List.of(), remembered))
                    .proxies()
                    .getFirst()
                    .table()))
        .isEqualTo("two.local");
  }

  @Test
  void seesThatTheProxyMoved() {
    Router router = new Router(Settings.defaults());
    ContainerBuilder moved =
        ContainerBuilder.named("edge").label("interlock.ext.name", "nginx").on("back", "10.1.0.2");
    Observation before = observation(Stream.of(proxy("nginx"), shop("one")));
    Observation after = observation(Stream.of(moved, shop("one")));

    assertThat(servers(router.route(before).proxies().getFirst().table())).isEqualTo("one");
    assertThat(servers(router.route(after).proxies().getFirst().table())).isEmpty();
  }

  private static List<ProxyRouting> proxies(ContainerBuilder proxy) {
    return ROUTER.route(observation(Stream.of(proxy))).proxies();
  }

  /// What the one proxy gets of these applications.
  private static RoutingTable look(ContainerBuilder... applications) {
    Stream<ContainerBuilder> all =
        Stream.concat(Stream.of(proxy("nginx")), Arrays.stream(applications));
    return ROUTER.route(observation(all)).proxies().getFirst().table();
  }

  private static Observation observation(Stream<ContainerBuilder> containers) {
    List<Container> built = containers.map(ContainerBuilder::build).toList();
    return new Observation(new EngineIdentity("20.10.24", "1.41"), Nodes.NONE, built, List.of());
  }

  private static String servers(RoutingTable table) {
    return table.hosts().stream()
        .flatMap(host -> host.locations().stream())
        .flatMap(location -> location.upstream().servers().stream())
        .map(Server::container)
        .sorted()
        .reduce("", (all, one) -> (all + " " + one).strip());
  }

  /// The host that has the name which all claimants want besides their own.
  private static String ownerOfShared(RoutingTable table) {
    return table.hosts().stream()
        .filter(host -> host.aliases().contains("shared.example.com"))
        .map(VirtualHost::name)
        .reduce("", String::concat);
  }

  private static ContainerBuilder proxy(String kind) {
    return ContainerBuilder.named("edge").label("interlock.ext.name", kind).on("front", "10.0.0.2");
  }

  private static ContainerBuilder shop(String name) {
    return ContainerBuilder.named(name)
        .label("interlock.hostname", "shop")
        .exposing(80)
        .on("front", "10.0.0." + (10 + name.charAt(0)));
  }

  private static ContainerBuilder younger(ContainerBuilder container) {
    return container.created(ContainerBuilder.CREATED.plusSeconds(60));
  }

  private static ContainerBuilder claimant(String name) {
    return shop(name)
        .label("interlock.hostname", name)
        .label("interlock.alias_domain", "shared.example.com");
  }
}
