package io.sallyport.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.certificates.TestCertificate;
import io.sallyport.config.ProxySettings;
import io.sallyport.config.Setting;
import io.sallyport.finding.Finding;
import io.sallyport.finding.Finding.Code;
import io.sallyport.history.KnownCertificate;
import io.sallyport.history.Readiness;
import io.sallyport.proxy.nginx.FakeNginx.Step;
import io.sallyport.source.Container;
import io.sallyport.source.Container.State;
import io.sallyport.source.ContainerBuilder;
import io.sallyport.source.EngineException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is said where something is wrong that is no label.
class SignalsLoopTest extends LoopBench {

  @TempDir private Path folder;

  @Test
  void theOnlyProxyStops() {
    String edge = proxy("edge");
    application("shop", "10.0.0.2");
    LoopUnderTest loop = start();
    awaitReadiness(loop, Readiness.READY);

    engine.die(edge);
    awaitReadiness(loop, Readiness.NO_PROXY);
    assertThat(loop.status().health(Instant.now()).sentence())
        .startsWith("no proxy is running: edge exited with code 1, ");
    assertThat(finding(loop, Code.NO_PROXY).advice())
        .isEqualTo("see why: docker logs edge; then docker start edge");

    engine.start(edge);
    awaitReadiness(loop, Readiness.READY);
    assertThat(codes(loop)).isEmpty();
  }

  @Test
  void oneOfTwoProxiesStops() {
    proxy("edge");
    String other = proxy("edge-2");
    LoopUnderTest loop = start();
    awaitReadiness(loop, Readiness.READY);

    engine.die(other);
    await().until(() -> codes(loop).contains(Code.PROXY_STOPPED));
    assertThat(codes(loop)).containsExactly(Code.PROXY_STOPPED);
    assertThat(finding(loop, Code.PROXY_STOPPED).toString())
        .isEqualTo(
            "warning: proxy edge-2 exited with code 1 and does not run; see why: docker logs"
                + " edge-2; then docker start edge-2, or docker rm edge-2 if nobody needs it");
    awaitReadiness(loop, Readiness.READY);

    become(other, it -> ContainerBuilder.like(it).build().exited(0)); // Somebody stopped it.
    await().until(() -> codes(loop).isEmpty());
    assertThat(loop.status().stopped()).hasSize(1);
  }

  @Test
  void aProxyIsNotCurrent() {
    nginx.fail(Step.SWAP);
    String edge = proxy("edge");
    application("shop", "10.0.0.2");
    LoopUnderTest loop = start();
    awaitReadiness(loop, Readiness.NONE_CURRENT);
    assertThat(finding(loop, Code.PROXY_NOT_CURRENT).toString())
        .startsWith(
            "error: proxy edge keeps its current configuration: the configuration file cannot be"
                + " replaced: mv: Device or resource busy (nothing of Sallyport's yet, since 2");
    assertThat(finding(loop, Code.PROXY_NOT_CURRENT).containerId()).isEqualTo(edge);

    nginx.heal();
    awaitReadiness(loop, Readiness.READY);
    assertThat(codes(loop)).isEmpty();
  }

  @Test
  void anEngineThatWasNeverSeen() {
    engine.failAlways("observe", new EngineException("permission denied"));
    LoopUnderTest loop = start();
    await().until(() -> !loop.status().engineProblem().isEmpty());
    awaitReadiness(loop, Readiness.STARTING);
    assertThat(loop.status().unseen())
        .contains("the engine has not been reached yet: permission denied");
  }

  @Test
  void aTemplateThatBreaksKeepsTheInstallationReady() throws Exception {
    Path template = folder.resolve("nginx.conf");
    Files.writeString(template, "{% extends \"sallyport:nginx.conf\" %}");
    with(extension -> extension.with(Setting.TEMPLATE_PATH, template.toString()));
    proxy("edge");
    LoopUnderTest loop = start();
    awaitReadiness(loop, Readiness.READY);

    replace(template, "{% extends \"sallyport:nginx.conf\" %}\n{% if %}");
    await().until(() -> codes(loop).contains(Code.TEMPLATE_FAILS));
    assertThat(finding(loop, Code.TEMPLATE_FAILS).toString())
        .startsWith("error: template " + template + " cannot be used: ")
        .contains(":2", "the last good one stays in use");
    awaitReadiness(loop, Readiness.READY);

    replace(template, "{% extends \"sallyport:nginx.conf\" %}\n");
    await().until(() -> codes(loop).isEmpty());
  }

