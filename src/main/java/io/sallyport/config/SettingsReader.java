package io.sallyport.config;

import io.sallyport.config.Setting.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/// Reads a configuration: text in, checked settings out, or everything that is wrong with it.
public final class SettingsReader {
  static final String EXTENSIONS = "Extensions";
  static final String SWARM = "Swarm";

  private static final TomlPosition START = TomlPosition.positionAt(1, 1);

  private final Report report;
  private final String text;
  private final TomlParseResult toml;

  /// Windows editors put a byte order mark in front, which TOML does not allow.
  private SettingsReader(String sourceName, String written) {
    this.report = new Report(sourceName);
    this.text = written.startsWith("\uFEFF") ? written.substring(1) : written;
    this.toml = Toml.parse(text);
  }

  /// Reads a text without an environment.
  ///
  /// @param sourceName what problems call it, such as `config.toml`
  /// @throws SettingsException with all problems at once
  public static Settings read(String sourceName, String toml) {
    return read(sourceName, toml, Map.of());
  }

  /// Reads a text; `DOCKER_HOST`, `DOCKER_CERT_PATH` and `DOCKER_TLS_VERIFY` fill in what it leaves
  /// out.
  ///
  /// @throws SettingsException with all problems at once
  public static Settings read(String sourceName, String toml, Map<String, String> environment) {
    return new SettingsReader(sourceName, toml).settings(sourceName, environment);
  }

  private Settings settings(String source, Map<String, String> environment) {
    SyntaxProblems.add(text, toml.errors(), report);
    Set<String> tables = Set.of(EXTENSIONS, SWARM);
    Written top = TableReader.read(Scope.TOP, toml, START, tables, report);
    Values swarm = swarm();
    List<Written> extensions = extensions();
    Written filled = top.with(EngineEnvironment.fill(top.values(), environment, report));
    if (!toml.hasErrors()) {
      new CrossChecks(report).check(filled, extensions);
    }
    List<ProxySettings> proxies =
        extensions.stream().map(extension -> new ProxySettings(extension.values())).toList();
    Settings settings =
        new Settings(
            source,
            filled.values(),
            swarm,
            proxies.isEmpty() ? List.of(ProxySettings.defaults()) : proxies,
            report.warnings());
    report.throwIfAny(settings);
    return settings;
  }

  private Values swarm() {
    for (String key : toml.keySet()) {
      if (key.equalsIgnoreCase(SWARM)) {
        TomlPosition place = Objects.requireNonNull(toml.inputPositionOf(List.of(key)));
        if (toml.get(List.of(key)) instanceof TomlTable table) {
          return TableReader.read(Scope.SWARM, table, place, Set.of(), report).values();
        }
        report.add(place, "`" + key + "` must be a table", "write [Swarm] on a line of its own");
      }
    }
    return Values.none(Scope.SWARM);
  }

  private List<Written> extensions() {
    List<Written> extensions = new ArrayList<>();
    for (String key : toml.keySet()) {
      if (key.equalsIgnoreCase(EXTENSIONS)) {
        Object value = toml.get(List.of(key));
        if (value instanceof TomlArray array) {
          extensions.addAll(extensions(array));
        } else {
          report.add(
              toml.inputPositionOf(List.of(key)),
              "`" + key + "` must be a list of tables",
              "write [[Extensions]] with two brackets");
        }
      }
    }
    return extensions;
  }

  private List<Written> extensions(TomlArray array) {
    List<Written> extensions = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      if (array.isTable(i)) {
        TomlTable table = array.getTable(i);
        Report strict = isNotRun(table) ? report.lenient() : report;
        extensions.add(
            TableReader.read(Scope.EXTENSION, table, array.inputPositionOf(i), Set.of(), strict));
      } else {
        report.add(array.inputPositionOf(i), "`Extensions` must hold tables", "");
      }
    }
    return extensions;
  }

  /// Nothing that is wrong with what is not run stops a proxy.
  private static boolean isNotRun(TomlTable table) {
    return table.keySet().stream()
        .filter(Setting.NAME.key()::equalsIgnoreCase)
        .map(key -> table.get(List.of(key)))
        .anyMatch(name -> name instanceof String kind && ProxySettings.NOT_RUN.contains(kind));
  }
}
