package io.sallyport.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;

import io.sallyport.config.Setting.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each folder of `src/test/resources/config` is a case: `config.toml` (and an `environment`, one
/// `NAME=value` a line) in; either `problems.txt` out, or `settings.toml` with what differs from
/// the defaults, and `warnings.txt` where there are any.
class SettingsCasesTest {
  private static final Path CASES = Path.of("src/test/resources/config");

  static Stream<Named<Path>> cases() throws IOException {
    try (Stream<Path> folders = Files.list(CASES)) {
      return folders
          .sorted()
          .map(folder -> named(folder.getFileName().toString(), folder))
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void readsAsExpected(Path folder) throws IOException {
    String toml = Files.readString(folder.resolve("config.toml"));
    boolean refused = Files.exists(folder.resolve("problems.txt"));
    Path expected = folder.resolve(refused ? "problems.txt" : "settings.toml");
    matches(expected, read(toml, environment(folder)));
    matches(folder.resolve("warnings.txt"), warnings(toml, environment(folder)));
  }

  /// A file that is not there stands for an empty one.
  private static void matches(Path file, String text) throws IOException {
    if (Boolean.getBoolean("sallyport.regenerate") && (Files.exists(file) || !text.isEmpty())) {
      Files.writeString(file, text);
    }
    assertThat(text)
        .describedAs(file.toString())
        .isEqualTo(Files.exists(file) ? Files.readString(file) : "");
  }

  private static String warnings(String toml, Map<String, String> environment) {
    Optional<Settings> settings;
    try {
      settings = Optional.of(SettingsReader.read("config.toml", toml, environment));
    } catch (SettingsException wrong) {
      settings = wrong.rest();
    }
    return settings.orElseThrow().warnings().stream()
        .map(warning -> warning + "\n")
        .collect(Collectors.joining());
  }

  private static String read(String toml, Map<String, String> environment) {
    try {
      Settings settings = SettingsReader.read("config.toml", toml, environment);
      String written = differences(settings);
      assertThat(differences(SettingsReader.read("config.toml", written)))
          .describedAs("written out and read again")
          .isEqualTo(written);
      return written;
    } catch (SettingsException wrong) {
      return wrong.getMessage() + "\n";
    }
  }

  private static Map<String, String> environment(Path folder) throws IOException {
    Path file = folder.resolve("environment");
    if (!Files.exists(file)) {
      return Map.of();
    }
    return Files.readAllLines(file).stream()
        .map(line -> line.split("=", 2))
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
  }

  private static String differences(Settings settings) {
    StringBuilder text = new StringBuilder();
    Setting.all().stream()
        .filter(setting -> setting.scope() == Scope.TOP)
        .forEach(setting -> text.append(difference(setting, settings.find(setting))));
    String swarm =
        Setting.all().stream()
            .filter(setting -> setting.scope() == Scope.SWARM)
            .map(setting -> difference(setting, settings.find(setting)))
            .collect(Collectors.joining());
    text.append(swarm.isEmpty() ? "" : "\n[Swarm]\n" + swarm);
    for (ProxySettings proxy : settings.proxies()) {
      text.append("\n[[Extensions]]\nName = \"").append(proxy.name()).append("\"\n");
      Setting.all().stream()
          .filter(setting -> setting.scope() == Scope.EXTENSION && setting != Setting.NAME)
          .forEach(setting -> text.append(difference(setting, proxy.find(setting))));
    }
    return text.toString().stripLeading();
  }

  private static String difference(Setting<?> setting, Optional<?> value) {
    return value.equals(setting.defaultValue())
        ? ""
        : setting + " = " + toml(value.orElseThrow()) + "\n";
  }

  private static String toml(Object value) {
    return switch (value) {
      case String text -> '"' + text + '"';
      case Duration duration -> '"' + DurationSyntax.format(duration) + '"';
      default -> value.toString();
    };
  }
}
