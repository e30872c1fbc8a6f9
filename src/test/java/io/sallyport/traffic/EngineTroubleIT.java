package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.traffic.EngineRelay.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Whatever the engine does, proxies keep the last good configuration and get the next one.
class EngineTroubleIT {
  private static final Duration A_WHILE = Duration.ofSeconds(2);

  @AutoClose
  private static final Installation INSTALLATION = Installation.of(EngineTroubleIT.class);

  private static final EngineRelay ENGINE = INSTALLATION.relay();
  private static final Nginx EDGE = INSTALLATION.proxy("edge");
  private static final Nginx SHOP = INSTALLATION.backend("shop", "hostname", "shop");

  private Sallyport sallyport = INSTALLATION.sallyport();

  @BeforeAll
  static void start() {
    INSTALLATION.start(EDGE, SHOP);
  }

  @BeforeEach
  void settle() {
    EDGE.await("http://shop.local", SHOP);
    sallyport.awaitReady();
  }

  @AfterEach
  void stop() {
    ENGINE.mend();
    sallyport.stop();
  }

  @Test
  void waitsForAnEngineThatIsNotThereYet() throws IOException {
    sallyport.stop();
    ENGINE.close();
    sallyport = INSTALLATION.sallyport();
    sallyport.awaitLog("there is no socket " + ENGINE.socket());
    Awaitility.await()
        .during(A_WHILE)
        .untilAsserted(() -> {
          assertThat(sallyport.running()).isTrue();
          assertThat(sallyport.said(" WARN ") + sallyport.said(" ERROR ")).isEqualTo(1);
        });
    assertThat(sallyport.status("/healthz").status()).isEqualTo(200);
    assertThat(sallyport.status("/readyz").body()).contains("there is no socket");
    EDGE.await("http://shop.local", SHOP);

    Nginx next = INSTALLATION.backend("next", "hostname", "next").start();
    ENGINE.open();
    EDGE.await("http://next.local", next);
    next.remove();
    EDGE.await("http://next.local", 503); // Events are live, too.
  }

  @Test
  void pollsWhileThereAreNoEvents() {
    ENGINE.spoil("/events", Fault.ERROR);
    ENGINE.cutEventStreams();
    sallyport.awaitLog("No event stream, polling meanwhile");
    Nginx polled = INSTALLATION.backend("polled", "hostname", "polled").start();
    EDGE.await("http://polled.local", polled);
    polled.remove();
    EDGE.await("http://polled.local", 503);
    assertThat(sallyport.said("No event stream")).isEqualTo(1);

    ENGINE.mend();
    Eventually.holds(() -> assertThat(sallyport.said("Event stream is live")).isEqualTo(2));
    Nginx told = INSTALLATION.backend("told", "hostname", "told").start();
    EDGE.await("http://told.local", told);
    told.remove();
  }

  @Test
  void missesNothingWhenAStreamIsCut() {
    ENGINE.spoil("/events", Fault.STALLED);
    ENGINE.cutEventStreams();
    Nginx meanwhile = INSTALLATION.backend("meanwhile", "hostname", "meanwhile").start();
    ENGINE.mend();
    EDGE.await("http://meanwhile.local", meanwhile);
    meanwhile.remove();
  }

  @ParameterizedTest
  @EnumSource
  void keepsTheLastGoodConfigurationWhileListsFail(Fault fault) {
    String before = EDGE.exec("cat /etc/nginx/nginx.conf");
    Set<String> workers = EDGE.workers();
    ENGINE.spoil("/containers/json", fault);
    Nginx unseen = INSTALLATION.backend("unseen", "hostname", "unseen").start();
    int asked = ENGINE.requests().size();
    Eventually.holds(() ->
        assertThat(ENGINE.requests().stream().skip(asked))
            .anyMatch(request -> request.contains("/containers/json")));
    EDGE.await("http://shop.local", SHOP);
    assertThat(EDGE.exec("cat /etc/nginx/nginx.conf")).isEqualTo(before);
    assertThat(EDGE.workers()).isEqualTo(workers);

    ENGINE.mend();
    EDGE.await("http://unseen.local", unseen);
    unseen.remove();
    EDGE.await("http://unseen.local", 503);
  }

  @ParameterizedTest
  @EnumSource
  void repeatsARolloutThatTheEngineSpoils(Fault fault) {
    ENGINE.spoil("/exec", fault);
    Nginx late = INSTALLATION.backend("late", "hostname", "late").start();
    Eventually.holds(
        () -> assertThat(ENGINE.requests()).anyMatch(request -> request.contains("/exec")));
    EDGE.await("http://shop.local", SHOP);
    ENGINE.mend();
    EDGE.await("http://late.local", late);
    late.remove();
    EDGE.await("http://late.local", 503);
  }
}
