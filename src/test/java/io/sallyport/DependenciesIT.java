package io.sallyport;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What is packaged is what the decision record gives reasons for. Runs after packaging.
class DependenciesIT {
  private static final Path APP = Path.of("target", "app");
  private static final Path RECORD = Path.of("docs", "decisions", "0006-dependencies.md");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| ([a-z0-9-]+) \\| (\\d+) \\| .+ \\|$");
  private static final Pattern VERSION = Pattern.compile("-\\d.*");

  @Test
  void eachHasAReasonAndTheSizeThatItSays() throws IOException {
    Map<String, Long> justified = justified();
    Map<String, Long> packaged = packaged();

    assertThat(packaged.keySet()).as("rows of " + RECORD).isEqualTo(justified.keySet());
    packaged.forEach(
        (jar, size) -> assertThat(size).as("kB of " + jar).isLessThanOrEqualTo(justified.get(jar)));
  }

  @Test
  void theListOfPartsIsComplete() throws IOException {
    JsonNode parts = new JsonMapper().readTree(APP.resolve("sbom.json").toFile());
    TreeSet<String> names = new TreeSet<>();
    for (JsonNode part : parts.path("components")) {
      names.add(part.path("name").asText());
      assertThat(part.path("purl").asText()).startsWith("pkg:maven/").contains("@");
      assertThat(part.path("hashes")).isNotEmpty();
    }
    assertThat(parts.path("bomFormat").asText()).isEqualTo("CycloneDX");
    assertThat(names).isEqualTo(packaged().keySet());
  }

  private static Map<String, Long> justified() throws IOException {
    Map<String, Long> rows = new TreeMap<>();
    for (MatchResult row : ROW.matcher(Files.readString(RECORD)).results().toList()) {
      rows.put(row.group(1), Long.valueOf(row.group(2)));
    }
    return rows;
  }

  /// Sizes in kB by name, without our own.
  private static Map<String, Long> packaged() throws IOException {
    Map<String, Long> jars = new TreeMap<>();
    try (Stream<Path> files = Files.list(APP.resolve("lib"))) {
      for (Path jar : files.toList()) {
        String name = VERSION.matcher(jar.getFileName().toString()).replaceFirst("");
        if (!name.equals("sallyport.jar")) {
          jars.put(name, Files.size(jar) / 1000);
        }
      }
    }
    return jars;
  }
}
