package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Two Sallyports that configure the same two proxies: each change costs each proxy one reload, and
/// either may die at any moment.
class SeveralSallyportsIT {
  private static final String STAGED = "ls /etc/nginx | grep -c 'staged$'";
  private static final String LEFT = "ls /etc/nginx | grep -c staged"; // Notes of a rollout too.
  private static final String LOCKS = "ls /etc/nginx | grep -c lock";

  private final Installation installation = Installation.of(SeveralSallyportsIT.class);
  private final List<Nginx> edges =
      List.of(installation.proxy("first"), installation.proxy("second"));

  @AfterEach
  void close() {
    installation.close();
  }

  @Test
  void reloadOncePerChange() {
    Sallyport one = installation.sallyport();
    Sallyport other = installation.another();
    begin(one, other);
    List<Long> before = reloads();
    Nginx shop = change("shop");
    awaitAgreement(one, other);
    change("other");
    awaitAgreement(one, other);
    shop.remove();
    edges.forEach(edge -> edge.await("http://shop.local", 503));
    awaitAgreement(one, other);
    change("third");
    awaitAgreement(one, other);

    assertThat(reloads()).isEqualTo(before.stream().map(count -> count + 4).toList());
    assertThat(List.of(one, other))
        .allSatisfy(
            each -> assertThat(each.log()).doesNotContain(" ERROR ").doesNotContain("another"));
    assertNothingIsLeft();
  }

  @Test
  void oneKilledBetweenCopyAndCommandIsNotMissed() {
    Sallyport one = installation.sallyport();
    installation.otherRelay().spoil(EngineRelay.SHELL_GREETING, EngineRelay.Fault.ERROR);
    Sallyport killed = installation.another();
    begin(one, killed);
    List<Long> before = reloads();
    installation.otherRelay().spoil("/exec", EngineRelay.Fault.STALLED);
    Nginx shop = change("shop");
    Eventually.holds(() -> assertThat(count(STAGED)).containsExactly(1, 1));
    killed.kill();
    edges.forEach(edge -> edge.await("http://shop.local", shop));
    assertThat(reloads()).isEqualTo(before.stream().map(count -> count + 1).toList());

    assertSweptLater(one);
  }

  @Test
  void oneKilledWhileItsCommandRunsIsNotMissed() {
    Sallyport one = installation.sallyport();
    Sallyport killed = installation.another();
    begin(one, killed);
    List<Long> before = reloads();
    edges.forEach(edge -> slowTest(edge, 4));
    installation.relay().spoil("/exec|SHELL", EngineRelay.Fault.STALLED);
    Nginx shop = installation.backend("shop", "hostname", "shop").start();
    Eventually.holds(() -> assertThat(count(LOCKS)).containsExactly(1, 1));
    installation.relay().mend();
    killed.kill();
    edges.forEach(edge -> edge.await("http://shop.local", shop));
    awaitAgreement(one);
    assertThat(reloads()).isEqualTo(before.stream().map(count -> count + 1).toList());
    edges.forEach(edge -> edge.exec("rm /usr/local/sbin/nginx"));
    assertSweptLater(one);
  }

  @Test
  void saySoWhenTheyDoNotAgree() {
    Installation often = installation.looking("2s", "5s");
    Sallyport one = often.sallyport("MaxConn = 1000");
    Sallyport other = often.another("MaxConn = 2000");
    installation.start(edges.toArray(Nginx[]::new));
    String complaint = "another Sallyport keeps overwriting its configuration";
    long began = System.nanoTime();
    Eventually.holds(() -> assertThat(one.log() + other.log()).contains(complaint));

    // Each looks every five seconds: it does not take turns as fast as it can.
    long turns = Duration.ofNanos(System.nanoTime() - began).dividedBy(Duration.ofMillis(2_500));
    assertThat(reloads()).allSatisfy(count -> assertThat(count).isLessThanOrEqualTo(2 * turns + 4));
    assertThat(Stream.of(one, other).mapToLong(each -> each.said(complaint)).sum())
        .isLessThanOrEqualTo(2L * edges.size());

    Sallyport complainer = one.log().contains(complaint) ? one : other;
    (complainer == one ? other : one).kill();
    complainer.awaitLog("Finding gone: error: proxy ");
    complainer.awaitReady();
  }

  private void begin(Sallyport one, Sallyport other) {
    installation.start(edges.toArray(Nginx[]::new));
    change("begun");
    awaitAgreement(one, other);
  }

  private Nginx change(String name) {
    Nginx server = installation.backend(name, "hostname", name).start();
    edges.forEach(edge -> edge.await("http://" + name + ".local", server));
    return server;
  }

  /// They know that the proxies run what they run.
  private void awaitAgreement(Sallyport... sallyports) {
    Eventually.holds(() -> {
      for (Nginx edge : edges) {
        String version = edge.exec("cat /etc/nginx/nginx.conf.*.loaded").strip();
        for (Sallyport each : sallyports) {
          assertThat(each.status("/").body())
              .containsPattern(edge.fullName() + " runs " + version + ", checked");
        }
      }
    });
  }

  private List<Long> reloads() {
    return edges.stream().map(Nginx::reloads).toList();
  }

  private List<Integer> count(String command) {
    return edges.stream().map(edge -> Integer.parseInt(edge.exec(command).strip())).toList();
  }

  /// What was staged and not taken up goes with a rollout some time later.
  private void assertSweptLater(Sallyport one) {
    edges.forEach(edge -> edge.exec("touch -c -d '11 minutes ago' /etc/nginx/*.staged*"));
    change("later");
    awaitAgreement(one);
    assertNothingIsLeft();
  }

  private void assertNothingIsLeft() {
    assertThat(count(LEFT)).containsOnly(0);
    assertThat(count(LOCKS)).containsOnly(0);
  }

  private static void slowTest(Nginx edge, int seconds) {
    edge.exec(
        "mkdir -p /usr/local/sbin && cd /usr/local/sbin && printf '%s\\n' '#!/bin/sh'"
            + " 'case $1 in -t) sleep "
            + seconds
            + " ;; esac' 'exec /usr/sbin/nginx \"$@\"' > nginx"
            + " && chmod 755 nginx");
  }
}
