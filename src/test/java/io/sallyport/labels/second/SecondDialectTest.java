package io.sallyport.labels.second;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.config.Settings;
import io.sallyport.explain.Explainer;
import io.sallyport.explain.Explanation;
import io.sallyport.explain.Explanation.Standing;
import io.sallyport.explain.PassSnapshot;
import io.sallyport.labels.NameClaim;
import io.sallyport.labels.PortClaim;
import io.sallyport.labels.PortClaim.Protocol;
import io.sallyport.model.SiteId;
import io.sallyport.routing.Ownership;
import io.sallyport.routing.OwnershipNotes;
import io.sallyport.routing.Remembered;
import io.sallyport.routing.Router;
import io.sallyport.routing.Routing;
import io.sallyport.routing.RoutingInput;
import io.sallyport.source.ContainerBuilder;
import io.sallyport.source.Nodes;
import io.sallyport.source.Observation;
import io.sallyport.source.Observation.EngineIdentity;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Another family of labels, with several sites on one container, is routed, owned, remembered and
/// explained as Interlock's is.
class SecondDialectTest {
  private static final Settings SETTINGS = Settings.defaults();
  private static final PortClaim GAME = new PortClaim(Protocol.UDP, 27015);

  private final Router router = new Router(SETTINGS, List.of(new ShortDialect()));
  private Remembered remembered = Remembered.NOTHING;
  private Observation seen = seen();

  @Test
  void oneContainerServesSeveralSitesByPortsOfTheirOwn() {
    Routing routing =
        look(
            container("app", 10)
                .label("interlock.short.web", "shop.example 8080")
                .label("interlock.short.admin", "admin.example 9090")
                .label("interlock.short.api", "shop.example/api 7070"));

    assertThat(servers(routing))
        .containsExactly(
            "admin.example/ 10.0.0.10:9090",
            "shop.example/ 10.0.0.10:8080",
            "shop.example/api 10.0.0.10:7070");
    assertThat(routing.findings()).isEmpty();
    assertThat(explained("app", routing).routes())
        .extracting(Explanation.Route::host)
        .containsExactlyInAnyOrder("admin.example", "shop.example", "shop.example");
  }

  /// A site that it does not get costs it no other one.
  @Test
  void eachSiteHasAnOwnerOfItsOwn() {
    look(container("first", 10).label("interlock.short.web", "shop.example 80"));
    Routing routing =
        look(
            container("first", 10).label("interlock.short.web", "shop.example 80"),
            container("other", 20)
                .label("interlock.short.a", "*.example 80")
                .label("interlock.short.b", "other.test 80"));

    assertThat(servers(routing)).contains("other.test/ 10.0.0.20:80");
    assertThat(servers(routing)).noneMatch(server -> server.startsWith("*.example"));
    assertThat(routing.findings())
        .extracting(each -> each.container() + " " + each.label() + " " + each.code())
        .containsExactly("other interlock.short.a BAD_VALUE");
    assertThat(explained("other", routing).standing()).isEqualTo(Standing.ROUTED);
  }

  @Test
  void aPortBelongsToWhoClaimedItFirstAndIsRemembered() {
    look(container("first", 30).label("interlock.short.a", "a.example 80 udp/27015"));
    Routing routing =
        look(
            container("first", 30).label("interlock.short.a", "a.example 80 udp/27015"),
            container("older", 10).label("interlock.short.b", "b.example 80 udp/27015"));

    assertThat(routing.findings())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.container()).isEqualTo("older");
          assertThat(finding.label()).isEqualTo("interlock.short.b");
          assertThat(finding.message())
              .isEqualTo("`udp/27015` already belongs to `a.example`, which claimed it first");
        });
    assertThat(servers(routing)).hasSize(2);
    Ownership owners = remembered.of(SETTINGS.proxies().getFirst());
    assertThat(owners.claims()).containsEntry(GAME, new SiteId("a.example"));
    String notes = OwnershipNotes.write(owners, SETTINGS.proxies().getFirst());
    assertThat(OwnershipNotes.read(notes).claims())
        .containsEntry(GAME, new SiteId("a.example"))
        .containsEntry(new NameClaim("b.example"), new SiteId("b.example"));
  }

  @Test
  void whatCannotBeReadIsSaidByTheKeyThatWasWritten() {
    Routing routing = look(container("app", 10).label("interlock.short.web", "nothing"));

    assertThat(explained("app", routing).standing()).isEqualTo(Standing.NOT_ROUTED);
    assertThat(explained("app", routing).reason()).contains("interlock.short.web");
  }

  private Routing look(ContainerBuilder... containers) {
    seen = seen(containers);
    Routing routing = router.route(new RoutingInput(seen, List.of(), remembered));
    remembered = routing.remembered();
    return routing;
  }

  private Explanation explained(String container, Routing routing) {
    PassSnapshot pass = PassSnapshot.single(Instant.EPOCH, seen, routing, routing.findings());
    return Explainer.planned(pass).stream()
        .filter(each -> each.name().equals(container))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> servers(Routing routing) {
    return routing.proxies().getFirst().table().hosts().stream()
        .flatMap(host ->
            host.locations().stream()
                .flatMap(location ->
                    location.upstream().servers().stream()
                        .map(server -> host.name() + location.root() + " " + server.address())))
        .toList();
  }

  private static ContainerBuilder container(String name, int second) {
    return ContainerBuilder.named(name)
        .created(ContainerBuilder.CREATED.plusSeconds(second))
        .on("bridge", "10.0.0." + second);
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
            .toList(),
        List.of());
  }
}
