package io.sallyport.cases;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each folder of `src/test/resources/cases` gives what lies in it.
class CasesTest {
  private static final int CONTEXT = 3;
  private static final Golden GOLDEN =
      new Golden(Case.of(Golden.WHOLE).results().getOrDefault("nginx.conf", ""));

  static List<Case> cases() {
    return Case.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void givesWhatIsExpected(Case each) {
    SortedMap<String, String> results = each.results();
    if (!each.toString().equals(Golden.WHOLE)) {
      results.replaceAll((file, text) -> file.startsWith("nginx.") ? GOLDEN.of(text) : text);
    }
    if (Boolean.getBoolean("sallyport.regenerate")) {
      each.write(results);
    }
    SortedMap<String, String> expected = each.expected();
    assertThat(results.keySet())
        .describedAs("files of %s; %s", each, HOW)
        .isEqualTo(expected.keySet());
    results.forEach((file, text) -> {
      String golden = expected.getOrDefault(file, "");
      assertThat(text.equals(golden))
          .withFailMessage(() -> each + "/" + file + " differs; " + HOW + difference(golden, text))
          .isTrue();
    });
  }

  @Test
  void areMany() {
    assertThat(Case.all()).hasSizeGreaterThan(70);
  }

  private static final String HOW =
      "when that is right, write it with: mvn test -Dtest=CasesTest -Dsallyport.regenerate=true,"
          + " and look at what git diff says\n";

  private static String difference(String golden, String text) {
    List<String> before = golden.lines().toList();
    return String.join(
        "\n",
        UnifiedDiffUtils.generateUnifiedDiff(
            "expected", "given", before, DiffUtils.diff(before, text.lines().toList()), CONTEXT));
  }
}
