package io.sallyport.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.engine.ContainerBuilder;
import io.sallyport.engine.EngineException;
import io.sallyport.routing.Finding.Code;
import io.sallyport.routing.Ownership;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
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
    LoopUnderTest loop = start(new ReconcileLoop(engine, settings, new Templates(settings), clock));
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
        Map.of(
            settings.proxies().getFirst(),
            new Ownership(
                new TreeMap<>(Map.of("www", "shop")),
                new TreeMap<>(),
                new TreeSet<>(Set.of("shop")),
                new TreeSet<>())));
    assertThat(names.nextEnd()).hasValue(Instant.EPOCH.plus(Duration.ofMinutes(1)));
    assertThat(names.now().values().iterator().next().hosts()).containsEntry("www", "shop");
    jumps.set(60);
    assertThat(names.now().values().iterator().next().absent()).isEmpty();
    jumps.set(-1);
    assertThat(names.now().values().iterator().next().absent()).isEmpty();
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
