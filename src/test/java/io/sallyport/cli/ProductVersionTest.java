package io.sallyport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/// One version, in pom.xml: everything that shows one shows this.
class ProductVersionTest {
  private static final String VERSION = first("pom.xml", "<version>([^<]+)</version>");

  @ParameterizedTest
  @ValueSource(strings = {"--version", "-v", "run --version"})
  void theCommandLinePrintsIt(String arguments) {
    CommandLine commands = Main.commands();
    StringWriter out = new StringWriter();
    commands.setOut(new PrintWriter(out, true));
    assertThat(commands.execute(arguments.split(" "))).isEqualTo(ExitCode.DONE);
    assertThat(out.toString().strip()).isEqualTo("sallyport " + VERSION);
  }

  @Test
  void theImageHasItAsALabel() {
    assertThat(first("Dockerfile", "org\\.opencontainers\\.image\\.version=\"([^\"]+)\""))
        .isEqualTo(VERSION);
  }

  @Test
  void theChangelogBeginsWithIt() {
    assertThat(first("CHANGELOG.md", "(?m)^## (\\S+)")).isEqualTo(VERSION);
  }

  @Test
  void theDescriptionOfTheApiHasIt() {
    String file = "src/main/resources/io/sallyport/api/openapi.json";
    assertThat(first(file, "\"version\": \"([0-9][^\"]*)\"")).isEqualTo(VERSION);
  }

  private static String first(String file, String pattern) {
    try {
      return Pattern.compile(pattern)
          .matcher(Files.readString(Path.of(file)))
          .results()
          .findFirst()
          .map(match -> match.group(1))
          .orElseThrow();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