  @Test
  void certificatesThatCannotBeRead() throws Exception {
    Path source = folder.resolve("certificates");
    with(extension -> extension.with(Setting.CERT_SOURCE, source.toString()));
    proxy("edge");
    LoopUnderTest loop = start();
    await().until(() -> codes(loop).contains(Code.BAD_CERT_SOURCE));
    assertThat(finding(loop, Code.BAD_CERT_SOURCE).toString())
        .isEqualTo(
            "error: setting CertSource cannot be used: %s cannot be read: there is no such file or"
                    .formatted(source)
                + " directory; no certificate was read yet, so proxies get none; mount the"
                + " directory into Sallyport's container at that path, or correct the setting");

    Files.createDirectory(source);
    Files.writeString(source.resolve("notes.txt"), "none");
    await().until(() -> !codes(loop).contains(Code.BAD_CERT_SOURCE));
    Files.delete(source.resolve("notes.txt"));
    await().until(() -> codes(loop).contains(Code.BAD_CERT_SOURCE));
    assertThat(finding(loop, Code.BAD_CERT_SOURCE).message())
        .contains("the certificates that were read before stay in use");
  }

  @Test
  void certificatesOfHosts() throws Exception {
    String edge = proxy("edge");
    engine.write(edge, "/etc/nginx/ssl/shop.pem", TestCertificate.of("shop.example.com", 3));
    engine.write(edge, "/etc/nginx/ssl/other.pem", TestCertificate.of("elsewhere.example", 90));
    with(extension -> extension.with(Setting.SSL_CERT_PATH, "/etc/nginx/ssl"));
    engine.run(tls("shop", "10.0.0.2", "shop.pem"));
    String pay = engine.run(tls("pay", "10.0.0.3", "other.pem"));
    LoopUnderTest loop = start();

    await().until(() -> loop.status().certificates().size() == 2);
    KnownCertificate first = loop.status().certificates().getFirst();
    assertThat(first.file()).isEqualTo("/etc/nginx/ssl/shop.pem");
    assertThat(first.names()).containsExactly("shop.example.com");
    assertThat(first.hosts()).containsExactly("shop.example.com");
    assertThat(first.proxies()).containsExactly("edge");
    assertThat(finding(loop, Code.CERTIFICATE_EXPIRES).toString())
        .startsWith("warning: certificate /etc/nginx/ssl/shop.pem expires at ")
        .contains("; renew it in proxy `edge`");
    assertThat(finding(loop, Code.CERTIFICATE_NAMES).toString())
        .startsWith(
            "error: host pay.example.com has certificate /etc/nginx/ssl/other.pem, which is for"
                + " `elsewhere.example`, and not for `pay.example.com`, so clients refuse it; name");

    engine.write(edge, "/etc/nginx/ssl/new.pem", TestCertificate.of("pay.example.com", 90));
    engine.remove(pay);
    engine.run(tls("pay", "10.0.0.4", "new.pem"));
    await().until(() -> !codes(loop).contains(Code.CERTIFICATE_NAMES));
  }

  @Test
  void aConfigurationThatWasChangedByHandIsPutBackAndSaid() {
    settings = settings.with(Setting.RESYNC_INTERVAL, Duration.ofSeconds(2));
    String edge = proxy("edge");
    application("shop", "10.0.0.2");
    LoopUnderTest loop = start();
    awaitReadiness(loop, Readiness.READY);
    String ours = nginx.running(edge);

    nginx.runs(edge, "# by hand");

    await().until(() -> codes(loop).contains(Code.PROXY_CHANGED));
    assertThat(nginx.running(edge)).isEqualTo(ours);
    assertThat(finding(loop, Code.PROXY_CHANGED).toString())
        .startsWith("info: proxy edge had its configuration changed by hand; Sallyport put its own")
        .contains("template");
    assertThat(loop.status().ready()).isTrue();
  }

