package io.sallyport.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.sallyport.config.ProxySettings;
import io.sallyport.config.Setting;
import io.sallyport.finding.Finding;
import io.sallyport.history.HistoryEntry;
import io.sallyport.history.RouteChanges;
import io.sallyport.model.RoutingTable;
import io.sallyport.proxy.Capabilities;
import io.sallyport.proxy.Drivers;
import io.sallyport.proxy.ProxyDriver;
import io.sallyport.proxy.RenderedConfig;
import io.sallyport.proxy.Renderer;
import io.sallyport.proxy.nginx.FakeNginx.Step;
import io.sallyport.proxy.nginx.NginxDriver;
import io.sallyport.source.Container.Health;
import io.sallyport.source.ContainerBuilder;
import io.sallyport.source.EngineException;
import io.sallyport.source.FakeEvents;
import io.sallyport.source.StopPolicy;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The loop against an engine in memory: given these events and failures, the proxies run this.
class ReconcileLoopTest extends LoopBench {
  private static final String LIVE = "/etc/nginx/nginx.conf";

  @Test
  void configuresProxiesThatRunAlready() {
    String edge = proxy("edge");
    application("shop", "10.0.0.2");

    start();

    awaitServed(edge, "10.0.0.2:80");
  }

  @Test
  void followsContainersAsTheyComeAndGo() {
    String edge = proxy("edge");
    start();
    String shop = application("shop", "10.0.0.2");
    awaitServed(edge, "10.0.0.2:80");

    engine.stop(shop);
    awaitNotServed(edge, "10.0.0.2:80");

    String other = application("other", "10.0.0.3");
    awaitServed(edge, "10.0.0.3:80");
    engine.die(other);
    awaitNotServed(edge, "10.0.0.3:80");

    String third = application("third", "10.0.0.4");
    awaitServed(edge, "10.0.0.4:80");
    engine.pause(third);
    awaitNotServed(edge, "10.0.0.4:80");
    engine.unpause(third);
    awaitServed(edge, "10.0.0.4:80");
    engine.remove(third);
    awaitNotServed(edge, "10.0.0.4:80");
  }

  /// For the timeline, and for those who ask why a proxy was reloaded.
  @Test
  void tellsOfEachPassWhatItChanged() {
    String edge = proxy("edge");
    application("shop", "10.0.0.2");
    LoopUnderTest loop = start();
    awaitServed(edge, "10.0.0.2:80");
    engine.run(twin("shop", "10.0.0.3"));
    awaitServed(edge, "10.0.0.3:80");

    await()
        .untilAsserted(() ->
            assertThat(loop.loop().history().since(0).entries())
                .extracting(HistoryEntry::changes)
                .filteredOn(changes -> !changes.none())
                .extracting(RouteChanges::words, RouteChanges::proxies)
                .containsExactly(
                    tuple("+ shop.example.com", List.of("edge")),
                    tuple("shop.example.com: +shop-twin", List.of("edge"))));
  }

  /// As engines do it: an event comes before the lists show what it tells, and none comes after.
  @Test
  void looksAgainAfterAnEventThatCameTooEarly() {
    settings = settings.with(Setting.POLL_INTERVAL, Duration.ofHours(1));
    String edge = proxy("edge");
    String shop = application("shop", "10.0.0.2");
    start();
    awaitServed(edge, "10.0.0.2:80");

    engine.afterNext(
        "observe",
        () -> {
          engine.swallowEvents(true);
          engine.die(shop);
        });
    engine.emit(FakeEvents.container("die", engine.container(shop)));

    awaitNotServed(edge, "10.0.0.2:80");
  }

  @Test
  void whoGetsItsStopSignalGetsNoMoreRequests() {
    String edge = proxy("edge");
    String first = application("shop", "10.0.0.2");
    String second = engine.run(twin("shop", "10.0.0.3"));
    start();
    awaitServed(edge, "10.0.0.2:80");
    awaitServed(edge, "10.0.0.3:80");

    engine.signal(first, 15);
    awaitNotServed(edge, "10.0.0.2:80");
    assertThat(engine.container(first).running()).isTrue();

    engine.signal(second, 15);
    await().until(() -> engine.transcript().contains("stopPolicy shop-twin"));
    assertThat(nginx.running(edge)).as("the last one stays").contains("10.0.0.3:80");

    engine.start(first); // With another address.
    awaitServed(edge, "# shop\n");
    awaitNotServed(edge, "10.0.0.3:80");
  }

