package io.sallyport.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The examples of Interlock's time are one: those that run (`InterlockExamplesIT`), those of the
/// cases, and what the document for people who move over shows.
class InterlockExamplesTest {
  private static final Path EXAMPLES = Path.of("src/test/resources/interlock");

  @ParameterizedTest
  @ValueSource(strings = {"engine", "swarm"})
  void areCases(String example) throws IOException {
    assertThat(settingsOfCase(example)).isEqualTo(text(example, "config.toml"));
  }

  /// That of the quick start names a file as well, which is not there.
  @ParameterizedTest
  @ValueSource(strings = {"environment", "quick-start"})
  void areCasesInTheEnvironment(String example) throws IOException {
    assertThat(text(example, "docker-compose.yml"))
        .contains(
            "INTERLOCK_CONFIG: |\n"
                + settingsOfCase("environment").replaceAll("(?m)^(?=.)", " ".repeat(8)));
  }

  @Test
  void theQuickStartNamesAFileThatIsNotThere() throws IOException {
    assertThat(text("quick-start", "docker-compose.yml"))
        .contains("command: -D run -c /etc/interlock/config.toml\n")
        .doesNotContain("config.toml:");
  }

  @Test
  void areShown() throws IOException {
    assertThat(Files.readString(Path.of("docs/migrating-from-interlock.md")))
        .contains(
            "```yaml\n" + text("engine", "docker-compose.yml") + "```\n",
            "```toml\n" + text("engine", "config.toml") + "```\n");
  }

  private static String settingsOfCase(String example) throws IOException {
    return Files.readString(
        Path.of("src/test/resources/cases/interlock-example-" + example, "config.toml"));
  }

  private static String text(String example, String file) throws IOException {
    return Files.readString(EXAMPLES.resolve(example).resolve(file));
  }
}
