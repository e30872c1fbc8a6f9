package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.RestartPolicy;
import io.sallyport.traffic.Load.Report;
import io.sallyport.traffic.SlowServer.Ending;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Servers that come and go under a steady load: no client notices.
///
/// A build tries the telling cases; `-Dsallyport.drain=REGEX` those whose names match, of all of
/// them, and `-Dsallyport.drain.rate` another number of requests per second than 200.
class DrainIT {
  @AutoClose private static final Installation INSTALLATION = Installation.of(DrainIT.class);

  private static final int PER_SECOND = Integer.getInteger("sallyport.drain.rate", 200);
  private static final @Nullable String WANTED = System.getProperty("sallyport.drain");
  private static final int SERVERS = 3;
  private static final Path NOTES = Path.of("target", "traffic", "notes");
  private static final String LINGERING_NGINX =
      "nginx -g 'daemon off;' & trap 'sleep 1; kill -QUIT $!' TERM; wait $!; wait $!";
  private static final Nginx EDGE = INSTALLATION.proxy("edge");
  private static int made;

  /// How servers go, and others come.
  enum Order {
    SCALE_IN {
      @Override
      void run(Site site) {
        site.servers.removeFirst().stop();
      }
    },
    REMOVAL {
      @Override
      void run(Site site) {
        site.servers.removeFirst().remove();
      }
    },
    TWO_REMOVED {
      @Override
      void run(Site site) {
        Stream.of(site.servers.removeFirst(), site.servers.removeFirst())
            .parallel()
            .forEach(Nginx::remove);
      }
    },
    KILL {
      @Override
      void run(Site site) {
        site.servers.removeFirst().kill();
      }
    },
    START_FIRST {
      @Override
      void run(Site site) {
        for (int i = 0; i < SERVERS; i++) {
          Nginx old = site.servers.removeFirst();
          EDGE.await(site.url(), site.add());
          old.stop();
          old.remove();
        }
      }
    },
    STOP_FIRST {
      @Override
      void run(Site site) {
        for (int i = 0; i < SERVERS; i++) {
          Nginx old = site.servers.removeFirst();
          old.stop();
          old.remove();
          EDGE.await(site.url(), site.add());
        }
      }
    },
    /// As `compose up` does it for services with a new image, one after another.
    RECREATION {
      @Override
      void run(Site site) {
        for (int i = 0; i < SERVERS; i++) {
          Nginx old = site.servers.removeFirst();
          old.stop();
          old.rename("old-" + old.name());
          Nginx next = site.add();
          old.remove();
          EDGE.await(site.url(), next);
        }
      }
    },
    /// Nobody serves for a while.
    ALL_AT_ONCE {
      @Override
      void run(Site site) {
        site.servers.parallelStream().forEach(Nginx::restart);
        site.servers.forEach(server -> EDGE.await(site.url(), server));
      }
    },
    CRASH {
      @Override
      void run(Site site) {
        site.servers.getFirst().crash();
      }
    };

    abstract void run(Site site);

    /// Whether what a server has begun may be lost: nothing was said to it, or it does not care.
    boolean cutsOff(Ending ending) {
      return ending == Ending.ABRUPT
          || EnumSet.of(REMOVAL, TWO_REMOVED, KILL, ALL_AT_ONCE).contains(this);
    }
  }

  /// What clients ask for.
  enum Asking {
    GET,
    POST,
    /// The proxy reaches the servers, which are Nginx, by TLS: at this rate, Java that has just
    /// begun would not come through its handshakes.
    TLS,
    /// Below a context root.
    ROOT,
    /// The servers are Nginx, as Java would not bear thousands of connections a second.
    STATIC
  }