  @Test
  void whoSurvivesItsStopSignalGetsRequestsAgain() {
    String edge = proxy("edge");
    String stubborn = application("shop", "10.0.0.2");
    engine.run(twin("shop", "10.0.0.3"));
    engine.stopsBy(stubborn, new StopPolicy(15, Duration.ZERO));
    start();
    awaitServed(edge, "10.0.0.2:80");
    int before = nginx.reloads(edge);

    engine.signal(stubborn, 15);

    await().until(() -> nginx.reloads(edge) == before + 2);
    assertThat(nginx.taken(edge).get(before)).doesNotContain("10.0.0.2:80");
    assertThat(nginx.running(edge)).contains("10.0.0.2:80");
  }

  @Test
  void followsHealth() {
    String edge = proxy("edge");
    start();
    String shop = engine.run(shop("shop").on("bridge", "10.0.0.2").health(Health.STARTING));
    engine.health(shop, Health.HEALTHY);
    awaitServed(edge, "10.0.0.2:80");
  }

  @Test
  void whoIsNotHealthyYetGetsNoRequests() {
    String edge = proxy("edge");
    application("other", "10.0.0.9");
    start();
    awaitServed(edge, "10.0.0.9:80");
    String shop = engine.run(shop("shop").on("bridge", "10.0.0.2").health(Health.STARTING));
    application("witness", "10.0.0.8");
    awaitServed(edge, "10.0.0.8:80");
    engine.health(shop, Health.HEALTHY);
    awaitServed(edge, "10.0.0.2:80");
    for (String taken : nginx.taken(edge).subList(0, nginx.taken(edge).size() - 1)) {
      assertThat(taken).doesNotContain("10.0.0.2:80");
    }
  }

  /// However often it changes its mind: it is held out, and its neighbours' changes go at once.
  @Test
  void healthThatFlapsIsHeldOut() {
    String edge = proxy("edge");
    application("shop", "10.0.0.2");
    String nervous = engine.run(twin("shop", "10.0.0.3").health(Health.HEALTHY));
    LoopUnderTest loop = start();
    awaitServed(edge, "10.0.0.3:80");
    int before = nginx.reloads(edge);
    for (int change = 0; change < 12; change++) {
      engine.health(nervous, change % 2 == 0 ? Health.UNHEALTHY : Health.HEALTHY);
      long looks = count("observe");
      await().until(() -> count("observe") > looks + 1);
    }
    assertThat(nginx.reloads(edge) - before).isLessThanOrEqualTo(7);
    awaitNotServed(edge, "10.0.0.3:80");
    assertThat(loop.status().allFindings())
        .extracting(Finding::code)
        .contains(Finding.Code.FLAPPING)
        .doesNotContain(Finding.Code.NOT_HEALTHY);

    application("neighbour", "10.0.0.9");
    awaitServed(edge, "10.0.0.9:80");
    assertThat(nginx.running(edge)).contains("10.0.0.2:80").doesNotContain("10.0.0.3:80");
  }

  @Test
  void aPassThatChangesNothingDoesNothingToTheProxy() {
    String edge = proxy("edge");
    application("shop", "10.0.0.2");
    LoopUnderTest loop = start();
    await().until(() -> loop.status().ready()); // Its calls have ended, and are in the transcript.
    engine.clearTranscript();

    engine.run(ContainerBuilder.named("bystander"));

    await().until(() -> engine.transcript().contains("observe"));
    assertThat(engine.transcript()).containsOnly("observe");
    assertThat(nginx.reloads(edge)).isOne();
  }

  @Test
  void aFailedLookChangesNothing() {
    String edge = proxy("edge");
    String shop = application("shop", "10.0.0.2");
    start();
    awaitServed(edge, "10.0.0.2:80");
    int reloads = nginx.reloads(edge);

    engine.failAlways("observe", new EngineException("500: no"));
    engine.stop(shop);
    await().until(() -> count("observe -> failed: 500: no") >= 3);
    assertThat(nginx.running(edge)).contains("10.0.0.2:80");
    assertThat(nginx.reloads(edge)).isEqualTo(reloads);

    engine.heal("observe");
    awaitNotServed(edge, "10.0.0.2:80");
  }

