package io.sallyport.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.certificates.CertificateSet;
import io.sallyport.config.ProxySettings;
import io.sallyport.config.Setting;
import io.sallyport.proxy.RolloutResult.Applied;
import io.sallyport.proxy.RolloutResult.Failed;
import io.sallyport.proxy.RolloutResult.Refused;
import io.sallyport.proxy.RolloutResult.RolledBack;
import io.sallyport.proxy.RolloutResult.Unchanged;
import io.sallyport.proxy.nginx.FakeNginx;
import io.sallyport.proxy.nginx.FakeNginx.Step;
import io.sallyport.proxy.nginx.NginxDriver;
import io.sallyport.source.ContainerAccess.ExecResult;
import io.sallyport.source.ContainerBuilder;
import io.sallyport.source.FakeEngine;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a rollout asks of the engine, step by step, and what it makes of a failure at each step.
class RolloutTest {
  private static final String LIVE = "/etc/nginx/nginx.conf";
  private static final String ORIGINAL = "the image's own";

  private final List<CertificateSet> copied = new ArrayList<>();
  private final FakeEngine engine = new FakeEngine();
  private final FakeNginx nginx = new FakeNginx(engine);
  private String proxy = "";

  @BeforeEach
  void runAProxy() {
    proxy = engine.run(ContainerBuilder.named("edge"));
    engine.write(proxy, LIVE, ORIGINAL);
  }

  @Test
  void isOneCopyAndOneCommand() {
    assertThat(apply("new")).isInstanceOf(Applied.class);

    assertThat(calls())
        .satisfiesExactly(
            copy ->
                assertThat(copy)
                    .matches(
                        "copy edge:/etc/nginx nginx\\.conf\\.%s\\.[0-9a-f]{8}\\.staged"
                            .formatted(proxy.substring(0, 12))),
            command -> assertThat(command).isEqualTo("exec edge: sh -c"));
    assertThat(nginx.running(proxy)).isEqualTo("new");
    assertThat(engine.files(proxy))
        .containsEntry(LIVE, "new")
        .allSatisfy((path, content) -> assertThat(path).doesNotEndWith(".staged"));
  }

  @Test
  void isUnchangedTheSecondTime() {
    apply("new");

    assertThat(apply("new")).isInstanceOf(Unchanged.class);

    assertThat(nginx.reloads(proxy)).isOne();
  }

  @Test
  void aCopyThatFailsChangesNothing() {
    engine.failNext("copyInto", "the rootfs is marked read-only");

    assertThat(apply("new")).isEqualTo(new Failed("the rootfs is marked read-only"));

    assertUntouched();
    assertThat(calls()).hasSize(1);
  }

  @Test
  void aCopyWhoseAnswerIsLostIsDoneAgain() {
    engine.loseNextAnswer("copyInto", "connection reset");
    assertThat(apply("new")).isInstanceOf(Failed.class);
    assertUntouched();

    assertThat(apply("new")).isInstanceOf(Applied.class);
  }

  @Test
  void aCommandThatDoesNotStartChangesNothing() {
    engine.failNext("exec", "container is paused");

    assertThat(apply("new")).isEqualTo(new Failed("container is paused"));

    assertUntouched();
  }

  /// The script has run to its end; we do not know it. Next time the proxy says so.
  @Test
  void aCommandWhoseAnswerIsLostIsNotRepeatedInTheProxy() {
    engine.loseNextAnswer("exec", "connection reset");
    assertThat(apply("new")).isInstanceOf(Failed.class);

    assertThat(apply("new")).isInstanceOf(Unchanged.class);

    assertThat(nginx.reloads(proxy)).isOne();
  }

