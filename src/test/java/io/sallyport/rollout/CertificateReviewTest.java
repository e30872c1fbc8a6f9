package io.sallyport.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.certificates.CertificateSet;
import io.sallyport.certificates.TestCertificate;
import io.sallyport.config.ProxySettings;
import io.sallyport.model.RoutingTable;
import io.sallyport.model.VirtualHost;
import io.sallyport.model.VirtualHost.Limits;
import io.sallyport.model.VirtualHost.Tls;
import io.sallyport.proxy.ProxyConfig;
import io.sallyport.proxy.ProxyReader;
import io.sallyport.proxy.RenderedConfig;
import io.sallyport.proxy.nginx.NginxDriver;
import io.sallyport.source.ContainerAccess.ExecResult;
import io.sallyport.source.ContainerBuilder;
import io.sallyport.source.EngineException;
import io.sallyport.source.FakeEngine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/// When a proxy is asked for its certificates, and what is made of its answer.
class CertificateReviewTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  private final FakeEngine engine = new FakeEngine();
  private final String edge = engine.run(ContainerBuilder.named("edge"));
  private final CertificateReview review =
      new CertificateReview(
          edge,
          new ProxyReader(
              engine, new NginxDriver(), ProxySettings.defaults(), InstantSource.fixed(NOW)));

  @AfterEach
  void close() throws Exception {
    engine.close();
  }

  @Test
  void asksAgainLaterEachTimeThatItFails() {
    ProxyWork work = work(2);
    engine.failAlways("exec", new EngineException("timed out"));
    Instant at = NOW;
    for (int minutes : List.of(1, 2, 4, 8, 16, 32, 60, 60)) {
      List<String> due = review.due(work, at);
      assertThat(due).containsExactly("/certs/00.pem", "/certs/01.pem");
      Instant now = at;
      assertThatThrownBy(() -> review.ask(work, due, now)).isInstanceOf(EngineException.class);
      at = at.plus(Duration.ofMinutes(minutes));
      assertThat(review.due(work, at.minusSeconds(1))).isEmpty();
    }
  }

  @Test
  void keepsWhatItKnowsWhileAProxyDoesNotAnswer() throws Exception {
    ProxyWork work = work(1);
    String certificate = TestCertificate.of("host0.example", 9);
    engine.onExec((_, _) ->
        new ExecResult(0, "file 0\n=" + certificate.strip().replace("\n", "\n=") + "\nend 0\n"));
    review.ask(work, review.due(work, NOW), NOW);
    assertThat(review.news(work).orElseThrow().all()).hasSize(1);

    engine.failNext("exec", "timed out");
    Instant later = NOW.plus(Duration.ofHours(1));
    assertThatThrownBy(() -> review.ask(work, review.due(work, later), later))
        .isInstanceOf(EngineException.class);
    assertThat(review.news(work)).as("nothing else").isEmpty();
  }

  @Test
  void putsOffAllThatABadAnswerLacks() {
    ProxyWork work = work(20);
    engine.onExec((_, _) -> new ExecResult(0, "file 0\nend 7\nnot an answer\n"));
    List<String> first = review.due(work, NOW);
    assertThat(first).hasSize(12).startsWith("/certs/00.pem");
    review.ask(work, first, NOW);
    List<String> second = review.due(work, NOW);
    assertThat(second).hasSize(8).startsWith("/certs/12.pem");
    review.ask(work, second, NOW);
    assertThat(review.due(work, NOW)).isEmpty();

    assertThat(review.due(work, NOW.plus(Duration.ofMinutes(1))))
        .as("without the one that may have filled the answer")
        .hasSize(12)
        .startsWith("/certs/01.pem");
  }

  /// Proxies may say anything.
  @Test
  @Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
  void readsALongAnswerInOnePass() {
    String answer = "file 0\n".repeat(300_000);
    engine.onExec((_, _) -> new ExecResult(0, answer));
    ProxyWork work = work(1);
    review.ask(work, review.due(work, NOW), NOW);
    assertThat(review.news(work).orElseThrow().all()).isEmpty();
  }

  private ProxyWork work(int hosts) {
    List<VirtualHost> all =
        IntStream.range(0, hosts)
            .mapToObj(i ->
                new VirtualHost(
                    "host%d.example".formatted(i),
                    List.of(),
                    Optional.of(new Tls("/certs/%02d.pem".formatted(i), "/certs/key.pem")),
                    false,
                    Limits.COMMON,
                    List.of(),
                    List.of()))
            .toList();
    return new ProxyWork(
        engine.container(edge),
        new RenderInput(
            new RoutingTable(all),
            new NginxDriver().renderer(ProxySettings.defaults()),
            new NginxDriver().baseline(),
            CertificateSet.NONE,
            engine.observe(),
            ProxySettings.defaults(),
            ""),
        ProxyConfig.of(RenderedConfig.of("ours")),
        new TreeMap<>(),
        new TreeSet<>(),
        WorkOrigin.NOBODY);
  }
}