  @Test
  void pollsWhileThereIsNoEventStream() {
    engine.failAlways("subscribe", new EngineException("403: not allowed"));
    String edge = proxy("edge");
    start();
    awaitServed(edge, "default_server");

    application("shop", "10.0.0.2");

    awaitServed(edge, "10.0.0.2:80");
  }

  @Test
  void missesNothingWhileTheStreamIsCut() {
    String edge = proxy("edge");
    start();
    awaitServed(edge, "default_server");

    engine.failAlways("subscribe", new EngineException("connection refused"));
    engine.cutStreams("the engine restarts");
    application("shop", "10.0.0.2");
    awaitServed(edge, "10.0.0.2:80");
    engine.heal("subscribe");
    await().until(() -> engine.liveStreams() == 1);

    String other = application("other", "10.0.0.3");
    awaitServed(edge, "10.0.0.3:80");
    engine.stop(other);
    awaitNotServed(edge, "10.0.0.3:80");
  }

  @Test
  void noticesAStreamThatIsOpenAndSaysNothing() {
    settings = settings.with(Setting.RESYNC_INTERVAL, Duration.ofHours(1));
    String edge = proxy("edge");
    start();
    awaitServed(edge, "default_server");
    await().until(() -> count("observe") >= 4); // The first look, and those after it.

    engine.swallowEvents(true);
    application("shop", "10.0.0.2");
    awaitServed(edge, "10.0.0.2:80");
    engine.swallowEvents(false);

    String other = application("other", "10.0.0.3");
    awaitServed(edge, "10.0.0.3:80");
    engine.stop(other);
    awaitNotServed(edge, "10.0.0.3:80");
  }

  /// A classic Swarm manager, or an engine that is too slow to ask.
  @Test
  void pollsWhereNobodyKnowsWhetherTheStreamIsSilent() {
    settings = settings.with(Setting.RESYNC_INTERVAL, Duration.ofHours(1));
    engine.failAlways("pulse", new EngineException("no answer"));
    String edge = proxy("edge");
    start();
    awaitServed(edge, "default_server");
    await().until(() -> count("observe") >= 12); // More than follow the start and the doubt.

    engine.swallowEvents(true);
    application("shop", "10.0.0.2");
    awaitServed(edge, "10.0.0.2:80");
    assertThat(engine.liveStreams()).isOne();
  }

  @Test
  void looksAtNothingWhileNothingHappens() {
    settings = settings.with(Setting.RESYNC_INTERVAL, Duration.ofHours(1));
    proxy("edge");
    LoopUnderTest loop = start();
    await().until(() -> loop.status().ready());
    await().until(() -> count("observe") >= 4); // The first look, and those after it.
    int pulses = engine.pulses();
    await().until(() -> engine.pulses() > pulses + 10);
    assertThat(count("observe")).isEqualTo(4);
  }

  @Test
  void anUnreachableEngineAtTheStartIsWaitedFor() {
    engine.failAlways("subscribe", new EngineException("no such socket"));
    engine.failAlways("observe", new EngineException("no such socket"));
    String edge = proxy("edge");
    application("shop", "10.0.0.2");
    start();
    await().until(() -> count("observe -> failed: no such socket") >= 3);

    engine.heal("observe");
    engine.heal("subscribe");

    awaitServed(edge, "10.0.0.2:80");
  }

  @Test
  void configuresAProxyThatComesLater() {
    application("shop", "10.0.0.2");
    start();

    awaitServed(proxy("edge"), "10.0.0.2:80");
    awaitServed(proxy("second"), "10.0.0.2:80");
  }

  @Test
  void configuresAProxyAgainThatWasRecreated() {
    String first = proxy("edge");
    application("shop", "10.0.0.2");
    start();
    awaitServed(first, "10.0.0.2:80");

    engine.remove(first);
    engine.delete(proxy("edge"), LIVE);

    awaitServed(first, "10.0.0.2:80");
  }

  @Test
  void looksAtAProxyAgainThatWasRestarted() {
    String edge = proxy("edge");
    application("shop", "10.0.0.2");
    start();
    awaitServed(edge, "10.0.0.2:80");

    engine.die(edge);
    engine.write(edge, LIVE, "as the image has it");
    engine.start(edge);

    await().untilAsserted(() -> assertThat(engine.files(edge).get(LIVE)).contains("10.0.0.2:80"));
  }

