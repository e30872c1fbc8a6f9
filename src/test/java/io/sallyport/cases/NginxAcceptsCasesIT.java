package io.sallyport.cases;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import io.sallyport.TwoAtATime;
import io.sallyport.proxy.Capabilities;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.testcontainers.DockerClientFactory;

/// Real Nginx accepts every configuration that a case gives, without a warning, in each version
/// that is here.
class NginxAcceptsCasesIT {
  private static final String OLDEST = "1.18";
  private static final long HOSTILE_ENGINES = Long.getLong("sallyport.hostile.engines", 75);
  private static final List<String> VERSIONS =
      List.of(OLDEST, "1.22", "1.24", "1.26", "1.28", "mainline");

  @TempDir private static Path folder = Path.of("");
  @AutoClose private static @Nullable TwoAtATime<String> runs;

  @BeforeAll
  static void begin() {
    runs = new TwoAtATime<>(versions(), NginxAcceptsCasesIT::accepts);
  }

  static List<String> versions() {
    DockerClient engine = DockerClientFactory.lazyClient();
    return VERSIONS.stream().filter(version -> isHere(engine, version)).toList();
  }

  private static boolean isHere(DockerClient engine, String version) {
    try {
      engine.inspectImageCmd("nginx:" + version).exec();
      return true;
    } catch (NotFoundException missing) {
      return false;
    }
  }

  @Test
  void runsOnTheOldestVersionAndNewerOnes() {
    assertThat(versions())
        .describedAs("`bin/images` makes them")
        .contains(OLDEST)
        .hasSizeGreaterThan(1);
  }

  /// Beside the cases, a sample of what is left of labels that were written to do harm: another one
  /// for each version.
  @ParameterizedTest
  @MethodSource("versions")
  void acceptsEveryCase(String version) throws Throwable {
    Objects.requireNonNull(runs).finish(version);
  }

  private static void accepts(String version) throws IOException {
    SortedMap<String, String> configurations = new TreeMap<>();
    long first = 1 + VERSIONS.indexOf(version) * HOSTILE_ENGINES;
    for (long seed = first; seed < first + HOSTILE_ENGINES; seed++) {
      configurations.put(
          "hostile-seed-" + seed + ".conf", HostileLabelsTest.configuration(seed, can(version)));
    }
    for (Case each : Case.all()) {
      each.results(can(version))
          .forEach((file, text) -> {
            if (file.endsWith(".conf")) {
              configurations.put(each + "." + file, text);
            }
          });
    }

    assertThat(NginxTrial.complaints(version, configurations, folder.resolve(version))).isEmpty();
  }

  /// As a proxy of this version would say it, with all that it can have.
  private static Capabilities can(String version) {
    return new Capabilities(
        "nginx/" + (version.equals("mainline") ? "1.30.0" : version + ".0") + " ipv6");
  }

  @Test
  void seesWhatIsWrong(@TempDir Path work) throws IOException {
    SortedMap<String, String> configurations = new TreeMap<>();
    configurations.put("fine.conf", "events {} http { server { server_name a; } }");
    configurations.put("refused.conf", "events {} http { server { nonsense; } }");
    configurations.put(
        "warns.conf", "events {} http { server { server_name a; } server { server_name a; } }");

    assertThat(NginxTrial.complaints(OLDEST, configurations, work))
        .containsOnlyKeys("refused.conf refused", "warns.conf accepted");
  }
}
