package io.sallyport.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.certificates.CertificateSet;
import io.sallyport.config.ProxySettings;
import io.sallyport.model.RoutingTable;
import io.sallyport.proxy.ProxyConfig;
import io.sallyport.proxy.RenderedConfig;
import io.sallyport.proxy.nginx.NginxDriver;
import io.sallyport.source.ContainerBuilder;
import io.sallyport.source.FakeEngine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class KnownProxyTest {
  private static final RenderInput WANTED =
      new RenderInput(
          new RoutingTable(List.of()),
          new NginxDriver().renderer(ProxySettings.defaults()),
          new NginxDriver().baseline(),
          CertificateSet.NONE,
          new FakeEngine().observe(),
          ProxySettings.defaults(),
          "");

  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final Duration TRUST = Duration.ofSeconds(30);

  private final KnownProxy known = new KnownProxy(TRUST);

  @Test
  void believesForSoLong() {
    assertThat(runs("one", NOW)).isFalse();
    assertThat(known.recordRunning(work("one"), Set.of(), NOW)).isTrue();

    assertThat(runs("one", NOW)).isTrue();
    assertThat(runs("one", NOW.plus(TRUST).minusMillis(1))).isTrue();
    assertThat(runs("one", NOW.plus(TRUST))).isFalse();
    assertThat(runs("one", NOW.minusMillis(1))).as("the clock was put back").isFalse();
    assertThat(runs("two", NOW)).isFalse();
    assertThat(known.recordRunning(work("one"), Set.of(), NOW)).isFalse();
    known.markUnknown();
    assertThat(runs("one", NOW)).isFalse();
  }

  @Test
  void isContestedWhileAnotherGoesOn() {
    known.recordReplaced("theirs");
    assertThat(known.contested()).as("we had left nothing").isFalse();
    known.recordRunning(work("one"), Set.of(), NOW);

    known.recordReplaced("theirs");
    assertThat(known.contested()).as("may be chance").isFalse();
    known.recordReplaced("theirs");
    assertThat(known.contested()).isTrue();
    known.recordReplaced(work("one").config().version());
    assertThat(known.contested()).as("for the moment").isTrue();
    known.recordReplaced("theirs");
    known.recordReplaced("");
    known.recordConfirmed();
    assertThat(known.contested()).isFalse();
  }

  @Test
  void doubtsUntilItWasSeenAgain() {
    known.recordRunning(work("one"), Set.of(), NOW);
    assertThat(known.doubted()).isFalse();
    known.recordDoubt();
    assertThat(known.doubted()).isTrue();
    assertThat(runs("one", NOW)).isFalse();
    assertThat(known.recordRunning(work("one"), Set.of(), NOW)).as("no news").isFalse();
    assertThat(known.doubted()).isFalse();
  }

  private boolean runs(String text, Instant now) {
    return known.runs(work(text), Set.of(), now);
  }

  private static ProxyWork work(String text) {
    return new ProxyWork(
        ContainerBuilder.named("edge").build(),
        WANTED,
        ProxyConfig.of(RenderedConfig.of(text)),
        new TreeMap<>(),
        new TreeSet<>(),
        WorkOrigin.NOBODY);
  }
}
