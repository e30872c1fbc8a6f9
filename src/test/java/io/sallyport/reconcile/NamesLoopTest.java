package io.sallyport.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.config.Setting;
import io.sallyport.finding.Finding.Code;
import io.sallyport.labels.NameClaim;
import io.sallyport.model.SiteId;
import io.sallyport.proxy.Drivers;
import io.sallyport.proxy.nginx.NginxDriver;
import io.sallyport.routing.Ownership;
import io.sallyport.routing.Place;
import io.sallyport.routing.Remembered;
import io.sallyport.source.ContainerBuilder;
import io.sallyport.source.EngineException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Through replacements and restarts of all parties, `www.example.com` stays with `shop`, though
/// `thief` has claimed it for longer than the shop's present container.
class NamesLoopTest extends LoopBench {
  private static final String SHOPS = "server_name shop.example.com www.example.com;";
  private static final String THIEFS = "server_name thief.example.com www.example.com;";

  private final AtomicLong jumps = new AtomicLong();
  private String edge = "";
  private String first = "";

  @BeforeEach
  void bothClaimIt() {
    edge = proxy("edge");
    first = engine.run(claimant("shop", "shop", 10));
    engine.run(claimant("thief", "thief", 20));
  }

  @Test
  void aReplacementThatStartsFirstKeepsIt() {
    start();
    awaitServed(edge, SHOPS);

    engine.run(claimant("shop-2", "shop", 30));
    engine.remove(first);

    awaitNotServed(edge, "# shop\n");
    assertThat(nginx.taken(edge)).allMatch(config -> config.contains(SHOPS));
  }

  @Test
  void aReplacementThatStopsFirstKeepsIt() {
    start();
    awaitServed(edge, SHOPS);

    engine.remove(first);
    awaitNotServed(edge, SHOPS);
    engine.run(claimant("shop-2", "shop", 30));

    awaitServed(edge, SHOPS);
    assertThat(nginx.taken(edge)).noneMatch(config -> config.contains(THIEFS));
  }

  /// What was settled is in the proxies.
  @Test
  void aRestartOfSallyportChangesNothing() throws Exception {
    LoopUnderTest before = start();
    awaitServed(edge, SHOPS);
    engine.run(claimant("shop-2", "shop", 30));
    engine.remove(first);
    awaitNotServed(edge, "# shop\n");
    before.stop();

    LoopUnderTest after = start();

    await().until(() -> after.status().ready());
    engine.run(shop("marker").on("bridge", "10.0.0.9"));
    awaitServed(edge, "10.0.0.9:80");
    assertThat(nginx.taken(edge)).allMatch(config -> config.contains(SHOPS));
  }

  /// Then there is only the age of containers to go by.
  @Test
  void aProxyThatDoesNotAnswerIsNoReasonToWait() {
    engine.failNext("exec", new EngineException("500: no"));
    start();
    awaitServed(edge, SHOPS);
  }

  @Test
  void nobodyIsAskedWhereNothingIsDisputed() {
    engine.remove(first);
    LoopUnderTest loop = start();
    await().until(() -> loop.status().ready());
    assertThat(engine.transcript()).noneMatch(line -> line.contains("server_name"));
  }

  @Test
  void itIsFreeAMinuteAfterTheOwnersEnd() {
    InstantSource clock = () -> Instant.now().plusSeconds(jumps.get());
    LoopUnderTest loop =
        start(
            new ReconcileLoop(
                engine,
                engine,
                settings,
                new Templates(settings, Drivers.of(new NginxDriver())),
                clock));
    awaitServed(edge, SHOPS);
    engine.remove(first);
    awaitNotServed(edge, SHOPS);
    assertThat(loop.status().findings())
        .anyMatch(finding -> finding.code() == Code.ALIAS_TAKEN && finding.text().contains("kept"));

    jumps.set(NameMemory.KEPT.toSeconds());

    awaitServed(edge, THIEFS);
  }

  @Test
  void aLoopLooksWhenANameBecomesFree() {
    NameMemory names = new NameMemory(() -> Instant.EPOCH.plusSeconds(jumps.get()));
    assertThat(names.nextEnd()).isEmpty();
    names.settled(
        new Remembered(
            Map.of(
                settings.proxies().getFirst(),
                new Ownership(
                    new TreeMap<>(Map.of(new NameClaim("www"), new SiteId("shop"))),
                    new TreeMap<>(),
                    new TreeSet<>(Set.of(Place.whole(new SiteId("shop")))),
                    new TreeSet<>()))),
        Set.copyOf(settings.proxies()));
    assertThat(names.nextEnd()).hasValue(Instant.EPOCH.plus(Duration.ofMinutes(1)));
    assertThat(names.now().of(settings.proxies().getFirst()).claims())
        .containsEntry(new NameClaim("www"), new SiteId("shop"));
    jumps.set(60);
    assertThat(names.now().of(settings.proxies().getFirst()).absent()).isEmpty();
    jumps.set(-1);
    assertThat(names.now().of(settings.proxies().getFirst()).absent()).isEmpty();
  }

  /// A stranger that was created before the owner's present container, and started after it.
  @Test
  void aRestartLeavesAHostWithItsGroup() throws Exception {
    LoopUnderTest before = start();
    awaitServed(edge, SHOPS);
    engine.run(claimant("shop-2", "shop", 30));
    engine.remove(first);
    awaitServed(edge, "# shop-2\n");
    before.stop();
    engine.run(stranger());

    LoopUnderTest after = start();

    await().until(() -> after.status().ready());
    assertThat(after.status().findings())
        .anyMatch(each -> each.code() == Code.OTHER_OWNER && each.container().equals("eve"));
    assertThat(nginx.running(edge)).contains("# shop-2\n").doesNotContain("# eve\n");
  }

