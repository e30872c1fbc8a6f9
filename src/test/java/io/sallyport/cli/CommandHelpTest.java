package io.sallyport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class CommandHelpTest {
  private static final int LONGEST = 40;

  static Stream<CommandLine> commands() {
    return Main.commands().getSubcommands().values().stream();
  }

  private static List<String> lines(CommandLine command) {
    return command.getUsageMessage().lines().toList();
  }

  /// A person at night reads it on one screen.
  @ParameterizedTest
  @MethodSource("commands")
  void isShortAndHasExamplesThatParse(CommandLine command) {
    List<String> examples =
        lines(command).stream()
            .dropWhile(line -> !line.equals("Examples:"))
            .filter(line -> line.matches(" +(source <\\()?sallyport .*"))
            .map(line -> line.strip().replaceFirst("^source <\\(", "").replaceFirst("[)>|&].*", ""))
            .toList();
    assertThat(lines(command)).hasSizeLessThan(LONGEST).noneMatch(line -> line.contains("${"));
    assertThat(examples).isNotEmpty();
    for (String example : examples) {
      String[] words = example.strip().replaceFirst("^sallyport ", "").split(" +");
      assertThat(Main.commands().parseArgs(words).errors()).as(example).isEmpty();
    }
  }

  @Test
  void optionsOfManyCommandsAreDescribedOnce() {
    String root = Main.commands().getUsageMessage();
    assertThat(root).contains("--discovery-tls-ca-cert", "--config=FILE", "--log-format=FORMAT");
    assertThat(commands())
        .allSatisfy(command ->
            assertThat(command.getUsageMessage())
                .doesNotContain("--discovery-tls", "--log-format=")
                .contains("sallyport --help"));
  }

  @Test
  void aScriptsPathIsNoArgument() {
    assertThat(Main.withoutScript(new String[] {"/usr/bin/sallyport", "explain", "/shop"}))
        .containsExactly("explain", "/shop");
    assertThat(Main.withoutScript(new String[] {"explain", "/shop"}))
        .containsExactly("explain", "/shop");
    assertThat(Main.withoutScript(new String[0])).isEmpty();
  }
}
