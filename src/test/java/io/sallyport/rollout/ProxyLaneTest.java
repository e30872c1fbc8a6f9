package io.sallyport.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.certificates.CertificateSet;
import io.sallyport.config.ProxySettings;
import io.sallyport.events.SelfCausedEvents;
import io.sallyport.finding.Finding;
import io.sallyport.finding.Finding.Code;
import io.sallyport.model.RoutingTable;
import io.sallyport.proxy.ProxyConfig;
import io.sallyport.proxy.ProxyReader;
import io.sallyport.proxy.RenderedConfig;
import io.sallyport.proxy.Rollout;
import io.sallyport.proxy.RolloutResult.Unchanged;
import io.sallyport.proxy.nginx.FakeNginx;
import io.sallyport.proxy.nginx.NginxDriver;
import io.sallyport.rollout.ProxyLane.LaneReport;
import io.sallyport.source.ContainerBuilder;
import io.sallyport.source.FakeEngine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// One lane with a clock that goes as the test says.
class ProxyLaneTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);

  private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
  private final InstantSource clock = () -> Objects.requireNonNull(now.get());
  private final FakeEngine engine = new FakeEngine();
  private final FakeNginx nginx = new FakeNginx(engine);
  private final String edge = engine.run(ContainerBuilder.named("edge"));
  private final List<LaneReport> reports = new CopyOnWriteArrayList<>();
  private Thread thread = new Thread();

  @AfterEach
  void close() throws Exception {
    thread.interrupt();
    thread.join();
    engine.close();
  }

  @Test
  void aFindingGoesByItselfWhenItHasHadItsTime() throws Exception {
    nginx.runs(edge, "# by hand");
    engine.write(edge, loaded(), work().with(reader().probe(edge).can()).config().version());
    start(HOUR.multipliedBy(9)).offer(work());

    await().until(() -> reports.size() == 2); // No pass gives it work again.
    assertThat(codes(reports.getFirst())).containsExactly(Code.PROXY_CHANGED);
    assertThat(codes(reports.getLast())).isEmpty();
    assertThat(reports.getLast().result()).isInstanceOf(Unchanged.class);
  }

  @Test
  void whoIsContestedIsSaidToBeUntilItIsOver() throws Exception {
    ProxyLane lane = start(HOUR);
    report(lane);
    for (int i = 0; i < 2; i++) {
      assertThat(codes(reports.getLast())).as("may be chance").isEmpty();
      nginx.runs(edge, "theirs");
      engine.write(edge, loaded(), "theirs");
      report(lane);
    }
    assertThat(reports.getLast().findings().toString())
        .isEqualTo(
            "[error: proxy edge is contested: another Sallyport keeps overwriting its"
                + " configuration; give both the same settings, templates and version, or"
                + " different proxies]");
    report(lane);
    assertThat(codes(reports.getLast())).as("for the moment").isNotEmpty();
    report(lane);
    assertThat(codes(reports.getLast())).isEmpty();
  }

  /// An hour goes by with each report.
  private void report(ProxyLane lane) {
    int before = reports.size();
    lane.offer(work());
    await().until(() -> reports.size() == before + 1);
  }

  private String loaded() {
    return "/etc/nginx/nginx.conf." + edge.substring(0, Math.min(12, edge.length())) + ".loaded";
  }

  private ProxyLane start(Duration trust) {
    ProxyLane lane = lane(trust);
    thread = Thread.ofVirtual().start(lane);
    return lane;
  }

  private ProxyLane lane(Duration trust) {
    NginxDriver driver = new NginxDriver();
    ProxySettings extension = ProxySettings.defaults();
    ProxyReader reader = reader();
    KnownProxy known = new KnownProxy(trust);
    return new ProxyLane(
        new ProxyLife(driver.baseline(), () -> reader.probe(edge), can -> {}),
        new QuarantiningRollout(
            edge,
            driver,
            reader,
            new Rollout(engine, driver, extension, clock),
            known,
            result -> {}),
        new ProxyNetworks(engine, new SelfCausedEvents(clock), edge),
        new KeyTrust(edge, reader, clock),
        new Pacing(Duration.ofMillis(20)),
        known,
        new ProxyWatch(edge, reader, new CertificateReview(edge, reader), all -> {}),
        clock,
        Duration.ofSeconds(1),
        report -> {
          reports.add(report);
          now.updateAndGet(at -> at.plus(HOUR));
        });
  }

  private ProxyReader reader() {
    return new ProxyReader(engine, new NginxDriver(), ProxySettings.defaults(), clock);
  }

  private static List<Code> codes(LaneReport report) {
    return report.findings().stream().map(Finding::code).toList();
  }

  private ProxyWork work() {
    RenderInput wanted =
        new RenderInput(
            new RoutingTable(List.of()),
            new NginxDriver().renderer(ProxySettings.defaults()),
            new NginxDriver().baseline(),
            CertificateSet.NONE,
            engine.observe(),
            ProxySettings.defaults(),
            "");
    return new ProxyWork(
        engine.container(edge),
        wanted,
        ProxyConfig.of(RenderedConfig.of("ours")),
        new TreeMap<>(),
        new TreeSet<>(),
        WorkOrigin.NOBODY);
  }
}
