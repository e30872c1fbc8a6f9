package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Much happens that does not matter, and what does is served all the same.
///
/// `-Dsallyport.storm.seconds=60` storms for a minute.
class BusyEngineIT {
  @AutoClose private static final Installation INSTALLATION = Installation.of(BusyEngineIT.class);

  private static final Duration STORM =
      Duration.ofSeconds(Long.getLong("sallyport.storm.seconds", 8));
  private static final int EVENTS_PER_SECOND = 2000;
  private static final int RESTARTS = 8;

  /// Far more than one `ReloadInterval` and a reload, and far less than without the defence: a
  /// change that has to wait until the rest is quiet waits until the end.
  private static final Duration SOON = Duration.ofSeconds(4);

  private static final int MORE_MEBIBYTES = 40;
  private static final int MORE = 8;
  private static final Duration A_WHILE = Duration.ofSeconds(3);

  private static final EngineRelay ENGINE = INSTALLATION.relay();
  private static final Nginx EDGE = INSTALLATION.proxy("edge");
  private static final Sallyport SALLYPORT = INSTALLATION.sallyport();
  private int made;

  @BeforeAll
  static void start() {
    EDGE.start();
    SALLYPORT.awaitReady();
    SALLYPORT.awaitLog("Event stream is live");
  }

  /// A container that crashes a thousand times a second, as the engine would tell it.
  @Test
  void changesAreServedInAStormOfEvents() throws Exception {
    List<Duration> waits = changes(1); // What only the first one costs.
    DaemonUse before = DaemonUse.of(SALLYPORT);
    Duration processor = SALLYPORT.processorTime();
    long reloads = EDGE.reloads();
    AtomicLong told = new AtomicLong();
    Instant end = Instant.now().plus(STORM);
    Thread storm = Thread.ofPlatform().start(() -> storm(end, told));
    while (Instant.now().isBefore(end)) {
      waits.addAll(changes(1));
    }
    storm.join();
    processor = SALLYPORT.processorTime().minus(processor);
    System.out.printf(
        "STORM %d events in %d s, %d changes, served after %d ms at most; processor %d ms; %s%n",
        told.get(),
        STORM.toSeconds(),
        waits.size(),
        Collections.max(waits).toMillis(),
        processor.toMillis(),
        DaemonUse.of(SALLYPORT));

    assertThat(told.get()).isGreaterThan(STORM.toSeconds() * EVENTS_PER_SECOND * 9 / 10);
    assertThat(waits).allMatch(wait -> wait.compareTo(SOON) < 0);
    // Each change of ours is one that comes and one that goes.
    assertThat(EDGE.reloads() - reloads).isLessThanOrEqualTo(2L * waits.size());
    awaitUseAsBefore(before);
    long asked = looks();
    Awaitility.await().during(A_WHILE).until(() -> looks() <= asked + MORE);
  }

  @Test
  void changesAreServedWhileAContainerRestartsEverySecond() throws Exception {
    Nginx looping = INSTALLATION.backend("looping", "hostname", "looping").start();
    EDGE.await("http://looping.local", looping);
    DaemonUse before = DaemonUse.of(SALLYPORT);
    Thread restarts = Thread.ofPlatform().start(() -> restartEverySecond(looping));
    List<Duration> waits = new ArrayList<>();
    while (restarts.isAlive()) {
      waits.addAll(changes(1));
    }
    System.out.printf("RESTARTS %d, changes served after %s%n", RESTARTS, waits);

    assertThat(waits).hasSizeGreaterThan(1).allMatch(wait -> wait.compareTo(SOON) < 0);
    EDGE.await("http://looping.local", looping);
    awaitUseAsBefore(before);
  }

  @Test
  void twoThatExchangeTheirAddressesAreEachServedAsThemselves() {
    String prefix = "10.213.%d.".formatted(ThreadLocalRandom.current().nextInt(256));
    String network = INSTALLATION.network("exchange", prefix + "0/24");
    Nginx shop = INSTALLATION.backend("shop", "hostname", "shop", "network", network);
    Nginx blog = INSTALLATION.backend("blog", "hostname", "blog", "network", network);
    INSTALLATION.start(shop, blog);
    shop.join(network, prefix + "100");
    blog.join(network, prefix + "101");
    EDGE.await("http://shop.local", shop);
    EDGE.await("http://blog.local", blog);

    shop.leave(network);
    blog.leave(network);
    shop.join(network, prefix + "101");
    blog.join(network, prefix + "100");
    EDGE.await("http://shop.local", shop);
    EDGE.await("http://blog.local", blog);
    assertThat(EDGE.get("http://shop.local").server()).isEqualTo("shop");
    shop.remove();
    blog.remove();
  }

  /// Starts applications one after another, and removes each once it is served.
  private List<Duration> changes(int count) {
    List<Duration> waits = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String name = "change-" + ++made;
      Nginx application = INSTALLATION.backend(name, "hostname", name).start();
      long started = System.nanoTime();
      Eventually.holds(
          () -> assertThat(EDGE.get("http://" + name + ".local").server()).isEqualTo(name));
      waits.add(Duration.ofNanos(System.nanoTime() - started));
      application.remove();
    }
    return waits;
  }

  private static void storm(Instant end, AtomicLong told) {
    long due = System.nanoTime();
    while (Instant.now().isBefore(end)) {
      ENGINE.tell(event(told.getAndIncrement() % 2 == 0 ? "start" : "die"));
      due += Duration.ofSeconds(1).toNanos() / EVENTS_PER_SECOND;
      LockSupport.parkNanos(due - System.nanoTime());
    }
  }

  private static String event(String action) {
    Instant now = Instant.now();
    return """
    {"status":"%s","id":"%s","from":"app","Type":"container","Action":"%s","Actor":{"ID":"%s",\
    "Attributes":{"image":"app","name":"crashing"}},"scope":"local","time":%d,"timeNano":%d}\
    """
        .formatted(
            action,
            "c".repeat(64),
            action,
            "c".repeat(64),
            now.getEpochSecond(),
            now.getEpochSecond() * 1_000_000_000L + now.getNano());
  }

  private static void restartEverySecond(Nginx container) {
    long due = System.nanoTime();
    for (int i = 0; i < RESTARTS; i++) {
      container.kill();
      container.startAgain();
      due += Duration.ofSeconds(1).toNanos();
      LockSupport.parkNanos(due - System.nanoTime());
    }
  }

  private static long looks() {
    return ENGINE.requests().stream().filter(line -> line.contains("/containers/json")).count();
  }

  private static void awaitUseAsBefore(DaemonUse before) throws IOException {
    Eventually.holds(() -> {
      DaemonUse now = DaemonUse.of(SALLYPORT);
      assertThat(now.files()).isLessThanOrEqualTo(before.files() + MORE);
      assertThat(now.threads()).isLessThanOrEqualTo(before.threads() + MORE);
      assertThat(now.mebibytes()).isLessThan(before.mebibytes() + MORE_MEBIBYTES);
    });
  }
}
