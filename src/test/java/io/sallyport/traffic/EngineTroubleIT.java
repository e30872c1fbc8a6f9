package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.traffic.EngineRelay.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
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

  private static Sallyport sallyport = INSTALLATION.sallyport();

  @BeforeAll
  static void start() {
    INSTALLATION.start(EDGE, SHOP);
  }

  @BeforeEach
  void settle() {
    sallyport.awaitReady();
    awaitEvents();
    EDGE.await("http://shop.local", SHOP);
  }

  /// A stream that is not open yet can neither be cut nor miss anything.
  private static void awaitEvents() {
    Eventually.holds(() ->
        assertThat(sallyport.log().lastIndexOf("Event stream is live"))
            .isGreaterThan(sallyport.log().lastIndexOf("Event stream lost")));
  }

  @AfterEach
  void mend() {
    ENGINE.mend();
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
          assertThat(sallyport.said("Event stream lost, polling instead")).isEqualTo(1);
          assertThat(sallyport.said("Cannot read the engine's state")).isEqualTo(1);
          assertThat(sallyport.said(" WARN ") + sallyport.said(" ERROR ")).isEqualTo(2);
        });
    for (String signal : new String[] {"/healthz", "/readyz"}) {
      assertThat(sallyport.status(signal).status()).isEqualTo(503);
      assertThat(sallyport.status(signal).body())
          .startsWith("the engine has not been reached yet: ")
          .contains("there is no socket");
    }
    EDGE.await("http://shop.local", SHOP);

    Nginx next = INSTALLATION.backend("next", "hostname", "next").start();
    ENGINE.open();
    EDGE.await("http://next.local", next);
    next.remove();
    EDGE.await("http://next.local", 503); // Events are live, too.
  }

  @Test
  void pollsWhileThereAreNoEvents() {
    long lost = sallyport.said("Event stream lost, polling instead");
    long live = sallyport.said("Event stream is live");
    ENGINE.spoil("/events", Fault.ERROR);
    ENGINE.cutEventStreams();
    Nginx polled = INSTALLATION.backend("polled", "hostname", "polled").start();
    EDGE.await("http://polled.local", polled);
    polled.remove();
    EDGE.await("http://polled.local", 503);
    assertThat(sallyport.said("Event stream lost, polling instead")).isEqualTo(lost + 1);

    ENGINE.mend();
    Eventually.holds(() -> assertThat(sallyport.said("Event stream is live")).isEqualTo(live + 1));
    Nginx told = INSTALLATION.backend("told", "hostname", "told").start();
    EDGE.await("http://told.local", told);
  }

  /// Without polling: it is the reconnect that asks for a look.
  @Test
  void missesNothingWhenAStreamIsCut() {
    restart("1h", "1h");
    ENGINE.spoil("/events", Fault.STALLED);
    ENGINE.cutEventStreams();
    sallyport.awaitLog("Event stream lost, polling instead");
    Nginx meanwhile = INSTALLATION.backend("meanwhile", "hostname", "meanwhile").start();
    ENGINE.mend();
    EDGE.await("http://meanwhile.local", meanwhile);
    restart("2s", "1h");
  }

  @ParameterizedTest
  @EnumSource
  void keepsTheLastGoodConfigurationWhileListsFail(Fault fault) {
    String before = EDGE.exec("cat /etc/nginx/nginx.conf");
    Set<String> workers = EDGE.workers();
    Nginx unseen = startUnder(fault, "/containers/json", "unseen");
    EDGE.await("http://shop.local", SHOP);
    assertThat(EDGE.exec("cat /etc/nginx/nginx.conf")).isEqualTo(before);
    assertThat(EDGE.workers()).isEqualTo(workers);
    ENGINE.mend();
    EDGE.await("http://" + unseen.name() + ".local", unseen);
  }

  @ParameterizedTest
  @EnumSource
  void repeatsARolloutThatTheEngineSpoils(Fault fault) {
    ENGINE.cutShells();
    repeats(fault, "/exec", "late");
  }

  @ParameterizedTest
  @EnumSource
  void repeatsARolloutWhoseShellIsSpoiled(Fault fault) {
    repeats(fault, EngineRelay.SHELL_SCRIPT, "told");
  }

  /// By plain calls, at once.
  @ParameterizedTest
  @EnumSource
  void doesWithoutAShellThatDoesNotAnswer(Fault fault) {
    ENGINE.spoil(EngineRelay.SHELL_GREETING, fault);
    String name = "mute-" + fault.name().toLowerCase(Locale.ROOT);
    Nginx served = INSTALLATION.backend(name, "hostname", name).start();
    EDGE.await("http://" + name + ".local", served);
    restart("2s", "1h"); // It would not ask for a shell for a while.
  }

  private static void repeats(Fault fault, String path, String prefix) {
    Nginx late = startUnder(fault, path, prefix);
    EDGE.await("http://shop.local", SHOP);
    ENGINE.mend();
    EDGE.await("http://" + late.name() + ".local", late);
  }

  @Test
  void stopsAtOnceWhileTheEngineHangs() {
    startUnder(Fault.STALLED, "/containers/json", "hanging");
    sallyport.stop();
    ENGINE.mend();
    restart("2s", "1h");
  }

  /// With neither resync nor any other event. A stream that has just begun is not judged yet; the
  /// loop looks every `PollInterval` meanwhile.
  @Test
  void noticesASilentStreamWithinPollInterval() {
    ENGINE.silence(true);
    Nginx unsaid = INSTALLATION.backend("unsaid", "hostname", "unsaid").start();
    EDGE.await("http://unsaid.local", unsaid);
    ENGINE.silence(false);
  }

  @Test
  void findsANewSocketInThePlaceOfTheOld() throws IOException {
    Path away = ENGINE.socket().resolveSibling("away");
    Files.move(ENGINE.socket(), away); // As an engine leaves it that was killed.
    ENGINE.close();
    Files.deleteIfExists(away);
    Nginx behind = INSTALLATION.backend("behind", "hostname", "behind").start();
    ENGINE.open();
    EDGE.await("http://behind.local", behind);
    behind.remove();
    EDGE.await("http://behind.local", 503);
  }

  /// Three seconds for each call: for a look that is six, for a rollout twelve.
  @Test
  void getsThereThoughTheEngineIsSlow() {
    ENGINE.spoil("SHELL", Fault.SLOW);
    Nginx slow = startUnder(Fault.SLOW, "/", "slow");
    EDGE.await("http://slow-slow.local", slow);
  }

  private static void restart(String pollInterval, String resyncInterval) {
    sallyport.close();
    sallyport = INSTALLATION.looking(pollInterval, resyncInterval).sallyport();
    sallyport.awaitReady();
    awaitEvents();
  }

  /// Starts an application and waits until the answer to a request for it is spoiled.
  private static Nginx startUnder(Fault fault, String path, String name) {
    long asked = asked(path);
    ENGINE.spoil(path, fault);
    String unique = name + "-" + fault.name().toLowerCase(Locale.ROOT);
    Nginx application = INSTALLATION.backend(unique, "hostname", unique).start();
    Eventually.holds(() -> assertThat(asked(path)).isGreaterThan(asked));
    return application;
  }

  private static long asked(String path) {
    return ENGINE.requests().stream().filter(request -> request.contains(path)).count();
  }
}
