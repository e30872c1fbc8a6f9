package io.sallyport.proxy.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.config.ProxySettings;
import io.sallyport.config.Setting;
import io.sallyport.config.Settings;
import io.sallyport.explain.Explainer;
import io.sallyport.explain.Explanation;
import io.sallyport.explain.Explanation.ByProxy;
import io.sallyport.explain.ProxyState;
import io.sallyport.finding.Finding;
import io.sallyport.proxy.Drivers;
import io.sallyport.proxy.Plan;
import io.sallyport.proxy.ProxyConfig;
import io.sallyport.proxy.RenderedConfig;
import io.sallyport.proxy.nginx.NginxDriver;
import io.sallyport.reconcile.ReconcileLoop;
import io.sallyport.reconcile.Templates;
import io.sallyport.source.ContainerBuilder;
import io.sallyport.source.FakeEngine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A second kind of proxy, through routing, rollout, quarantine and explanations.
class RelayLoopTest {
  private static final RelayDriver DRIVER = new RelayDriver();

  private final FakeEngine engine = new FakeEngine();
  private final FakeRelay relay = new FakeRelay(engine);
  private final List<AutoCloseable> running = new ArrayList<>();
  private String edge = "";

  private ReconcileLoop start(Duration reloadInterval) {
    Settings settings =
        Settings.defaults()
            .with(Setting.POLL_INTERVAL, Duration.ofMillis(50))
            .withProxies(
                List.of(
                    DRIVER.completed(
                        ProxySettings.defaults()
                            .with(Setting.NAME, RelayDriver.KIND.name())
                            .with(Setting.RELOAD_INTERVAL, reloadInterval))));
    ReconcileLoop loop =
        new ReconcileLoop(
            engine,
            engine,
            settings,
            new Templates(settings, Drivers.of(new NginxDriver(), DRIVER)),
            InstantSource.system());
    edge = engine.run(ContainerBuilder.named("edge").label("interlock.ext.name", "relay"));
    engine.run(shop("shop", "shop", "10.0.0.2"));
    Thread thread = Thread.ofVirtual().start(loop);
    running.add(() -> {
      thread.interrupt();
      thread.join();
      loop.close();
    });
    awaitMembers("<shop.example.com> <10.0.0.2:80>");
    return loop;
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable each : running) {
      each.close();
    }
    engine.close();
  }

  /// What needs no reload does not wait for one.
  @Test
  void serversComeAndGoWithoutAReload() {
    start(Duration.ofHours(1));
    String twin = engine.run(shop("twin", "shop", "10.0.0.3"));
    awaitMembers("<shop.example.com> <10.0.0.2:80>", "<shop.example.com> <10.0.0.3:80>");
    engine.stop(twin);
    awaitMembers("<shop.example.com> <10.0.0.2:80>");

    assertThat(relay.done).containsExactly("reload", "runtime", "runtime");
    assertThat(engine.files(edge).get("/etc/relay.conf"))
        .isEqualToIgnoringNewLines(
            """
            site <shop.example.com>
              # container <shop>
              member <10.0.0.2:80>
            end
            """);
    relay.restart(edge);
    assertThat(relay.members()).as("as its file says").hasSize(1);
  }

  @Test
  void saysWhatItDoesNotServeAndWhatItRefuses() {
    ReconcileLoop loop = start(Duration.ofMillis(20));
    engine.run(shop("part", "shop", "10.0.0.4").label("interlock.context_root", "/part"));
    engine.run(shop("bad", "bad", "10.9.9.9"));

    await()
        .untilAsserted(() -> {
          assertThat(messages(loop, "part")).contains("relays serve whole hosts only");
          assertThat(messages(loop, "bad"))
              .contains("proxy `edge` refuses `bad.example.com`")
              .contains("bad member <10.9.9.9:80>");
        });
    assertThat(relay.members()).containsExactly("<shop.example.com> <10.0.0.2:80>");
  }

  @Test
  void isExplainedAsAnyOther() {
    ReconcileLoop loop = start(Duration.ofHours(1));
    await()
        .untilAsserted(() -> {
          Explanation shop = explanation(loop, "shop");
          assertThat(shop.standing()).isEqualTo(Explanation.Standing.ROUTED);
          assertThat(shop.routes().getFirst().proxies())
              .extracting(ByProxy::name, ByProxy::running)
              .containsExactly(org.assertj.core.groups.Tuple.tuple("edge", true));
        });
    assertThat(explanation(loop, "edge").standing()).isEqualTo(Explanation.Standing.PROXY);
  }

  @Test
  void plansByWhatDiffers() {
    String text = "site <a>\n  # container <x>\n  member <1.1.1.1:80>\nend\n";
    assertThat(plan(text, text)).isEqualTo(new Plan.Nothing());
    assertThat(plan(text, text.replace("<x>", "<y>"))).isEqualTo(new Plan.FilesOnly());
    assertThat(plan(text, text.replace("1.1.1.1", "2.2.2.2")))
        .isEqualTo(
            new Plan.RuntimeChange(List.of("add <a> <2.2.2.2:80>", "drop <a> <1.1.1.1:80>")));
    assertThat(plan(text, text.replace("<a>", "<b>"))).isEqualTo(new Plan.FullReload());
  }

  /// The plan begins with what the lane last saw; another may have changed the proxy since.
  @Test
  void doesNotBuildOnWhatTheProxyDoesNotRun() {
    start(Duration.ofHours(1));
    engine.files(edge).keySet().stream()
        .filter(file -> file.endsWith(".loaded"))
        .toList()
        .forEach(file -> engine.write(edge, file, "0123456789ab"));
    engine.run(shop("twin", "shop", "10.0.0.3"));

    awaitMembers("<shop.example.com> <10.0.0.2:80>", "<shop.example.com> <10.0.0.3:80>");
    assertThat(relay.done).containsExactly("reload", "reload");
  }

  private static Plan plan(String running, String wanted) {
    return DRIVER.plan(config(running), config(wanted));
  }

  private static ProxyConfig config(String text) {
    return ProxyConfig.of(RenderedConfig.of(text));
  }

  private static ContainerBuilder shop(String name, String host, String address) {
    return ContainerBuilder.named(name)
        .label("interlock.hostname", host + ".example.com")
        .exposing(80)
        .on("bridge", address);
  }

  private void awaitMembers(String... members) {
    await().untilAsserted(() -> assertThat(relay.members()).containsExactly(members));
  }

  private static String messages(ReconcileLoop loop, String container) {
    return String.join(
        "\n",
        loop.status().allFindings().stream()
            .filter(finding -> finding.container().equals(container))
            .map(Finding::message)
            .toList());
  }

  private static Explanation explanation(ReconcileLoop loop, String name) {
    SortedMap<String, ProxyState> served = new TreeMap<>();
    loop.history()
        .snapshot()
        .proxies()
        .forEach((proxy, known) -> served.put(proxy, known.served()));
    return Explainer.known(
            loop.history().snapshot().pass().orElseThrow(), served, List.of(), Instant.now())
        .stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
