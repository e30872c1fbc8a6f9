package io.sallyport.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.config.ProxySettings;
import io.sallyport.config.Settings;
import io.sallyport.engine.Container.State;
import io.sallyport.engine.ContainerBuilder;
import io.sallyport.engine.Nodes;
import io.sallyport.engine.Observation;
import io.sallyport.engine.Observation.EngineIdentity;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Who owns a name, look after look: each goes by what the one before settled. `www` is the name
/// that `shop` has and `thief` wants.
class NamesTest {
  private static final Settings SETTINGS = Settings.defaults();
  private static final Router ROUTER = new Router(SETTINGS);

  private Map<ProxySettings, Ownership> names = Map.of();
  private Routing routing = ROUTER.route(seen());

  @Test
  void aReplacementThatStartsFirstKeepsTheName() {
    ContainerBuilder thief = thief(20);
    look(shop("shop-1", 10), thief);
    look(shop("shop-1", 10), shop("shop-2", 30), thief);
    assertThat(owner("www.local")).isEqualTo("shop.local");
    look(shop("shop-2", 30), thief);
    assertThat(owner("www.local")).isEqualTo("shop.local");
    assertThat(findings()).containsExactly("thief ALIAS_TAKEN");
  }

  @Test
  void aReplacementThatStopsFirstKeepsTheName() {
    look(shop("shop-1", 10), thief(20));
    look(
        shop("shop-1", 10).state(State.EXITED), shop("shop-2", 30).state(State.CREATED), thief(20));
    assertThat(owner("www.local")).isEmpty();
    assertThat(routing.findings().toString()).contains("is kept for `shop.local`");
    look(thief(20));
    assertThat(owner("www.local")).isEmpty();
    look(shop("shop-2", 30), thief(20));
    assertThat(owner("www.local")).isEqualTo("shop.local");
  }

  @Test
  void aReplacementOfTheClaimantGainsNothing() {
    look(shop("shop-1", 30), thief(40));
    look(shop("shop-1", 30));
    look(shop("shop-1", 30), thief(5));
    assertThat(owner("www.local")).isEqualTo("shop.local");
  }

  /// It was there, older and stopped, when the owner was replaced.
  @Test
  void aRestartOfTheClaimantGainsNothing() {
    look(shop("shop-1", 10), thief(20).state(State.EXITED));
    look(shop("shop-2", 30), thief(20).state(State.EXITED));
    look(shop("shop-2", 30), thief(20));
    assertThat(owner("www.local")).isEqualTo("shop.local");
  }

  @Test
  void aHostNameIsNoBetterClaimThanAnAlias() {
    look(shop("shop-1", 10));
    look(shop("shop-1", 10), host("impostor", "www", 5));
    assertThat(owner("www.local")).isEqualTo("shop.local");
    assertThat(findings()).containsExactly("impostor NAME_TAKEN");

    names = Map.of();
    look(host("www", "www", 10), shop("shop-1", 20));
    look(host("www", "www", 30), shop("shop-1", 20));
    assertThat(owner("www.local")).isEqualTo("www.local");
    assertThat(findings()).containsExactly("shop-1 ALIAS_TAKEN");
  }

  @Test
  void whoGivesANameUpLosesItAtOnce() {
    look(shop("shop-1", 10), thief(20));
    look(shop("shop-1", 10), host("shop-2", "shop", 30), thief(20));
    assertThat(owner("www.local")).as("one container still claims it").isEqualTo("shop.local");
    look(host("shop-2", "shop", 30), thief(20));
    assertThat(owner("www.local")).isEqualTo("thief.local");
  }

  @Test
  void whoIsForgottenLosesItToTheOldestClaimant() {
    look(shop("shop-1", 10), thief(20));
    look(thief(20));
    Ownership last = routing.names().values().iterator().next();
    assertThat(last.absent()).containsExactly("shop.local");

    names = Map.of(SETTINGS.proxies().getFirst(), last.without(Set.of("shop.local")));
    look(thief(20));
    assertThat(owner("www.local")).isEqualTo("thief.local");
    look(shop("shop-2", 30), thief(20));
    assertThat(owner("www.local")).as("what it has now, it keeps").isEqualTo("thief.local");
  }

  /// Its host name is its own even so.
  @Test
  void crashingDoesNotCostAName() {
    look(shop("shop-1", 10), thief(20));
    for (State state : List.of(State.RESTARTING, State.PAUSED)) {
      look(shop("shop-1", 10).state(state), thief(20));
      assertThat(owner("www.local")).isEmpty();
      assertThat(routing.names().values().iterator().next().absent()).isEmpty();
    }
  }

  @Test
  void aLookWithItsMemoryAlwaysGivesTheSame() {
    look(shop("shop-1", 10), thief(20));
    look(shop("shop-2", 30), thief(20));
    Routing once = routing;
    look(shop("shop-2", 30), thief(20));
    assertThat(routing).isEqualTo(once);
  }

  private void look(ContainerBuilder... containers) {
    routing = ROUTER.route(seen(containers), List.of(), names);
    names = routing.names();
  }

  /// Of the host that a visitor gets; empty when he gets none.
  private String owner(String name) {
    SortedMap<String, String> served = new TreeMap<>();
    for (VirtualHost host : routing.proxies().getFirst().table().hosts()) {
      Stream.concat(Stream.of(host.name()), host.aliases().stream())
          .forEach(each -> assertThat(served.put(each, host.name())).isNull());
    }
    return served.getOrDefault(name, "");
  }

  private List<String> findings() {
    return routing.findings().stream().map(each -> each.container() + " " + each.code()).toList();
  }

  private static Observation seen(ContainerBuilder... containers) {
    return new Observation(
        new EngineIdentity("20.10.24", "1.41"),
        Nodes.NONE,
        Stream.concat(
                Stream.of(
                    ContainerBuilder.named("edge")
                        .label("interlock.ext.name", "nginx")
                        .on("bridge", "10.0.0.1")),
                Arrays.stream(containers))
            .map(ContainerBuilder::build)
            .collect(Collectors.toList()),
        List.of());
  }

  private static ContainerBuilder shop(String name, int second) {
    return host(name, "shop", second).label("interlock.alias_domain", "www.local");
  }

  private static ContainerBuilder thief(int second) {
    return host("thief", "thief", second).label("interlock.alias_domain", "www.local");
  }

  private static ContainerBuilder host(String name, String hostname, int second) {
    return ContainerBuilder.named(name)
        .created(ContainerBuilder.CREATED.plusSeconds(second))
        .label("interlock.hostname", hostname)
        .exposing(80)
        .on("bridge", "10.0.0." + (second + 1));
  }
}
