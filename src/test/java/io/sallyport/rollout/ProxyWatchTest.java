package io.sallyport.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.certificates.CertificateSet;
import io.sallyport.config.ProxySettings;
import io.sallyport.model.RoutingTable;
import io.sallyport.proxy.ProxyConfig;
import io.sallyport.proxy.ProxyReader;
import io.sallyport.proxy.RenderedConfig;
import io.sallyport.proxy.nginx.FakeNginx;
import io.sallyport.proxy.nginx.NginxDriver;
import io.sallyport.source.ContainerAccess.ExecResult;
import io.sallyport.source.ContainerBuilder;
import io.sallyport.source.FakeEngine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProxyWatchTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final Duration FIVE = Duration.ofSeconds(5);

  private final FakeEngine engine = new FakeEngine();
  private final FakeNginx nginx = new FakeNginx(engine);
  private final String edge = engine.run(ContainerBuilder.named("edge"));
  private final List<HostCertificates> told = new ArrayList<>();
  private final ProxyReader reader =
      new ProxyReader(
          engine, new NginxDriver(), ProxySettings.defaults(), InstantSource.fixed(NOW));
  private final ProxyWatch watch =
      new ProxyWatch(edge, reader, new CertificateReview(edge, reader), told::add);

  @AfterEach
  void close() throws Exception {
    engine.close();
  }

  @Test
  void noticesWhatSomebodyElseWritesWithinFiveSeconds() {
    nginx.runs(edge, "ours");
    loads(work().config().version());
    watch.begin(NOW);
    assertThat(watch.pause(NOW)).isZero();
    assertThat(watch.look(work(), NOW)).isTrue();
    assertThat(watch.pause(NOW)).isEqualTo(FIVE);
    assertThat(watch.look(work(), NOW.plus(FIVE))).isTrue();

    nginx.runs(edge, "theirs");
    assertThat(watch.look(work(), NOW.plus(FIVE).plus(FIVE))).isFalse();
    assertThat(watch.untouched())
        .as("what a rollout of newer work replaces, too")
        .isEqualTo(work().config().version());

    nginx.runs(edge, "ours again");
    watch.begin(NOW);
    assertThat(watch.look(work(), NOW)).as("whatever the lane has left there").isTrue();
  }

  @Test
  void doubtsAFileThatIsNewerThanOurNoteOnce() {
    answers("inode 7\nnewer");
    watch.begin(NOW);
    assertThat(watch.look(work(), NOW)).isFalse();
    watch.begin(NOW);
    assertThat(watch.look(work(), NOW)).as("it was found to be as it should be").isTrue();
    answers("inode 8\nnewer");
    assertThat(watch.look(work(), NOW.plus(FIVE))).isFalse();
  }

  @Test
  void leavesAnotherSallyportsRolloutToTheNextPass() {
    nginx.runs(edge, "ours");
    loads(work().config().version());
    watch.begin(NOW);
    assertThat(watch.look(work(), NOW)).isTrue();

    nginx.runs(edge, "theirs");
    loads("theirs");
    assertThat(watch.look(work(), NOW.plus(FIVE))).isTrue();
    nginx.runs(edge, "theirs, changed by hand");
    assertThat(watch.look(work(), NOW.plus(FIVE).plus(FIVE))).isTrue();
  }

  @Test
  void putsBackEverMoreSeldomWhatSomebodyWritesAgainAndAgain() {
    long putBack = 0;
    for (int i = 0; i < 3600; i += 5) {
      answers("inode " + i + "\nnewer");
      watch.begin(NOW);
      putBack += watch.look(work(), NOW.plusSeconds(i)) ? 0 : 1;
    }
    assertThat(putBack).isBetween(6L, 13L);

    answers("inode once\nnewer");
    watch.begin(NOW);
    assertThat(watch.look(work(), NOW.plusSeconds(2 * 3600))).isFalse();
    answers("inode twice\nnewer");
    watch.begin(NOW);
    assertThat(watch.look(work(), NOW.plusSeconds(2 * 3600 + 5))).as("after a rest").isFalse();
  }

  @Test
  void whatIsNotForeseenCostsALookAndNotTheLane() {
    engine.onExec((container, command) -> {
      throw new IllegalStateException("unforeseen");
    });
    watch.begin(NOW);
    assertThat(watch.look(work(), NOW)).isTrue();
    assertThat(watch.pause(NOW)).isEqualTo(FIVE);
    answers("inode 7\nnewer");
    assertThat(watch.look(work(), NOW.plus(FIVE))).as("looks again").isFalse();
  }

  @Test
  void aProxyThatDoesNotAnswerHasNotChanged() {
    watch.begin(NOW);
    assertThat(watch.look(work(), NOW)).isTrue();
    engine.stop(edge);
    assertThat(watch.look(work(), NOW.plus(FIVE))).isTrue();
    assertThat(told).hasSize(1);
  }

  private void loads(String version) {
    String beside = "/etc/nginx/nginx.conf." + edge.substring(0, Math.min(12, edge.length()));
    engine.write(edge, beside + ".loaded", version);
  }

  private void answers(String file) {
    String mark = "%s\nloaded %s\n".formatted(file, work().config().version());
    engine.onExec((container, command) -> new ExecResult(0, mark));
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
