package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.RestartPolicy;
import io.sallyport.traffic.Load.Report;
import io.sallyport.traffic.SlowServer.Ending;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Servers that come and go under a steady load: no visitor notices.
class DrainIT {
  @AutoClose private static final Installation INSTALLATION = Installation.of(DrainIT.class);

  private static final int PER_SECOND = 200;
  private static final int SERVERS = 3;
  private static final Nginx EDGE = INSTALLATION.proxy("edge");
  private static int made;

  @BeforeAll
  static void start() {
    Sallyport sallyport = INSTALLATION.sallyport();
    EDGE.start();
    sallyport.awaitLog("edge runs");
  }

  @ParameterizedTest
  @EnumSource
  void scaleIn(Ending ending) {
    Site site = new Site("in", ending);
    Load load = site.load();
    site.servers.removeFirst().stop();
    awaitMore(load, 3);
    site.expectNoLoss(load.stop());
  }

  @ParameterizedTest
  @EnumSource
  void removal(Ending ending) {
    Site site = new Site("removal", ending);
    Load load = site.load();
    site.servers.removeFirst().remove();
    awaitMore(load, 3);
    site.expectNoLoss(load.stop());
  }

  @ParameterizedTest
  @EnumSource
  void replacementStartFirst(Ending ending) {
    Site site = new Site("start-first", ending);
    Load load = site.load();
    for (int i = 0; i < SERVERS; i++) {
      Nginx old = site.servers.removeFirst();
      EDGE.await(site.url(), site.add());
      old.stop();
      old.remove();
    }
    awaitMore(load, 2);
    site.expectNoLoss(load.stop());
  }

  @ParameterizedTest
  @EnumSource
  void replacementStopFirst(Ending ending) {
    Site site = new Site("stop-first", ending);
    Load load = site.load();
    for (int i = 0; i < SERVERS; i++) {
      Nginx old = site.servers.removeFirst();
      old.stop();
      old.remove();
      EDGE.await(site.url(), site.add());
    }
    awaitMore(load, 2);
    site.expectNoLoss(load.stop());
  }

  @ParameterizedTest
  @EnumSource
  void crashAndAutomaticRestart(Ending ending) {
    Site site = new Site("crash", ending);
    Load load = site.load();
    site.servers.getFirst().crash();
    awaitMore(load, 3);
    site.expectNoLoss(load.stop());
  }

  private static void awaitMore(Load load, int seconds) {
    int goal = load.answered() + seconds * PER_SECOND;
    Eventually.holds(() -> assertThat(load.answered()).isGreaterThan(goal));
  }

  private static final class Site {
    final String name;
    final Ending ending;
    final List<Nginx> servers = new ArrayList<>();

    Site(String name, Ending ending) {
      this.name = name + "-" + ending.name().toLowerCase(Locale.ROOT);
      this.ending = ending;
      for (int i = 0; i < SERVERS; i++) {
        add();
      }
      servers.forEach(server -> EDGE.await(url(), server));
    }

    String url() {
      return "http://" + name + ".local";
    }

    Nginx add() {
      Nginx server =
          INSTALLATION
              .backend(name + "-" + ++made, "hostname", name)
              .running(SlowServer.class, ending.name())
              .stoppedBy("SIGTERM")
              .restarting(RestartPolicy.onFailureRestart(9));
      servers.add(server.start());
      return server;
    }

    Load load() {
      Load load = Load.get(EDGE.publishedPort(80), name + ".local", PER_SECOND);
      awaitMore(load, 1);
      return load;
    }

    void expectNoLoss(Report report) {
      System.out.println("LOAD " + name + ": " + report);
      assertThat(report.failures()).as("%s", report).isZero();
      assertThat(report.slow()).as("%s", report).isZero();
      assertThat(report.servers()).containsKeys(names());
    }

    private String[] names() {
      return servers.stream().map(Nginx::name).toArray(String[]::new);
    }
  }
}