  @Test
  void aRefusalCarriesTheProxysOwnMessage() {
    assertThat(apply(FakeNginx.REFUSED))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.message()).contains("unknown directive"));

    assertUntouched();
  }

  @Test
  void aFileThatCannotBeReplacedStays() {
    nginx.fail(Step.SWAP);

    assertThat(apply("new"))
        .isEqualTo(
            new Failed("the configuration file cannot be replaced: mv: Device or resource busy"));

    assertThat(engine.files(proxy)).containsEntry(LIVE, ORIGINAL);
  }

  @Test
  void aProxyWithoutAMasterIsToBeTriedAgain() {
    nginx.fail(Step.FIND_MASTER);
    assertThat(apply("new")).isEqualTo(new Failed("no nginx master process within 5 s"));

    nginx.heal();
    assertThat(apply("new")).isInstanceOf(Applied.class);
  }

  @Test
  void aReloadThatShowsNoWorkersIsRolledBack() {
    nginx.fail(Step.RELOAD);

    assertThat(apply("new")).isEqualTo(new RolledBack("no new workers"));

    assertThat(engine.files(proxy)).containsEntry(LIVE, ORIGINAL);
  }

  @Test
  void anImageWithoutAShellIsSaidToHaveNone() {
    engine.onExec((container, command) -> new ExecResult(127, "exec: \"sh\": not found"));

    assertThat(apply("new"))
        .isEqualTo(
            new Failed("the activation script ended with exit code 127: exec: \"sh\": not found"));
  }

  /// The exit code that asks for another plan, from a proxy whose kind has only one.
  @Test
  void aCommandThatAlwaysAsksForAnotherPlanFails() {
    engine.onExec((container, command) -> new ExecResult(13, "again"));

    assertThat(apply("new")).isEqualTo(new Failed("again"));
  }

  @Test
  void aHangingCommandHasALimit() {
    engine.callLimit(Duration.ofMillis(50));
    engine.hangNext("copyInto");

    assertThat(apply("new")).isInstanceOf(Failed.class);

    assertUntouched();
  }

  @Test
  void keepsItsFilesBesideAnotherConfigPath() {
    ProxySettings settings =
        ProxySettings.defaults().with(Setting.CONFIG_PATH, "/opt/edge/main.conf");

    new Rollout(engine, new NginxDriver(), settings, InstantSource.system())
        .apply(proxy, ProxyConfig.of(RenderedConfig.of("new")), Optional.empty());

    assertThat(engine.files(proxy)).containsEntry("/opt/edge/main.conf", "new");
  }

  @Test
  void sendsCertificatesToAProxyThatLacksThem() {
    CertificateSet first = set("first");
    String text = "cert /certs/site.pem; other /certs/other.pem;";

    assertThat(apply(text, first)).isInstanceOf(Applied.class);

    String folder = "/certs/.sallyport-" + proxy.substring(0, 12) + "-" + first.digest() + "/";
    assertThat(nginx.running(proxy))
        .isEqualTo("cert " + folder + "site.pem; other /certs/other.pem;");
    assertThat(engine.files(proxy))
        .containsEntry(folder + "site.pem", "first")
        .allSatisfy((path, content) -> assertThat(path).doesNotContain(".staged"));
    assertThat(engine.mode(proxy, folder + "site.pem")).isEqualTo(0600);
  }

  @Test
  void sendsThemOnce() {
    apply("/certs/site.pem", set("first"));
    engine.clearTranscript();

    assertThat(apply("/certs/site.pem", set("first"))).isInstanceOf(Unchanged.class);
    assertThat(apply("/certs/site.pem more", set("first"))).isInstanceOf(Applied.class);

    assertThat(calls()).hasSize(4).noneMatch(call -> call.contains("site.pem"));
    assertThat(copied).as("said once").containsExactly(set("first"));
  }

  @Test
  void renewedCertificatesAreAnotherVersion() {
    apply("/certs/site.pem", set("first"));

    assertThat(apply("/certs/site.pem", set("second")))
        .isInstanceOfSatisfying(
            Applied.class,
            applied -> assertThat(applied.replaced()).isEqualTo(config(set("first")).version()));

    assertThat(nginx.reloads(proxy)).isEqualTo(2);
    assertThat(nginx.running(proxy)).contains(set("second").digest());
  }

  private static ProxyConfig config(CertificateSet set) {
    return new ProxyConfig(RenderedConfig.of("/certs/site.pem"), set);
  }

  private static CertificateSet set(String content) {
    return new CertificateSet(new TreeMap<>(Map.of("site.pem", content)));
  }

  private RolloutResult apply(String text, CertificateSet set) {
    ProxySettings settings = ProxySettings.defaults().with(Setting.SSL_CERT_PATH, "/certs");
    return new Rollout(engine, new NginxDriver(), settings, InstantSource.system(), copied::add)
        .apply(proxy, new ProxyConfig(RenderedConfig.of(text), set), Optional.empty());
  }

  private void assertUntouched() {
    assertThat(engine.files(proxy)).containsEntry(LIVE, ORIGINAL);
    assertThat(nginx.reloads(proxy)).isZero();
  }

  private RolloutResult apply(String config) {
    return new Rollout(engine, new NginxDriver(), ProxySettings.defaults(), InstantSource.system())
        .apply(proxy, ProxyConfig.of(RenderedConfig.of(config)), Optional.empty());
  }

  /// The transcript without the script's text.
  private List<String> calls() {
    return engine.transcript().stream()
        .map(line -> line.startsWith("exec") ? line.substring(0, line.indexOf(" -c") + 3) : line)
        .toList();
  }
}