  /// After a start of the whole machine the stranger may be up first.
  @Test
  void anOwnerThatIsNotThereAtTheStartKeepsItsHost() throws Exception {
    LoopUnderTest before = start();
    awaitServed(edge, SHOPS);
    before.stop();
    engine.remove(first);
    engine.run(stranger().label("interlock.client_max_body_size", "1m"));

    start();
    awaitNotServed(edge, "server_name shop.example.com");
    engine.run(claimant("shop-2", "shop", 30));

    awaitServed(edge, SHOPS);
    assertThat(nginx.taken(edge)).noneMatch(config -> config.contains("# eve\n"));
  }

  /// It is older than the other proxies, and says that the victim's name belongs to the tenant.
  @Test
  void aProxyThatLiesGivesNobodyAName() throws Exception {
    LoopUnderTest before = start();
    awaitServed(edge, SHOPS);
    before.stop();
    String fake =
        engine.run(
            ContainerBuilder.named("a-fake")
                .created(ContainerBuilder.CREATED.minusSeconds(1000))
                .label("interlock.ext.name", "nginx"));
    nginx.runs(fake, "server_name thief.example.com shop.example.com www.example.com;");
    String beside = "/etc/nginx/nginx.conf." + fake.substring(0, 12);
    engine.write(fake, beside + ".loaded", "abc");
    engine.write(
        fake,
        beside + ".notes",
        "sallyport-notes 1\nversion abc\nowner thief.example.com project:thief -\n"
            + "name shop.example.com thief.example.com\nname www.example.com thief.example.com\n");

    LoopUnderTest after = start();

    await().until(() -> after.status().ready());
    engine.run(shop("marker").on("bridge", "10.0.0.9"));
    awaitServed(edge, "10.0.0.9:80");
    assertThat(nginx.taken(edge)).allMatch(config -> config.contains(SHOPS));
  }

  @Test
  void aProxyThatLiesIsNotBelievedWhereTheOtherWasMadeAnew() throws Exception {
    LoopUnderTest before = start();
    awaitServed(edge, SHOPS);
    before.stop();
    engine.write(edge, notesFile(), "");
    String fake = engine.run(ContainerBuilder.named("fake").label("interlock.ext.name", "nginx"));
    nginx.runs(fake, "server_name thief.example.com shop.example.com www.example.com;");

    LoopUnderTest after = start();

    await().until(() -> after.status().ready());
    engine.run(shop("marker").on("bridge", "10.0.0.9"));
    awaitServed(edge, "10.0.0.9:80");
    assertThat(nginx.taken(edge)).allMatch(config -> config.contains(SHOPS));
  }

  /// Only what `Proxies` lists can be a proxy, so that a new one may be silent.
  @Test
  void aListedProxyThatWasMadeAnewTakesNothingAwayByItsSilence() throws Exception {
    settings =
        settings.withProxies(
            List.of(
                settings.proxies().getFirst().with(Setting.PROXIES, List.of("edge", "edge-*"))));
    LoopUnderTest before = start();
    awaitServed(edge, SHOPS);
    engine.run(claimant("shop-2", "shop", 30));
    engine.remove(first);
    awaitNotServed(edge, "# shop\n");
    before.stop();
    String fresh = proxy("edge-2");

    start();

    awaitServed(fresh, SHOPS);
    assertThat(nginx.taken(edge)).allMatch(config -> config.contains(SHOPS));
  }

  @Test
  void notesOfALaterReleaseStayAndAreSaid() {
    engine.write(edge, notesFile(), "sallyport-notes 2\nsomething else\n");
    LoopUnderTest loop = start();
    awaitServed(edge, SHOPS);
    await()
        .until(() ->
            loop.status().findings().stream().anyMatch(each -> each.code() == Code.NEWER_NOTES));
    assertThat(engine.files(edge).get(notesFile())).startsWith("sallyport-notes 2\n");
  }

  /// A release that knows no notes put another configuration in place since.
  @Test
  void notesOfAnotherConfigurationDoNotCount() throws Exception {
    LoopUnderTest before = start();
    awaitServed(edge, SHOPS);
    assertThat(engine.files(edge).get(notesFile()))
        .startsWith("sallyport-notes 1\nversion ")
        .contains("\nowner shop.example.com project:shop ")
        .contains("\nname www.example.com shop.example.com\n");
    before.stop();
    engine.run(claimant("thief-2", "thief", 30));
    nginx.runs(edge, "server_name thief.example.com www.example.com;");
    engine.write(edge, notesFile().replace(".notes", ".loaded"), "other");

    start();

    awaitServed(edge, THIEFS);
  }

  private String notesFile() {
    return "/etc/nginx/nginx.conf." + edge.substring(0, 12) + ".notes";
  }

  private static ContainerBuilder stranger() {
    return ContainerBuilder.named("eve")
        .created(ContainerBuilder.CREATED.plusSeconds(5))
        .label("com.docker.compose.project", "eve")
        .label("interlock.hostname", "shop.example.com")
        .label("interlock.ssl_backend", "true")
        .exposing(80)
        .on("bridge", "10.0.1.5");
  }

  private static ContainerBuilder claimant(String name, String host, int second) {
    return ContainerBuilder.named(name)
        .created(ContainerBuilder.CREATED.plusSeconds(second))
        .label("com.docker.compose.project", host)
        .label("interlock.hostname", host + ".example.com")
        .label("interlock.alias_domain", "www.example.com")
        .exposing(80)
        .on("bridge", "10.0.1." + second);
  }
}
