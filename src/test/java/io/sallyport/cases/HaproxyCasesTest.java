package io.sallyport.cases;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.difflib.DiffUtils;
import io.sallyport.proxy.Capabilities;
import io.sallyport.proxy.haproxy.HaproxyDriver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What HAProxy gets for some cases: the whole file for one, the hosts and lists of the others.
/// `-Dsallyport.regenerate=true` writes it anew. `HaproxyAcceptsCasesIT` tries all cases.
class HaproxyCasesTest {
  private static final Path GOLDENS = Path.of("src/test/resources/haproxy");
  private static final HaproxyDriver DRIVER = new HaproxyDriver();
  private static final Capabilities CAN =
      new Capabilities("haproxy/3.0.11 ipv6 socket=/var/lib/haproxy/sallyport.sock");

  /// Where the first host stands.
  private static final Pattern HOST = Pattern.compile("\n\n# \\S+\nbackend ");

  private static final Pattern WORD = Pattern.compile("(?:'[^']*'|[^\\s'])+");

  @ParameterizedTest
  @ValueSource(
      strings = {
        Golden.WHOLE,
        "backup-of-all",
        "balance-algorithms",
        "clients-with-certificate",
        "context-root-without-server",
        "context-roots",
        "context-root-rewrite",
        "limits-of-a-host",
        "name-wildcard",
        "tls-at-the-proxy",
        "tls-on-both-legs",
        "tls-ports-of-their-own",
        "tls-to-verified-containers",
        "wildcard-comes-later",
        "websocket-endpoints"
      })
  void writesWhatIsExpected(String name) throws IOException {
    String text = Case.of(name).results(DRIVER, CAN).firstEntry().getValue();
    Matcher host = HOST.matcher(text);
    if (!name.equals(Golden.WHOLE) && host.find()) {
      text = text.substring(host.start() + 2);
    }
    Path golden = GOLDENS.resolve(name + ".cfg");
    if (Boolean.getBoolean("sallyport.regenerate")) {
      Files.createDirectories(GOLDENS);
      Files.writeString(golden, text);
    }
    assertThat(text).isEqualTo(Files.readString(golden));
  }

  /// Whatever labels say: the same lines with as many words as for values that nobody could object
  /// to.
  @Test
  void noLabelAddsALineOrAWord() {
    for (long seed = 1; seed <= 300; seed++) {
      var table = HostileLabelsTest.table(seed);
      var renderer = DRIVER.renderer(DRIVER.completed(HostileLabelsTest.EXTENSION));
      List<String> harmless = shape(renderer.render(HostileLabelsTest.harmless(table), CAN).text());
      assertThat(DiffUtils.diff(harmless, shape(renderer.render(table, CAN).text())).getDeltas())
          .as("seed %d", seed)
          .isEmpty();
    }
  }

  /// First word and number of words of each line, without what is looked up, which depends on how
  /// many different names there are.
  private static List<String> shape(String text) {
    return text.lines()
        .filter(line -> !line.startsWith("#") && !line.isBlank())
        .filter(line -> !line.contains(" status 413 ")) // A limit of zero is none.
        .filter(line -> !line.startsWith("crt-store ") && !line.startsWith("  load crt "))
        .map(line -> {
          List<String> words =
              WORD.matcher(line.replaceAll(" # \\S+$", ""))
                  .results()
                  .map(word -> word.group())
                  .collect(Collectors.toList());
          return words.isEmpty() ? "" : words.getFirst().toLowerCase(Locale.ROOT) + words.size();
        })
        .toList();
  }

  @Test
  void listsHaveOneLineForEachOfTheirEntries() {
    for (long seed = 1; seed <= 300; seed++) {
      String text = HostileLabelsTest.configuration(seed, DRIVER, CAN);
      assertThat(text.lines().filter(line -> line.startsWith("#|")).toList())
          .as("seed %d", seed)
          .allMatch(line ->
              line.matches(
                  "#\\|(folder \\S+|(hosts|wildcards|routes)\\.map \\S+ \\S+"
                      + "|certificates\\.list \\S+ (\\[ca-file \\S+ verify \\w+\\] )?[^\\[\\]#]+)"));
    }
  }
}
