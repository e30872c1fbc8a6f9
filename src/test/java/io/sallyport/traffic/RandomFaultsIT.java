package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.RestartPolicy;
import io.sallyport.traffic.EngineRelay.Fault;
import io.sallyport.traffic.Load.Report;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Faults at random, each with a change meanwhile: after each, both proxies serve what they should,
/// and no client of the one that no fault hits has noticed anything.
///
/// `bench/faults` runs it for longer.
class RandomFaultsIT {
  @AutoClose private static final Installation INSTALLATION = Installation.of(RandomFaultsIT.class);

  private static final Duration LENGTH =
      Duration.ofSeconds(Long.getLong("sallyport.faults.seconds", 30));
  private static final long SEED =
      Long.getLong("sallyport.faults.seed", System.nanoTime() & 0xffffff);

  private static final int PER_SECOND = 20;
  private static final int MOST_APPLICATIONS = 5;

  /// Those to the engine that are kept for further calls, the status server's, and the stream's.
  private static final int MOST_SOCKETS = 16;

  private static final int MORE_THREADS = 8;
  private static final int MORE_MEBIBYTES = 60;
  private static final String LIVE = "/etc/nginx/nginx.conf";
  private static final EngineRelay ENGINE = INSTALLATION.relay();

  private final Random random = new Random(SEED);
  private final Nginx edge =
      INSTALLATION.proxy("edge").restarting(RestartPolicy.unlessStoppedRestart());
  private final Nginx shop = INSTALLATION.backend("shop", "hostname", "shop");
  private final Map<String, Nginx> applications = new TreeMap<>();
  private final List<String> removed = new ArrayList<>();
  private final List<Trouble> troubles = troubles();
  private Nginx other = otherProxy();
  private Sallyport sallyport = INSTALLATION.sallyport();
  private int made;

  /// What goes wrong, and how it ends.
  private record Trouble(String name, Runnable begin, Runnable end) {}

  private List<Trouble> troubles() {
    List<Trouble> all = new ArrayList<>();
    all.add(new Trouble("event stream cut", ENGINE::cutEventStreams, () -> {}));
    all.add(new Trouble("shells cut", ENGINE::cutShells, () -> {}));
    all.add(
        new Trouble(
            "event stream silent", () -> ENGINE.silence(true), () -> ENGINE.silence(false)));
    all.add(new Trouble("engine gone", () -> engine(false), () -> engine(true)));
    for (String call :
        List.of(
            "/containers/json",
            "/networks",
            "/events",
            "SHELL greeting",
            "SHELL script",
            "/exec")) {
      for (Fault fault : Fault.values()) {
        all.add(new Trouble(call + " " + fault, () -> ENGINE.spoil(call, fault), ENGINE::mend));
      }
    }
    for (int i = 0; i < 3; i++) { // As often as the engine's troubles, or nearly so.
      all.add(new Trouble("proxy restarted", () -> other.restart(), () -> {}));
      all.add(new Trouble("proxy killed", () -> other.kill(), () -> other.startAgain()));
      all.add(new Trouble("proxy paused", () -> other.pause(), () -> other.unpause()));
      all.add(new Trouble("proxy crashed", () -> other.crash(), () -> {}));
      all.add(new Trouble("proxy recreated", () -> other.remove(), this::recreate));
      all.add(new Trouble("Sallyport killed", () -> sallyport.kill(), this::startSallyport));
    }
    return all;
  }

  @Test
  void everythingIsRightAfterEachFault() throws IOException {
    System.out.printf("FAULTS seed %d, %d s%n", SEED, LENGTH.toSeconds());
    INSTALLATION.start(edge, other, shop);
    awaitRight();
    sallyport.awaitReady();
    long threads = sallyport.threads();
    DaemonUse use = DaemonUse.of(sallyport);
    Load load = Load.get(edge.publishedPort(80), "shop.local", "/", PER_SECOND);
    long end = System.nanoTime() + LENGTH.toNanos();
    long slowest = 0;
    int rounds = 0;
    for (; System.nanoTime() < end; rounds++) {
      Trouble trouble = troubles.get(random.nextInt(troubles.size()));
      trouble.begin.run();
      String change = change();
      trouble.end.run();
      long mended = System.nanoTime();
      awaitRight();
      long took = (System.nanoTime() - mended) / 1_000_000;
      slowest = Math.max(slowest, took);
      System.out.printf("FAULT %s, %s: right after %d ms%n", trouble.name, change, took);
      assertThat(edge.accepts(LIVE) && other.accepts(LIVE)).as("%s", trouble).isTrue();
      awaitUse(use, threads);
    }
    Report report = load.stop();
    System.out.printf("FAULTS %d, right after %d ms at most; %s%n", rounds, slowest, report);
    assertThat(report.failures()).as("seed %d: %s", SEED, report).isZero();
    edge.crash();
    Eventually.holds(() -> assertThat(edge.inspect().getRestartCount()).isEqualTo(1));
    awaitRight();
  }

  /// What it uses is what it used before, but for what a heap keeps until it is collected.
  private void awaitUse(DaemonUse before, long threads) {
    sallyport.awaitReady();
    Eventually.holds(() -> {
      assertThat(sallyport.sockets()).as("sockets").isLessThanOrEqualTo(MOST_SOCKETS);
      assertThat(sallyport.threads()).as("threads").isLessThanOrEqualTo(threads + MORE_THREADS);
      assertThat(DaemonUse.of(sallyport).mebibytes())
          .as("resident")
          .isLessThan(before.mebibytes() + MORE_MEBIBYTES);
    });
  }

  /// One application more, or one less.
  private String change() {
    if (applications.size() < MOST_APPLICATIONS && random.nextInt(3) > 0) {
      String name = "app-" + ++made;
      applications.put(name, INSTALLATION.backend(name, "hostname", name).start());
      return name + " added";
    }
    List<String> names = List.copyOf(applications.keySet());
    if (names.isEmpty()) {
      return "no change";
    }
    String name = names.get(random.nextInt(names.size()));
    Objects.requireNonNull(applications.remove(name)).remove();
    removed.add(name);
    return name + " removed";
  }

  private void awaitRight() {
    for (Nginx proxy : List.of(edge, other)) {
      Eventually.holds(() -> {
        assertThat(proxy.get("http://shop.local").server()).as(seed()).isEqualTo("shop");
        applications.forEach((name, each) ->
            assertThat(proxy.get("http://" + name + ".local").server()).as(seed()).isEqualTo(name));
        removed.forEach(name ->
            assertThat(proxy.get("http://" + name + ".local").status()).as(seed()).isEqualTo(503));
      });
    }
  }

  private static String seed() {
    return "seed " + SEED;
  }

  private static Nginx otherProxy() {
    return INSTALLATION.proxy("other").restarting(RestartPolicy.unlessStoppedRestart());
  }

  private void recreate() {
    other = otherProxy().start();
  }

  private void startSallyport() {
    sallyport = INSTALLATION.sallyport();
  }

  private static void engine(boolean there) {
    try {
      if (there) {
        ENGINE.open();
      } else {
        ENGINE.close();
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
