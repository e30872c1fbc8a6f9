package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Traffic follows applications through whatever happens to their containers.
class ApplicationsIT {
  private static final int MANY = 30;

  @AutoClose private static final Installation INSTALLATION = Installation.of(ApplicationsIT.class);

  private static final Nginx EDGE = INSTALLATION.proxy("edge");
  private static final Sallyport SALLYPORT = INSTALLATION.sallyport();

  @BeforeAll
  static void start() {
    EDGE.start();
  }

  @Test
  void spreadsOverServersAndFollowsThem() {
    Nginx one = INSTALLATION.backend("one", "hostname", "spread");
    Nginx two = INSTALLATION.backend("two", "hostname", "spread");
    Nginx three = INSTALLATION.backend("three", "hostname", "spread");
    INSTALLATION.start(one, two, three);
    Eventually.holds(
        () -> assertThat(servers("http://spread.local")).isEqualTo(Set.of("one", "two", "three")));
    two.stop();
    Eventually.holds(
        () -> assertThat(servers("http://spread.local")).isEqualTo(Set.of("one", "three")));
    three.kill();
    Eventually.holds(() -> assertThat(servers("http://spread.local")).isEqualTo(Set.of("one")));
    INSTALLATION.backend("four", "hostname", "spread").start();
    two.startAgain();
    Eventually.holds(
        () -> assertThat(servers("http://spread.local")).isEqualTo(Set.of("one", "two", "four")));
  }

  /// Who answers many requests at the same time.
  private static Set<String> servers(String url) {
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<String>> requests =
          Stream.generate(
                  () -> CompletableFuture.supplyAsync(() -> EDGE.get(url).server(), clients))
              .limit(MANY)
              .toList();
      return requests.stream().map(CompletableFuture::join).collect(Collectors.toSet());
    }
  }

  @Test
  void followsStopAndStartAndRestart() {
    Nginx shop = started("stopped");
    shop.stop();
    EDGE.await("http://stopped.local", 503);
    shop.startAgain();
    EDGE.await("http://stopped.local", shop);
    shop.restart();
    EDGE.await("http://stopped.local", shop);
    shop.kill();
    EDGE.await("http://stopped.local", 503);
    shop.startAgain();
    EDGE.await("http://stopped.local", shop);
    shop.remove();
    EDGE.await("http://stopped.local", 503);
  }

  /// Two containers swap their addresses: the names and ports stay the same.
  @Test
  void followsAddresses() {
    Nginx first = started("first");
    Nginx second = started("second");
    first.stop();
    second.stop();
    second.startAgain();
    first.startAgain();
    EDGE.await("http://first.local", first);
    EDGE.await("http://second.local", second);
  }

  @Test
  void followsPauseAndUnpause() {
    Nginx shop = started("paused");
    shop.pause();
    EDGE.await("http://paused.local", 503);
    shop.unpause();
    EDGE.await("http://paused.local", shop);
  }

  @Test
  void followsRename() {
    Nginx shop = started("before");
    shop.rename("after");
    Eventually.holds(() ->
        assertThat(EDGE.exec("cat /etc/nginx/nginx.conf"))
            .contains(shop.fullName().replace("before", "after"))
            .doesNotContain(shop.fullName()));
    EDGE.await("http://before.local", shop);
  }

  @Test
  void followsHealth() {
    Nginx slow = INSTALLATION.backend("slow", "hostname", "care").healthyWhile("test -e /tmp/well");
    Nginx quick =
        INSTALLATION.backend("quick", "hostname", "care").healthyWhile("test ! -e /tmp/ill");
    INSTALLATION.start(slow, quick);
    EDGE.await("http://care.local", quick);
    SALLYPORT.awaitLog(
        slow.fullName() + ": label interlock.hostname: the container's health check is still");
    only(quick);
    slow.exec("touch /tmp/well");
    EDGE.await("http://care.local", slow);
    quick.exec("touch /tmp/ill");
    Eventually.holds(() -> only(slow));
    slow.exec("rm /tmp/well");
    EDGE.await("http://care.local", quick); // Where all are ill, all stay.
  }

  private static void only(Nginx server) {
    assertThat(servers("http://care.local")).isEqualTo(Set.of(server.name()));
  }

  private static Nginx started(String name) {
    Nginx container = INSTALLATION.backend(name, "hostname", name).start();
    EDGE.await("http://" + name + ".local", container);
    return container;
  }
}
