package io.sallyport.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class ManualPageTest {
  @TempDir private Path folder;

  private static String page() {
    StringWriter page = new StringWriter();
    assertThat(Main.commands().setOut(new PrintWriter(page)).execute("manual")).isZero();
    return page.toString();
  }

  @Test
  void namesEveryCommandAndOption() {
    String page = page();
    for (CommandLine command : Main.commands().getSubcommands().values()) {
      assertThat(page).contains("\n.SS " + command.getCommandName() + "\n");
      for (OptionSpec option : command.getCommandSpec().options()) {
        assertThat(page).contains("\\fB" + option.longestName().replace("-", "\\-") + "\\fR");
      }
    }
    assertThat(page).contains("\n.SH EXIT STATUS\n.TP\n.B 0\ndone\n").doesNotContain("${");
  }

  /// All that groff can find to complain about, and what a reader then sees.
  @Test
  void isSetWithoutAWarning() throws Exception {
    assumeTrue(Shell.has("groff"), "groff is not installed");
    Files.writeString(folder.resolve("sallyport.1"), page());
    assertThat(Shell.run(folder, "groff", "-man", "-ww", "-z", "-Tutf8", "sallyport.1")).isEmpty();

    String read =
        Shell.run(folder, "groff", "-man", "-Tascii", "-P-cbou", "-rLL=200n", "sallyport.1");
    assertThat(read)
        .contains(
            "sallyport - Keeps Nginx and HAProxy configured from the labels of Docker containers\n")
        .contains("--log-format FORMAT")
        .contains("INTERLOCK_CONFIG");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        ".TH evil|\\&.TH evil",
        "'br|\\&'br",
        "a\\fB|a\\efB",
        "--diff|\\-\\-diff",
        "see `run`|see \\fBrun\\fR",
        "a …|a \\[u2026]"
      })
  void keepsTextFromBeingRequests(String plain, String roff) {
    assertThat(ManualPage.text(plain)).isEqualTo(roff);
  }
}
