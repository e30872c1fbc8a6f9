package io.sallyport.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.api.StatusServer;
import io.sallyport.history.EventHistory;
import io.sallyport.metrics.Metrics;
import io.sallyport.proxy.Drivers;
import io.sallyport.proxy.nginx.NginxDriver;
import io.sallyport.source.ContainerBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What a running loop counts, as `/metrics` shows it.
class MetricsLoopTest extends LoopBench {
  private final Metrics metrics = new Metrics("test");
  private int shops;

  @Test
  void countsTheRoadOfAnEvent() throws Exception {
    String edge = proxy("edge");
    LoopUnderTest loop = startCounting();
    try (StatusServer server = serve(loop)) {
      await().until(() -> value(server, "sallyport_proxy_current{proxy=\"edge\"}") == 1);
      double before = value(server, "sallyport_event_to_reload_seconds_count");

      await()
          .until(() -> {
            awaitServed(edge, another() + ".example.com");
            return value(server, "sallyport_event_to_reload_seconds_count") > before;
          });
      await().until(() -> value(server, "sallyport_proxy_current{proxy=\"edge\"}") == 1);
      assertThat(value(server, "sallyport_events_total{action=\"start\",type=\"container\"}"))
          .isGreaterThanOrEqualTo(1);
      assertThat(value(server, "sallyport_reload_to_verified_seconds_count"))
          .isEqualTo(nginx.reloads(edge));
      assertThat(value(server, "sallyport_rollouts_total{proxy=\"edge\",result=\"applied\"}"))
          .isEqualTo(nginx.reloads(edge));
      assertThat(value(server, "sallyport_servers{state=\"serving\"}")).isEqualTo(shops);
      assertThat(value(server, "sallyport_hosts")).isEqualTo(shops);
      assertThat(value(server, "sallyport_event_stream_up")).isEqualTo(1);
      assertThat(value(server, "sallyport_engine_up")).isEqualTo(1);
    }
  }

  @Test
  void countsPassesByWhatTheyChanged() throws Exception {
    String edge = proxy("edge");
    LoopUnderTest loop = startCounting();
    try (StatusServer server = serve(loop)) {
      await()
          .until(() ->
              value(server, "sallyport_passes_total{outcome=\"changed\",reason=\"start\"}") == 1);
      await()
          .until(() -> {
            awaitServed(edge, another() + ".example.com");
            return value(server, "sallyport_passes_total{outcome=\"changed\",reason=\"event\"}")
                >= 1;
          });
      // The looks again after an event find nothing more.
      await()
          .until(() ->
              value(server, "sallyport_passes_total{outcome=\"unchanged\",reason=\"again\"}") >= 1);
    }
  }

  @Test
  void countsFindingsOnce() throws Exception {
    proxy("edge");
    LoopUnderTest loop = startCounting();
    try (StatusServer server = serve(loop)) {
      engine.run(
          ContainerBuilder.named("shop")
              .label("interlock.hostname", "shop")
              .label("interlock.prot", "80")
              .exposing(80)
              .on("bridge", "172.17.0.3"));
      await().until(() -> value(server, "sallyport_findings{code=\"unknown_label\"}") == 1);
      double passes = value(server, "sallyport_look_seconds_count");
      await().until(() -> value(server, "sallyport_look_seconds_count") > passes);
      assertThat(value(server, "sallyport_findings_appeared_total{code=\"unknown_label\"}"))
          .isEqualTo(1);
    }
  }

  @Test
  void isNotServedWhereItIsNotEnabled() throws Exception {
    LoopUnderTest loop = startCounting();
    try (StatusServer server = serve(loop, Optional.empty())) {
      assertThat(get(server)).isEmpty();
    }
  }

  /// A pass that is due may find a container before its event is heard: then another is needed.
  private String another() {
    shops++;
    application("shop" + shops, "172.17.0." + (2 + shops));
    return "shop" + shops;
  }

  private LoopUnderTest startCounting() {
    return start(
        new ReconcileLoop(
            engine,
            engine,
            settings,
            new Templates(settings, Drivers.of(new NginxDriver())),
            InstantSource.system(),
            metrics));
  }

  private StatusServer serve(LoopUnderTest loop) throws Exception {
    return serve(loop, Optional.of(metrics));
  }

  private static StatusServer serve(LoopUnderTest loop, Optional<Metrics> metrics)
      throws Exception {
    return new StatusServer(
        local(),
        loop::status,
        new EventHistory(InstantSource.system()),
        "test",
        Duration.ofMinutes(1),
        InstantSource.system(),
        metrics);
  }

  private static InetSocketAddress local() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private static Optional<String> get(StatusServer server) throws Exception {
    URI url = URI.create("http://127.0.0.1:" + server.address().getPort() + "/metrics");
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          client.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString());
      return Optional.of(answer.body()).filter(any -> answer.statusCode() == 200);
    }
  }

  /// -1 for one that is not shown.
  private static double value(StatusServer server, String name) throws Exception {
    return get(server)
        .orElseThrow()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .map(line -> Double.valueOf(line.substring(name.length() + 1)))
        .findFirst()
        .orElse(-1.0);
  }
}
