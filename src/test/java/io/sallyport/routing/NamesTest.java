package io.sallyport.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.config.Settings;
import io.sallyport.labels.NameClaim;
import io.sallyport.model.ByteSize;
import io.sallyport.model.SiteId;
import io.sallyport.model.Upstream;
import io.sallyport.model.VirtualHost;
import io.sallyport.source.Container.State;
import io.sallyport.source.ContainerBuilder;
import io.sallyport.source.Nodes;
import io.sallyport.source.Observation;
import io.sallyport.source.Observation.EngineIdentity;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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

  private Remembered remembered = Remembered.NOTHING;
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

    remembered = Remembered.NOTHING;
    look(host("www", "www", 10), shop("shop-1", 20));
    look(host("www", "www", 30), shop("shop-1", 20));
    assertThat(owner("www.local")).isEqualTo("www.local");
    assertThat(findings()).containsExactly("shop-1 ALIAS_TAKEN");
  }

  @Test
  void whoGivesANameUpLosesItAtOnce() {
    look(shop("shop-1", 10), thief(20));
    look(
        shop("shop-1", 10),
        host("shop-2", "shop", 30).label("com.docker.compose.project", "shops"),
        thief(20));
    assertThat(owner("www.local")).as("one container still claims it").isEqualTo("shop.local");
    look(host("shop-2", "shop", 30).label("com.docker.compose.project", "shops"), thief(20));
    assertThat(owner("www.local")).isEqualTo("thief.local");
  }

  @Test
  void whoIsForgottenLosesItToTheOldestClaimant() {
    look(shop("shop-1", 10), thief(20));
    look(thief(20));
    Ownership last = owners();
    assertThat(last.absent()).containsExactly(place("shop.local", ""), place("shop.local", "/"));

    remembered = forgotten(last);
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
      assertThat(owners().absent()).isEmpty();
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

  /// Created long ago, and started when the owner's container was already another one.
  @Test
  void whoWasCreatedEarlierAndStartsLaterDecidesNothing() {
    ContainerBuilder joiner =
        group(host("eve", "vic", 5), "eve").label("interlock.ssl_backend", "true");
    look(victim("vic-1", 10));
    look(victim("vic-1", 10), victim("vic-2", 30));
    look(victim("vic-2", 30), joiner);
    assertThat(servers("vic.local")).containsExactly("vic-2");
    assertThat(findings()).containsExactly("eve OTHER_OWNER");

    look(victim("vic-2", 30), victim("vic-3", 40), joiner);
    look(victim("vic-3", 40), joiner);
    assertThat(servers("vic.local")).containsExactly("vic-3");
    assertThat(host("vic.local").redirectToTls()).isTrue();
  }

  /// Between a container's end and its successor's start stands a minute.
  @Test
  void inAReplacementThatStopsFirstTheOwnersTermsHold() {
    ContainerBuilder silent = group(host("bob", "vic", 20), "bob");
    ContainerBuilder lax =
        group(host("eve", "vic", 25), "eve").label("interlock.ssl_only", "false");
    look(victim("vic-1", 10), silent, lax);
    assertThat(servers("vic.local")).containsExactly("bob", "vic-1");
    look(silent, lax);
    assertThat(servers("vic.local")).containsExactly("bob");
    assertThat(host("vic.local").redirectToTls()).isTrue();
    assertThat(host("vic.local").aliases()).containsExactly("www.vic.local");
    look(victim("vic-2", 40), silent, lax);
    assertThat(servers("vic.local")).containsExactly("bob", "vic-2");
  }

  @Test
  void aGroupThatIsForgottenLosesItsHostToTheOldestOther() {
    ContainerBuilder other = group(host("bob", "vic", 20), "bob");
    look(victim("vic-1", 10), other);
    look(other);
    Ownership last = owners();
    assertThat(last.absent()).contains(place("vic.local", ""));

    remembered = forgotten(last);
    look(other);
    assertThat(host("vic.local").redirectToTls()).isFalse();
    assertThat(host("vic.local").aliases()).isEmpty();
    look(victim("vic-2", 40), other);
    assertThat(servers("vic.local")).containsExactly("bob");
    assertThat(findings()).containsExactly("vic-2 ALIAS_TAKEN", "vic-2 OTHER_OWNER");
  }

  /// Equal values: nobody waits for a minute.
  @Test
  void greenGoesOnWhereBlueEnds() {
    ContainerBuilder green = group(victim("green", 20), "green");
    look(victim("vic-1", 10), green);
    assertThat(servers("vic.local")).containsExactly("green", "vic-1");
    look(green);
    assertThat(servers("vic.local")).containsExactly("green");
    assertThat(host("vic.local").aliases()).containsExactly("www.vic.local");

    Ownership last = owners();
    remembered = forgotten(last);
    look(green, group(host("thief", "www.vic.local", 5), "thief"));
    assertThat(host("vic.local").aliases()).containsExactly("www.vic.local");
    assertThat(findings()).containsExactly("thief NAME_TAKEN");
  }

  @Test
  void aPausedOwnerStillDecides() {
    ContainerBuilder silent = group(host("bob", "vic", 20), "bob");
    look(victim("vic-1", 10), silent);
    look(victim("vic-1", 10).state(State.RESTARTING), silent);
    assertThat(servers("vic.local")).containsExactly("bob");
    assertThat(host("vic.local").redirectToTls()).isTrue();
    assertThat(owners().absent()).doesNotContain(place("vic.local", ""));
  }

  /// A slip in a label costs the owner requests, and not its host.
  @Test
  void anOwnerWhoseLabelsCannotBeReadKeepsItsHost() {
    ContainerBuilder other = group(host("bob", "vic", 20), "bob");
    look(victim("vic-1", 10), other);
    look(victim("vic-2", 40).label("interlock.port", "http"), other);
    assertThat(host("vic.local").redirectToTls()).isTrue();
    Ownership last = owners();
    assertThat(last.absent()).isEmpty();
    assertThat(last.claims())
        .containsEntry(new NameClaim("www.vic.local"), new SiteId("vic.local"));
  }

  /// A context root of a stranger's is his, against other strangers too.
  @Test
  void aRootHasAnOwnerThatIsRemembered() {
    ContainerBuilder earlier =
        group(host("eve", "vic", 5), "eve")
            .label("interlock.context_root", "/api")
            .label("interlock.context_root_rewrite", "true");
    ContainerBuilder api =
        group(host("api", "vic", 20), "api").label("interlock.context_root", "/api");
    look(victim("vic-1", 10), api);
    look(victim("vic-1", 10), api, earlier);
    assertThat(servers("vic.local")).containsExactly("api", "vic-1");
    assertThat(findings()).contains("eve OTHER_OWNER");
  }

  @Test
  void aReplacementOfTheSameNameIsTheSameGroup() {
    look(host("lone", "vic", 10).label("interlock.client_max_body_size", "1m"));
    look(host("lone", "vic", 30).label("interlock.client_max_body_size", "2m"));
    assertThat(servers("vic.local")).containsExactly("lone");
    assertThat(host("vic.local").limits().bodySize()).hasValue(ByteSize.mib(2));
  }

  @Test
  void aWildcardThatIsRememberedIsAskedFirst() {
    look(group(host("corp-1", "*.corp.local", 10), "corp"));
    ContainerBuilder pay = group(host("pay", "pay.corp.local", 5), "pay");
    look(group(host("corp-2", "*.corp.local", 30), "corp"), pay);
    assertThat(owner("pay.corp.local")).isEmpty();
    assertThat(findings()).containsExactly("pay NAME_TAKEN");
  }

  private Ownership owners() {
    return routing.remembered().of(SETTINGS.proxies().getFirst());
  }

  /// Without those who are away, as a minute later.
  private static Remembered forgotten(Ownership last) {
    return new Remembered(Map.of(SETTINGS.proxies().getFirst(), last.without(last.absent())));
  }

  private static Place place(String host, String root) {
    return new Place(new SiteId(host), root);
  }

  private VirtualHost host(String name) {
    return routing.proxies().getFirst().table().hosts().stream()
        .filter(host -> host.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private List<String> servers(String name) {
    return host(name).locations().stream()
        .flatMap(location -> location.upstream().servers().stream())
        .map(Upstream.Server::container)
        .sorted()
        .toList();
  }

  private static ContainerBuilder victim(String name, int second) {
    return group(host(name, "vic", second), "vic")
        .label("interlock.ssl_only", "true")
        .label("interlock.ssl_cert", "/vic.pem")
        .label("interlock.alias_domain", "www.vic.local");
  }

  private static ContainerBuilder group(ContainerBuilder container, String project) {
    return container.label("com.docker.compose.project", project);
  }

  private void look(ContainerBuilder... containers) {
    routing = ROUTER.route(new RoutingInput(seen(containers), List.of(), remembered));
    remembered = routing.remembered();
  }

  /// Of the host that a client gets; empty when he gets none.
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
    return host(name, "shop", second)
        .label("com.docker.compose.project", "shops")
        .label("interlock.alias_domain", "www.local");
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
