package io.sallyport.cases;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.TwoAtATime;
import io.sallyport.proxy.Capabilities;
import io.sallyport.proxy.haproxy.HaproxyDriver;
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

/// Real HAProxy accepts every configuration that a case gives, without a warning: each in one of
/// the versions, and all in all of them with `-Dsallyport.haproxy.all=true`.
class HaproxyAcceptsCasesIT {
  private static final List<String> VERSIONS = List.of("2.6", "3.0", "3.2");
  private static final HaproxyDriver DRIVER = new HaproxyDriver();
  private static final boolean ALL = Boolean.getBoolean("sallyport.haproxy.all");
  private static final int HOSTILE_ENGINES = 15;

  @TempDir private static Path folder = Path.of("");
  @AutoClose private static @Nullable TwoAtATime<String> runs;

  @BeforeAll
  static void begin() {
    runs = new TwoAtATime<>(VERSIONS, HaproxyAcceptsCasesIT::accepts);
  }

  static List<String> versions() {
    return VERSIONS;
  }

  /// Beside the cases, a sample of what is left of labels that were written to do harm.
  @ParameterizedTest
  @MethodSource("versions")
  void acceptsEveryCase(String version) throws Throwable {
    Objects.requireNonNull(runs).finish(version);
  }

  private static void accepts(String version) throws IOException {
    Capabilities can = new Capabilities("haproxy/" + version + ".0 drops ipv6 socket=/tmp/s.sock");
    SortedMap<String, String> configurations = new TreeMap<>();
    long first = 1 + (long) VERSIONS.indexOf(version) * HOSTILE_ENGINES;
    for (long seed = first; seed < first + HOSTILE_ENGINES; seed++) {
      configurations.put(
          "hostile-seed-" + seed, HostileLabelsTest.configuration(seed, DRIVER, can));
    }
    List<Case> cases = Case.all();
    for (int i = 0; i < cases.size(); i++) {
      if (!ALL && i % VERSIONS.size() != VERSIONS.indexOf(version)) {
        continue;
      }
      Case each = cases.get(i);
      each.results(DRIVER, can)
          .forEach((proxy, text) -> configurations.put(each + "." + proxy, text));
    }
    assertThat(configurations).hasSizeGreaterThan(50);

    assertThat(HaproxyTrial.complaints(version, configurations, folder.resolve(version))).isEmpty();
  }

  @Test
  void seesWhatIsWrong(@TempDir Path work) throws IOException {
    SortedMap<String, String> configurations = new TreeMap<>();
    String fine = "defaults\n  mode http\n  timeout client 1s\nfrontend a\n  bind :80\n";
    configurations.put("fine", fine);
    configurations.put("refused", fine + "  nonsense\n");
    configurations.put("warns", fine.replace("  timeout client 1s\n", ""));

    assertThat(HaproxyTrial.complaints("2.6", configurations, work))
        .containsOnlyKeys("refused refused", "warns accepted");
  }
}
