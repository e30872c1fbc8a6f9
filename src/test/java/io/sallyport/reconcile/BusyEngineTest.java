package io.sallyport.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.config.Setting;
import io.sallyport.source.ContainerBuilder;
import io.sallyport.source.FakeEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/// Much happens at once, and none of it holds up the rest.
class BusyEngineTest extends LoopBench {
  private static final Duration RELOAD_INTERVAL = Duration.ofMillis(200);
  private static final int CHANGES = 10;
  private static final int STORM_SECONDS = 3;
  private static final int PER_MILLISECOND = 2;

  /// Reloads are what a change has to wait for: one that has begun already, and the next.
  @Test
  void everyChangeIsInTheNextReloadWhileAnotherContainerCrashesAllTheTime() throws Exception {
    paced();
    String edge = proxy("edge");
    String looping = application("looping", "10.1.0.1");
    start();
    awaitServed(edge, "10.1.0.1:80");
    AtomicBoolean over = new AtomicBoolean();
    Instant began = Instant.now();
    int before = nginx.reloads(edge);
    Thread crashes =
        Thread.ofVirtual()
            .start(() -> {
              while (!over.get()) {
                engine.die(looping);
                LockSupport.parkNanos(3_000_000);
                engine.start(looping);
                LockSupport.parkNanos(3_000_000);
              }
            });

    for (int i = 0; i < CHANGES; i++) {
      String address = "10.0.0.%d".formatted(100 + i);
      application("shop-" + i, address);
      int reloads = nginx.reloads(edge);
      awaitServed(edge, address + ":80");
      List<String> taken = nginx.taken(edge);
      assertThat(taken.subList(reloads, Math.min(taken.size(), reloads + 2)))
          .as("reloads since")
          .anyMatch(config -> config.contains(address + ":80"));
    }
    over.set(true);
    crashes.join();
    long intervals = Duration.between(began, Instant.now()).dividedBy(RELOAD_INTERVAL);
    assertThat((long) nginx.reloads(edge) - before).isLessThanOrEqualTo(intervals + 2);
  }

  /// As when two are stopped, and started in the other order.
  @Test
  void followsTwoThatExchangeTheirAddresses() {
    String edge = proxy("edge");
    String shop = application("shop", "10.0.0.2");
    String blog = application("blog", "10.0.0.3");
    start();
    awaitServed(edge, "10.0.0.3:80");
    String before = nginx.running(edge);

    engine.swallowEvents(true);
    engine.die(shop);
    engine.die(blog);
    engine.remove(shop);
    engine.remove(blog);
    engine.run(shop("shop").on("bridge", "10.0.0.3"));
    engine.run(shop("blog").on("bridge", "10.0.0.2"));
    engine.swallowEvents(false);

    await()
        .untilAsserted(() ->
            assertThat(servers(nginx.running(edge)))
                .isEqualTo(servers(before).reversed())
                .hasSize(2));
  }

  private static List<String> servers(String config) {
    return config
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith("server 10."))
        .map(line -> line.split("[ :]", 3)[1])
        .toList();
  }

  /// What comes while a pass runs is answered by one more: nothing queues up.
  @Test
  void isQuietAgainOnceAStormOfEventsIsOver() {
    settings =
        settings
            .with(Setting.POLL_INTERVAL, Duration.ofHours(1))
            .with(Setting.RESYNC_INTERVAL, Duration.ofHours(1));
    String edge = proxy("edge");
    String bystander = engine.run(ContainerBuilder.named("bystander"));
    start();
    awaitServed(edge, "default_server");
    int reloads = nginx.reloads(edge);

    long due = System.nanoTime();
    for (int i = 0; i < STORM_SECONDS * 1000; i++) {
      for (int j = 0; j < PER_MILLISECOND; j++) {
        engine.emit(FakeEvents.container("start", engine.container(bystander)));
      }
      due += 1_000_000;
      LockSupport.parkNanos(due - System.nanoTime());
    }
    application("shop", "10.0.0.2");
    awaitServed(edge, "10.0.0.2:80");
    assertThat(nginx.reloads(edge)).isEqualTo(reloads + 1);
    // The pass that may be under way, and those that look again.
    long looks = count("observe");
    await().during(Duration.ofSeconds(3)).until(() -> count("observe") <= looks + 4);
  }

  private void paced() {
    settings =
        settings.withProxies(
            List.of(settings.proxies().getFirst().with(Setting.RELOAD_INTERVAL, RELOAD_INTERVAL)));
  }
}