  @Test
  void aChangeByHandThatARolloutReplacesIsSaidToo() {
    String edge = proxy("edge");
    application("shop", "10.0.0.2");
    LoopUnderTest loop = start();
    awaitServed(edge, "10.0.0.2:80");
    application("other", "10.0.0.3");
    awaitServed(edge, "10.0.0.3:80");
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200)); // The look after a rollout.
    assertThat(codes(loop)).doesNotContain(Code.PROXY_CHANGED);

    nginx.runs(edge, "# by hand");
    application("third", "10.0.0.4"); // Before the next look, in five seconds.

    awaitServed(edge, "10.0.0.4:80");
    await().until(() -> codes(loop).contains(Code.PROXY_CHANGED));
  }

  @Test
  void whatABrokenOffRolloutLeavesIsNoChangeByHand() {
    String edge = proxy("edge");
    application("shop", "10.0.0.2");
    LoopUnderTest loop = start();
    awaitServed(edge, "10.0.0.2:80");
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200)); // The look after a rollout.

    nginx.fail(Step.BREAK_OFF);
    application("other", "10.0.0.3");
    await().until(() -> loop.problem("edge").contains("Cannot fork"));
    nginx.heal();

    awaitServed(edge, "10.0.0.3:80");
    await().until(() -> loop.problem("edge").isEmpty());
    assertThat(codes(loop)).doesNotContain(Code.PROXY_CHANGED);
  }

  @Test
  void whatIsPutBackKeepsTheReloadInterval() {
    with(extension -> extension.with(Setting.RELOAD_INTERVAL, Duration.ofSeconds(2)));
    String edge = proxy("edge");
    application("shop", "10.0.0.2");
    Instant begun = Instant.now();
    LoopUnderTest loop = start();
    awaitReadiness(loop, Readiness.READY);
    awaitServed(edge, "10.0.0.2:80");
    nginx.runs(edge, "# by hand");
    awaitServed(edge, "10.0.0.2:80");
    assertThat(Duration.between(begun, Instant.now())).isGreaterThan(Duration.ofSeconds(2));
  }

  @Test
  void aRetryIsOfTheNewestWork() {
    settings = settings.with(Setting.POLL_INTERVAL, Duration.ofMinutes(1));
    with(extension -> extension.with(Setting.RELOAD_INTERVAL, Duration.ofSeconds(1)));
    String edge = proxy("edge");
    application("shop", "10.0.0.2");
    LoopUnderTest loop = start();
    awaitServed(edge, "10.0.0.2:80");
    nginx.fail(Step.SWAP);
    application("one", "10.0.0.3"); // Waits for the interval, in which it is replaced.
    await().until(() -> loop.status().hosts() == 2);
    application("two", "10.0.0.4");

    await().until(() -> loop.problem("edge").contains("cannot be replaced"));
    nginx.heal();

    awaitServed(edge, "10.0.0.3:80");
    assertThat(nginx.running(edge)).contains("10.0.0.4:80");
  }

  @Test
  void aProxyThatLacksANetworkIsLookedAtAllTheSame() throws Exception {
    String edge = proxy("edge");
    engine.failAlways("connect", new EngineException("403: endpoint exists"));
    engine.write(edge, "/etc/nginx/ssl/shop.pem", TestCertificate.of("shop.example.com", 3));
    with(extension -> extension.with(Setting.SSL_CERT_PATH, "/etc/nginx/ssl"));
    engine.run(shop("far").label("interlock.network", "backend").on("backend", "10.9.0.2"));
    engine.run(tls("shop", "10.0.0.2", "shop.pem"));
    LoopUnderTest loop = start();

    await().until(() -> loop.problem("edge").contains("cannot join network `backend`"));
    await().until(() -> codes(loop).contains(Code.CERTIFICATE_EXPIRES));
  }

  @Test
  void aProxyThatRestartsOverAndOver() {
    String edge = proxy("edge");
    LoopUnderTest loop = start();
    awaitReadiness(loop, Readiness.READY);
    for (int i = 0; i < 4; i++) {
      become(edge, it -> ContainerBuilder.like(it).state(State.RESTARTING).build().exited(1));
      awaitReadiness(loop, Readiness.NO_PROXY);
      become(edge, it -> ContainerBuilder.like(it).state(State.RUNNING).build());
      awaitReadiness(loop, Readiness.READY);
    }
    assertThat(finding(loop, Code.PROXY_RESTARTS).toString())
        .isEqualTo(
            "error: proxy edge keeps restarting: it exited by itself with code 1 more than three"
                + " times in ten minutes; see why: docker logs edge");
  }

  private void become(String id, UnaryOperator<Container> change) {
    engine.change(id, change);
    engine.run(ContainerBuilder.named("bystander-" + System.nanoTime())); // A reason to look.
  }

  private static ContainerBuilder tls(String name, String address, String certificate) {
    return shop(name)
        .on("bridge", address)
        .label("interlock.ssl", "true")
        .label("interlock.ssl_cert", certificate)
        .label("interlock.ssl_cert_key", "key.pem");
  }

  private void with(UnaryOperator<ProxySettings> change) {
    settings = settings.withProxies(List.of(change.apply(settings.proxies().getFirst())));
  }

  private static void replace(Path file, String text) throws Exception {
    Path other = file.resolveSibling("next");
    Files.writeString(other, text);
    Files.move(other, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void awaitReadiness(LoopUnderTest loop, Readiness readiness) {
    await()
        .untilAsserted(
            () -> assertThat(loop.status().health(Instant.now()).readiness()).isEqualTo(readiness));
  }

  private static List<Code> codes(LoopUnderTest loop) {
    return loop.status().allFindings().stream().map(Finding::code).toList();
  }

  private static Finding finding(LoopUnderTest loop, Code code) {
    return loop.status().allFindings().stream()
        .filter(each -> each.code() == code)
        .findFirst()
        .orElseThrow();
  }
}
