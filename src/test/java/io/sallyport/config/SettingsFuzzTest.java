package io.sallyport.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever the configuration says, it is read or all of its problems are told.
///
/// In a build only the seeds are tried. To search for hours, guided by coverage: `JAZZER_FUZZ=1
/// JAZZER_MAX_DURATION=4h mvn test -Dtest=SettingsFuzzTest
/// -Dsurefire.failIfNoSpecifiedTests=false`.
class SettingsFuzzTest {
  static Stream<String> seeds() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/test/resources/config"))) {
      List<String> texts =
          files
              .filter(file -> file.endsWith("config.toml"))
              .sorted()
              .map(SettingsFuzzTest::read)
              .toList();
      return Stream.concat(texts.stream(), Stream.of(Spec.text()));
    }
  }

  @MethodSource("seeds")
  @FuzzTest
  void isReadOrExplained(@NotNull String toml) {
    try {
      assertThat(SettingsReader.read("fuzz", toml).proxies()).isNotEmpty();
    } catch (SettingsException wrong) {
      assertThat(wrong.problems()).isNotEmpty();
      assertThat(wrong.problems()).allMatch(problem -> problem.source().equals("fuzz"));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new java.io.UncheckedIOException(unreadable);
    }
  }
}
