package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.AccessMode;
import io.sallyport.traffic.Load.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Churn under a steady load for as long as `-Dsallyport.soak.minutes` says: `bench/soak`.
///
/// Clients of one host must not notice what becomes of its servers, nor of others' labels; what
/// Sallyport and Nginx use must not grow from the second minute on.
class SoakBench {
  @AutoClose private static final Installation INSTALLATION = Installation.of(SoakBench.class);

  private static final int MINUTES = Integer.getInteger("sallyport.soak.minutes", 60);
  private static final int PER_SECOND = Integer.getInteger("sallyport.soak.rate", 50);
  private static final int SERVERS = 3;
  private static final int GUESTS = 3;
  private static final int MOST_MEBIBYTES = 40;
  private static final int MOST_FILES = 20;
  private static final Path NOTES = Path.of("target", "traffic", "notes");
  private static final String URL = "http://soak.local/";
  private static final Nginx EDGE = INSTALLATION.proxy("edge");

  private final long seed = Long.getLong("sallyport.soak.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final List<Nginx> servers = new ArrayList<>();
  private final List<Nginx> guests = new ArrayList<>();
  private int made;
  private int changes;

  private record Minute(DaemonUse daemon, ProxyUse proxy) {}

  @Test
  void soak() throws IOException {
    Files.createDirectories(NOTES);
    Sallyport sallyport = INSTALLATION.sallyport();
    EDGE.start();
    for (int i = 0; i < SERVERS; i++) {
      add();
    }
    System.out.printf("SOAK seed %d, %d requests/s for %d minutes%n", seed, PER_SECOND, MINUTES);
    List<Minute> minutes = new ArrayList<>();
    Report report;
    try (Load load = Load.get(EDGE.publishedPort(80), "soak.local", "/", PER_SECOND)) {
      long begun = System.nanoTime();
      while (minutes.size() < MINUTES) {
        change();
        if (Duration.ofNanos(System.nanoTime() - begun).toMinutes() > minutes.size()) {
          Minute minute = new Minute(DaemonUse.of(sallyport), ProxyUse.of(EDGE));
          minutes.add(minute);
          long reloads = sallyport.said("edge runs");
          System.out.printf(
              "SOAK minute %d: %d requests answered, %d changes, %d reloads, %s, %s%n",
              minutes.size(), load.answered(), changes, reloads, minute.daemon, minute.proxy);
        }
      }
      report = load.stop();
    }
    System.out.printf(
        "SOAK end: %s, %d changes, %d reloads%n%s%n",
        report, changes, sallyport.said("edge runs"), table(minutes));
    assertThat(report.failures()).as("%s", report).isZero();
    assertThat(report.slow()).as("%s", report).isZero();
    DaemonUse settled = minutes.get(Math.min(1, minutes.size() - 1)).daemon;
    DaemonUse last = minutes.getLast().daemon;
    assertThat(last.mebibytes()).isLessThan(settled.mebibytes() + MOST_MEBIBYTES);
    assertThat(last.files()).isLessThan(settled.files() + MOST_FILES);
    assertThat(last.threads()).isLessThan(settled.threads() + MOST_FILES);
    Eventually.holds(() -> assertThat(ProxyUse.of(EDGE).processes()).isEqualTo(1 + Nginx.WORKERS));
  }

  private static String table(List<Minute> minutes) {
    StringBuilder text = new StringBuilder("minute  RSS MiB  threads  files  nginx processes\n");
    for (int i = 0; i < minutes.size(); i++) {
      Minute minute = minutes.get(i);
      DaemonUse use = minute.daemon;
      text.append(
          "%6d  %7d  %7d  %5d  %15d%n"
              .formatted(
                  i + 1, use.mebibytes(), use.threads(), use.files(), minute.proxy.processes()));
    }
    return text.toString();
  }

  /// One change, which leaves the host with a server that serves.
  private void change() {
    changes++;
    switch (random.nextInt(6)) {
      case 0 -> replaceStartFirst();
      case 1 -> replaceStopFirst();
      case 2 -> servers.get(random.nextInt(SERVERS)).restart();
      case 3 -> guest("hostname", "guest-" + made, "port", "no port", "ssl_cert", "}; nonsense {");
      case 4 -> guest("hostname", "guest-" + made, "ssl", "true", "ssl_cert", "not-there.pem");
      default -> flap();
    }
    servers.forEach(server -> EDGE.await(URL, server));
  }

  private void replaceStartFirst() {
    Nginx old = servers.removeFirst();
    add();
    old.stop();
    old.remove();
  }

  private void replaceStopFirst() {
    Nginx old = servers.removeFirst();
    old.stop();
    old.remove();
    add();
  }

  /// Another host, or what would be one.
  private void guest(String... labels) {
    keep(INSTALLATION.backend("guest-" + made++, labels));
  }

  private void flap() {
    keep(
        INSTALLATION
            .backend("guest-" + made++, "hostname", "flapping")
            .healthyWhile("[ $(($(date +%s) / 2 % 2)) = 0 ]"));
  }

  private void keep(Nginx guest) {
    guests.add(guest.start());
    if (guests.size() > GUESTS) {
      guests.removeFirst().remove();
    }
  }

  private void add() {
    Nginx server =
        INSTALLATION
            .backend("server-" + made++, "hostname", "soak")
            .running(SlowServer.class, "GRACEFUL", "soak")
            .sharing(NOTES, SlowServer.NOTES, AccessMode.rw)
            .stoppedBy("SIGTERM")
            .start();
    servers.add(server);
    EDGE.await(URL, server);
  }
}
