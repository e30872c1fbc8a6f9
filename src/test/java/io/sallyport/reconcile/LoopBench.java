package io.sallyport.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.config.Setting;
import io.sallyport.config.Settings;
import io.sallyport.history.ProxyStatus;
import io.sallyport.history.Status;
import io.sallyport.proxy.Drivers;
import io.sallyport.proxy.nginx.FakeNginx;
import io.sallyport.proxy.nginx.NginxDriver;
import io.sallyport.source.ContainerBuilder;
import io.sallyport.source.FakeEngine;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/// An engine in memory with proxies and applications, and loops that run against it.
abstract class LoopBench {
  final FakeEngine engine = new FakeEngine();
  final FakeNginx nginx = new FakeNginx(engine);
  private final List<LoopUnderTest> running = new ArrayList<>();

  Settings settings =
      Settings.defaults()
          .with(Setting.POLL_INTERVAL, Duration.ofMillis(50))
          .withProxies(
              List.of(
                  Settings.defaults()
                      .proxies()
                      .getFirst()
                      .with(Setting.RELOAD_INTERVAL, Duration.ofMillis(20))));

  @AfterEach
  void stop() throws Exception {
    for (LoopUnderTest each : running) {
      each.stop();
    }
    engine.close();
  }

  String proxy(String name) {
    return engine.run(ContainerBuilder.named(name).label("interlock.ext.name", "nginx"));
  }

  String application(String name, String address) {
    return engine.run(shop(name).on("bridge", address));
  }

  /// One more container of the host.
  static ContainerBuilder twin(String name, String address) {
    return ContainerBuilder.named(name + "-twin")
        .label("interlock.hostname", name + ".example.com")
        .exposing(80)
        .on("bridge", address);
  }

  static ContainerBuilder shop(String name) {
    return ContainerBuilder.named(name)
        .label("interlock.hostname", name + ".example.com")
        .exposing(80);
  }

  long count(String line) {
    return engine.transcript().stream().filter(line::equals).count();
  }

  void awaitServed(String proxy, String text) {
    await().untilAsserted(() -> assertThat(nginx.running(proxy)).contains(text));
  }

  void awaitNotServed(String proxy, String text) {
    await().untilAsserted(() -> assertThat(nginx.running(proxy)).doesNotContain(text));
  }

  LoopUnderTest start() {
    return start(
        new ReconcileLoop(
            engine,
            engine,
            settings,
            new Templates(settings, Drivers.of(new NginxDriver())),
            InstantSource.system()));
  }

  LoopUnderTest start(ReconcileLoop loop) {
    Thread thread = Thread.ofVirtual().start(loop);
    LoopUnderTest started = new LoopUnderTest(loop, thread);
    running.add(started);
    return started;
  }

  record LoopUnderTest(ReconcileLoop loop, Thread thread) {
    Status status() {
      return loop.status();
    }

    String problem(String proxy) {
      ProxyStatus status = loop.status().proxies().get(proxy);
      return status == null ? "" : status.problem();
    }

    void stop() throws InterruptedException {
      thread.interrupt();
      thread.join();
      loop.close();
    }
  }
}