  record Case(Order order, Ending ending, Asking asking) {
    @Override
    public String toString() {
      return "%s-%s-%s".formatted(order, ending, asking).toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  static List<Case> cases() {
    if (WANTED != null) {
      return Arrays.stream(Order.values())
          .flatMap(order ->
              Arrays.stream(Ending.values())
                  .flatMap(ending ->
                      Arrays.stream(Asking.values())
                          .map(asking -> new Case(order, ending, asking))))
          .filter(each -> each.asking != Asking.TLS || each.ending != Ending.LINGERING)
          .filter(each -> each.toString().matches(WANTED))
          .toList();
    }
    return List.of(
        new Case(Order.SCALE_IN, Ending.ABRUPT, Asking.GET),
        new Case(Order.SCALE_IN, Ending.LINGERING, Asking.POST),
        new Case(Order.TWO_REMOVED, Ending.ABRUPT, Asking.GET),
        new Case(Order.KILL, Ending.ABRUPT, Asking.POST),
        new Case(Order.STOP_FIRST, Ending.GRACEFUL, Asking.TLS),
        new Case(Order.RECREATION, Ending.LINGERING, Asking.ROOT),
        new Case(Order.CRASH, Ending.ABRUPT, Asking.GET));
  }

  @BeforeAll
  static void start() throws IOException {
    Files.createDirectories(NOTES);
    Sallyport sallyport = INSTALLATION.sallyport();
    EDGE.start();
    sallyport.awaitLog("edge runs");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void losesNothing(Case each) throws IOException {
    Site site = new Site(each);
    Load load = site.load();
    each.order.run(site);
    awaitMore(load, 3);
    Report report = load.stop();
    List<String> noted = site.noted();
    long twice = noted.size() - noted.stream().distinct().count();
    long missed = site.missed();
    System.out.printf(
        "LOAD %s: %s, %d seen twice, %d connections failed%n", each, report, twice, missed);

    assertThat(report.servers())
        .containsKeys(site.servers.stream().map(Nginx::name).toArray(String[]::new));
    if (each.asking == Asking.POST) {
      assertThat(twice).as("POSTs sent twice").isZero();
    }
    if (each.order == Order.ALL_AT_ONCE) {
      return;
    }
    assertThat(report.slow()).as("%s", report).isZero();
    if (each.asking != Asking.POST || !each.order.cutsOff(each.ending)) {
      assertThat(report.failures()).as("%s", report).isZero();
    }
    // A second is enough to take a server out before it takes no more connections. One that has
    // just
    // been started may be asked before it listens.
    if (each.order == Order.SCALE_IN && each.ending == Ending.LINGERING) {
      assertThat(site.refusals()).as("connections to servers that were gone").isEmpty();
    }
  }

  private static void awaitMore(Load load, int seconds) {
    int goal = load.answered() + seconds * PER_SECOND;
    Eventually.holds(() -> assertThat(load.answered()).isGreaterThan(goal));
  }

  static final class Site {
    final Case is;
    final List<Nginx> servers = new ArrayList<>();
    final String path;
    final Path notes;
    int refusalsBefore;

    Site(Case is) throws IOException {
      this.is = is;
      path = is.asking == Asking.ROOT ? "/shop/" : "/";
      notes = NOTES.resolve(is.toString());
      Files.writeString(notes, "");
      for (int i = 0; i < SERVERS; i++) {
        servers.add(make());
      }
      INSTALLATION.start(servers.toArray(Nginx[]::new));
      servers.forEach(server -> EDGE.await(url(), server));
    }

    String url() {
      return "http://" + is + ".local" + path;
    }

    Nginx add() {
      Nginx server = make().start();
      servers.add(server);
      return server;
    }

    private Nginx make() {
      String name = "server-" + ++made;
      if (is.asking == Asking.TLS) {
        return ending(INSTALLATION.tlsBackend(name, "hostname", is.toString()));
      }
      if (is.asking == Asking.STATIC) {
        return ending(INSTALLATION.backend(name, "hostname", is.toString()));
      }
      Nginx server =
          INSTALLATION
              .backend(name, "hostname", is.toString())
              .running(SlowServer.class, is.ending.name(), is.toString())
              .sharing(NOTES, SlowServer.NOTES, AccessMode.rw)
              .stoppedBy("SIGTERM")
              .restarting(RestartPolicy.onFailureRestart(9));
      return is.asking == Asking.ROOT ? server.labels("context_root", "/shop") : server;
    }

    private Nginx ending(Nginx server) {
      server.restarting(RestartPolicy.onFailureRestart(9));
      return switch (is.ending) {
        case ABRUPT -> server.stoppedBy("SIGTERM");
        case GRACEFUL -> server.stoppedBy("SIGQUIT");
        case LINGERING -> server.stoppedBy("SIGTERM").command("sh", "-c", LINGERING_NGINX);
      };
    }

    Load load() {
      refusalsBefore = refusals().size();
      int port = EDGE.publishedPort(80);
      String host = is + ".local";
      Load load =
          is.asking == Asking.POST
              ? Load.post(port, host, path, "once", PER_SECOND)
              : Load.get(port, host, path, PER_SECOND);
      awaitMore(load, 1);
      return load;
    }

    /// Method and number of each request that reached a server; not those by which [Nginx#await]
    /// asks.
    List<String> noted() throws IOException {
      return Files.readAllLines(notes).stream().filter(line -> !line.endsWith(" null")).toList();
    }

    /// How often the proxy tried a server in vain.
    long missed() {
      return errors().filter(line -> line.contains(" upstream")).count();
    }

    /// When it tried one that did not listen, or was not there, since clients came: one that takes
    /// long to answer is only slow.
    List<String> refusals() {
      return errors()
          .filter(line -> line.contains("(111: ") || line.contains("(113: "))
          .skip(refusalsBefore)
          .toList();
    }

    private Stream<String> errors() {
      return EDGE.log()
          .lines()
          .filter(line -> line.contains("[error]") && line.contains("host: \"" + is + ".local\""));
    }
  }
}