  @Test
  void aFailedRolloutIsRepeated() {
    String edge = proxy("edge");
    application("shop", "10.0.0.2");
    engine.failNext("copyInto", "no space left on device");
    start();

    awaitServed(edge, "10.0.0.2:80");
  }

  /// As on a disk that is full for hours: once there is room, nobody waits for a minute.
  @Test
  void aRolloutThatFailsForLongIsRepeatedAsOftenAsPolls() {
    String edge = proxy("edge");
    application("shop", "10.0.0.2");
    engine.failAlways("copyInto", new EngineException("no space left on device"));
    start();
    await().until(() -> failedCopies() >= 12);

    engine.heal("copyInto");
    awaitServed(edge, "10.0.0.2:80");
  }

  private long failedCopies() {
    return engine.transcript().stream().filter(line -> line.endsWith("left on device")).count();
  }

  @Test
  void aRolledBackReloadIsRepeated() {
    String edge = proxy("edge");
    application("shop", "10.0.0.2");
    nginx.fail(Step.RELOAD);
    LoopUnderTest loop = start();
    await().until(() -> loop.problem("edge").contains("the reload did not take effect"));

    nginx.heal();

    awaitServed(edge, "10.0.0.2:80");
    await().until(() -> loop.problem("edge").isEmpty());
  }

  @Test
  void aProxyThatHangsDelaysOnlyItself() {
    String stuck = proxy("stuck");
    start();
    awaitServed(stuck, "default_server");
    String edge = proxy("edge");
    awaitServed(edge, "default_server");
    engine.hangNext("exec");

    application("shop", "10.0.0.2");

    await()
        .until(() ->
            nginx.running(edge).contains("10.0.0.2:80")
                || nginx.running(stuck).contains("10.0.0.2:80"));
    application("other", "10.0.0.3");
    await()
        .until(() ->
            nginx.running(edge).contains("10.0.0.3:80")
                || nginx.running(stuck).contains("10.0.0.3:80"));
    engine.release();
  }

  @Test
  void connectsTheProxyToANamedNetworkAndLeavesItWhenNobodyNamesIt() {
    String edge = proxy("edge");
    start();
    String shop =
        engine.run(shop("shop").label("interlock.network", "backend").on("backend", "10.9.0.2"));
    awaitServed(edge, "10.9.0.2:80");
    assertThat(engine.container(edge).networks()).containsOnlyKeys("bridge", "backend");

    engine.stop(shop);
    awaitNotServed(edge, "10.9.0.2:80");
    assertThat(engine.container(edge).networks()).containsOnlyKeys("bridge", "backend");

    engine.remove(shop);
    await()
        .untilAsserted(
            () -> assertThat(engine.container(edge).networks()).containsOnlyKeys("bridge"));
  }

  @Test
  void aNetworkThatCannotBeJoinedCostsNobodyElseAnything() {
    String edge = proxy("edge");
    engine.failAlways("connect", new EngineException("403: endpoint exists"));
    LoopUnderTest loop = start();
    engine.run(shop("far").label("interlock.network", "backend").on("backend", "10.9.0.2"));
    application("shop", "10.0.0.2");

    awaitServed(edge, "10.0.0.2:80");
    await().until(() -> loop.problem("edge").contains("cannot join network `backend`"));
  }

  @Test
  void doesNotReactToItsOwnNetworkConnect() {
    String edge = proxy("edge");
    start();
    engine.run(shop("shop").label("interlock.network", "backend").on("backend", "10.9.0.2"));
    awaitServed(edge, "10.9.0.2:80");

    assertThat(nginx.reloads(edge)).isLessThanOrEqualTo(2);
  }

  @Test
  void aTemplateThatBreaksKeepsTheLastGoodConfiguration(@TempDir Path directory) throws Exception {
    Path template = directory.resolve("nginx.conf");
    Files.writeString(template, "# first {{ hosts | length }}\n");
    useTemplate(template);
    String edge = proxy("edge");
    LoopUnderTest loop = start();
    awaitServed(edge, "# first 0");

    replace(template, "# second {{ hosts | nonsense }}\n");
    application("shop", "10.0.0.2");
    awaitServed(edge, "# first 1");

    replace(template, "# third {{ hosts | length }}\n");
    awaitServed(edge, "# third 1");
    await().untilAsserted(() -> assertThat(loop.problem("edge")).isEmpty());
  }

