package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.docker.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The engine behind a real filter: what is listed is enough, all of it is used, and what is
/// missing is named.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FilteredEngineIT {
  @AutoClose
  private static final Installation INSTALLATION = Installation.of(FilteredEngineIT.class);

  /// Of an engine that is no Swarm manager.
  private static final Set<Endpoint> ALL =
      EnumSet.complementOf(EnumSet.of(Endpoint.SERVICES, Endpoint.TASKS, Endpoint.NODES));

  private static final Path ENGINE = INSTALLATION.relay().socket();
  private static final Path LOG = INSTALLATION.folder().resolve("sallyport.log");
  private static final Nginx EDGE = INSTALLATION.proxy("edge");

  @BeforeAll
  static void start() {
    EDGE.start();
  }

  /// First, since `check` asks for everything by itself.
  @Test
  @Order(1)
  void whatIsListedIsEnoughAndAllOfItIsUsed() throws Exception {
    String apart = INSTALLATION.network("apart");
    Nginx shop = INSTALLATION.backend("shop", "hostname", "shop").start();
    Nginx far = INSTALLATION.backend("far", "hostname", "far", "network", apart).on(apart).start();
    try (Haproxy filter = new Haproxy(INSTALLATION.folder(), ENGINE, ALL);
        Sallyport sallyport = run(filter)) {
      EDGE.await("http://shop.local", shop);
      EDGE.await("http://far.local", far);
      far.remove();
      Eventually.holds(() -> assertThat(EDGE.networks()).containsExactly(INSTALLATION.home()));
      assertThat(sallyport.said("Event stream is live")).isEqualTo(1);
      assertThat(sallyport.said("is not")).isZero();
      Sallyport.run("snapshot", "-c", settings(filter)).expect(0);
    }
    List<String> unlisted = new ArrayList<>();
    Set<Endpoint> seen = EnumSet.noneOf(Endpoint.class);
    for (String request : INSTALLATION.relay().requests()) {
      endpoint(request).ifPresentOrElse(seen::add, () -> unlisted.add(request));
    }
    assertThat(unlisted).isEmpty();
    assertThat(seen).isEqualTo(ALL);
  }

  @ParameterizedTest
  @Order(2)
  @EnumSource(
      names = {"SERVICES", "TASKS", "NODES"},
      mode = EnumSource.Mode.EXCLUDE)
  void checkNamesWhatIsMissing(Endpoint missing) throws Exception {
    try (Haproxy filter = new Haproxy(INSTALLATION.folder(), ENGINE, allBut(missing))) {
      boolean needed = missing != Endpoint.INFO; // Only a classic Swarm manager must tell.
      Subprocess check = Sallyport.run("check", "-c", settings(filter)).expect(needed ? 1 : 0);
      List<String> refused =
          check.out().lines().filter(line -> line.contains("is not let through (403")).toList();
      if (needed) {
        assertThat(refused)
            .singleElement()
            .asString()
            .contains("access: " + missing + " is not let through")
            .contains("; without it " + missing.without());
      } else {
        assertThat(refused).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @Order(3)
  @EnumSource(names = {"VERSION", "NETWORKS", "EVENTS", "ARCHIVE", "EXEC_START"})
  void runNamesWhatIsMissing(Endpoint missing) throws Exception {
    Nginx change = INSTALLATION.backend("change", "hostname", "change").start();
    try (Haproxy filter = new Haproxy(INSTALLATION.folder(), ENGINE, allBut(missing));
        Sallyport sallyport = run(filter)) {
      sallyport.awaitLog("403 Forbidden");
      sallyport.awaitLog("must let `" + missing + "` through");
    } finally {
      change.remove();
    }
  }

  private static Sallyport run(Haproxy filter) throws IOException {
    return Sallyport.start(LOG, 0, "run", "-c", settings(filter));
  }

  private static Set<Endpoint> allBut(Endpoint missing) {
    Set<Endpoint> others = EnumSet.copyOf(ALL);
    others.remove(missing);
    return others;
  }

  private static String settings(Haproxy filter) throws IOException {
    String direct = Files.readString(INSTALLATION.settings());
    return Files.writeString(
            INSTALLATION.folder().resolve("filtered.toml"),
            direct.replace(ENGINE.toString(), filter.socket().toString()))
        .toString();
  }

  private static Optional<Endpoint> endpoint(String request) {
    return ALL.stream()
        .filter(each ->
            request.matches(
                each.method()
                    + " (/v1\\.\\d+)?"
                    + each.path().replace(Endpoint.ID, "[^/]+")
                    + "(\\?\\S*)? HTTP/1.1"))
        .findFirst();
  }
}