  /// In one rename: a file that is half written could be looked at.
  private static void replace(Path file, String text) throws IOException {
    Path written = Files.writeString(file.resolveSibling("written"), text);
    Files.move(written, file, StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void aSuccessorGoesOnWithProxiesAndStatusAsTheyAre() throws Exception {
    String edge = proxy("edge");
    application("shop", "10.0.0.2");
    LoopUnderTest first = start();
    awaitServed(edge, "10.0.0.2:80");
    await().until(() -> first.status().ready());
    int reloads = nginx.reloads(edge);

    LoopUnderTest second = succeed(first);

    assertThat(second.loop().status().ready()).isTrue();
    engine.clearTranscript();
    await().until(() -> engine.transcript().contains("observe"));
    application("other", "10.0.0.3");
    awaitServed(edge, "10.0.0.3:80");
    assertThat(nginx.reloads(edge)).isEqualTo(reloads + 1);
    assertThat(second.loop().status().started()).isEqualTo(first.loop().status().started());
  }

  /// Two rollouts in one proxy would test, rename and signal in each other's way.
  @Test
  void aSuccessorDoesNotMeetARolloutUnderWay() throws Exception {
    String edge = proxy("edge");
    LoopUnderTest first = start();
    awaitServed(edge, "default_server");
    engine.clearTranscript();
    engine.hangNext("exec");
    application("shop", "10.0.0.2");
    await().until(() -> engine.transcript().stream().anyMatch(line -> line.startsWith("copy ")));

    first.thread().interrupt();
    first.thread().join();
    Thread finish = Thread.ofVirtual().start(() -> finish(first));
    assertThat(finish.join(Duration.ofMillis(100))).isFalse();
    engine.release();
    finish.join();

    assertThat(nginx.running(edge)).contains("10.0.0.2:80");
    application("other", "10.0.0.3");
    start(
        first
            .loop()
            .successor(
                engine, engine, settings, new Templates(settings, Drivers.of(new NginxDriver()))));
    awaitServed(edge, "10.0.0.3:80");
  }

  @Test
  void aRolloutThatHangsHoldsASuccessorUpOnlyForSoLong() throws Exception {
    String stuck = proxy("stuck");
    LoopUnderTest first = start();
    awaitServed(stuck, "default_server");
    engine.clearTranscript();
    engine.hangNext("exec");
    application("shop", "10.0.0.2");
    await().until(() -> engine.transcript().stream().anyMatch(line -> line.startsWith("copy ")));

    first.thread().interrupt();
    first.thread().join();
    first.loop().finish(Duration.ofMillis(50));

    start(
        first
            .loop()
            .successor(
                engine, engine, settings, new Templates(settings, Drivers.of(new NginxDriver()))));
    awaitServed(stuck, "10.0.0.2:80");
  }

  @Test
  void renewsCertificatesThatChangeOnDisk(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("site.pem"), "first");
    useCertificates(folder);
    String edge = proxy("edge");
    application("shop", "10.0.0.2");
    start();
    awaitServed(edge, "10.0.0.2:80");
    assertThat(brought(edge)).contains("first");
    int reloads = nginx.reloads(edge);

    Files.writeString(file, "second");
    await().untilAsserted(() -> assertThat(brought(edge)).contains("second"));
    await().untilAsserted(() -> assertThat(nginx.reloads(edge)).isEqualTo(reloads + 1));
  }

  @Test
  void servesWithoutCertificatesWhileThereAreNone(@TempDir Path folder) {
    useCertificates(folder.resolve("not-yet"));
    String edge = proxy("edge");
    application("shop", "10.0.0.2");
    start();
    awaitServed(edge, "10.0.0.2:80");
  }

  @Test
  void doesNothingToProxiesForTheSameCertificatesAfterARestart(@TempDir Path folder)
      throws Exception {
    Files.writeString(folder.resolve("site.pem"), "first");
    useCertificates(folder);
    String edge = proxy("edge");
    LoopUnderTest first = start();
    await().untilAsserted(() -> assertThat(brought(edge)).contains("first"));
    first.stop();
    int reloads = nginx.reloads(edge);
    engine.clearTranscript();

    start();
    await()
        .untilAsserted(
            () -> assertThat(engine.transcript()).anyMatch(each -> each.startsWith("exec")));
    application("shop", "10.0.0.2");
    awaitServed(edge, "10.0.0.2:80");
    assertThat(nginx.reloads(edge)).isEqualTo(reloads + 1);
    assertThat(engine.transcript()).noneMatch(call -> call.contains("site.pem"));
  }

  @Test
  void putsRightWhatAnotherHasChanged() {
    settings = settings.with(Setting.RESYNC_INTERVAL, Duration.ofMillis(100));
    String edge = proxy("edge");
    application("shop", "10.0.0.2");
    start();
    awaitServed(edge, "10.0.0.2:80");

    nginx.runs(edge, "another's");
    awaitServed(edge, "10.0.0.2:80");
  }

  @Test
  void believesItsProxiesForAWhile() {
    settings = settings.with(Setting.RESYNC_INTERVAL, Duration.ofHours(1));
    String edge = proxy("edge");
    application("shop", "10.0.0.2");
    LoopUnderTest loop = start();
    await().until(() -> loop.status().ready()); // As above.
    engine.clearTranscript();
    engine.emit(FakeEvents.container("rename", engine.container(edge)));
    await().until(() -> count("observe") > 2);
    assertThat(engine.transcript()).containsOnly("observe");
  }

  /// The contents of certificates that have come to a proxy, oldest included.
  private List<String> brought(String proxy) {
    return engine.files(proxy).entrySet().stream()
        .filter(file -> file.getKey().startsWith("/certs/.sallyport-"))
        .map(Map.Entry::getValue)
        .toList();
  }

  private void useCertificates(Path folder) {
    settings =
        settings.withProxies(
            List.of(
                settings
                    .proxies()
                    .getFirst()
                    .with(Setting.PROXIES, List.of("edge*", "other*"))
                    .with(Setting.SSL_CERT_PATH, "/certs")
                    .with(Setting.CERT_SOURCE, folder.toString())));
  }

  @Test
  void whatIsUnforeseenInAFileCostsNoPass() {
    useTemplate(Path.of("odd")); // Read by the driver below, which takes none.
    String edge = proxy("edge");
    application("shop", "10.0.0.2");
    Drivers drivers = Drivers.of(withOddFiles(new NginxDriver()));
    LoopUnderTest loop =
        start(
            new ReconcileLoop(
                engine,
                engine,
                settings,
                new Templates(settings, drivers),
                InstantSource.system()));
    awaitServed(edge, "10.0.0.2:80");

    engine.run(twin("shop", "10.0.0.3"));
    awaitServed(edge, "10.0.0.3:80");
    assertThat(loop.thread().isAlive()).isTrue();
  }

  /// A driver whose renderers fail in an unforeseen way when they look at their files.
  private static ProxyDriver withOddFiles(ProxyDriver driver) {
    record Odd(Renderer plain) implements Renderer {
      @Override
      public RenderedConfig render(RoutingTable table, Capabilities can) {
        return plain.render(table, can);
      }

      @Override
      public boolean stale() {
        throw new IllegalStateException("not foreseen");
      }
    }
    Odd renderer = new Odd(driver.renderer(ProxySettings.defaults()));
    return (ProxyDriver)
        Proxy.newProxyInstance(
            ProxyDriver.class.getClassLoader(),
            new Class<?>[] {ProxyDriver.class},
            (_, method, arguments) ->
                method.getName().equals("renderer") ? renderer : method.invoke(driver, arguments));
  }

  private LoopUnderTest succeed(LoopUnderTest first) throws InterruptedException {
    first.thread().interrupt();
    first.thread().join();
    finish(first);
    return start(
        first
            .loop()
            .successor(
                engine, engine, settings, new Templates(settings, Drivers.of(new NginxDriver()))));
  }

  private static void finish(LoopUnderTest first) {
    try {
      first.loop().finish(Duration.ofSeconds(10));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void useTemplate(Path template) {
    settings =
        settings.withProxies(
            List.of(
                settings.proxies().getFirst().with(Setting.TEMPLATE_PATH, template.toString())));
  }
}
