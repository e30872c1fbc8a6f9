package io.sallyport.config;

import io.sallyport.config.Grammar.Reading.Corrected;
import io.sallyport.config.Grammar.Reading.Refused;
import io.sallyport.config.Grammar.Reading.RefusedEntries;
import io.sallyport.config.Grammar.Reading.Taken;
import io.sallyport.config.Grammar.Reading.Unset;
import io.sallyport.config.Setting.Scope;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/// Reads the settings of one TOML table. Keys are matched without regard to case, as Interlock's
/// TOML library did.
final class TableReader {
  /// Keys of other Interlock 1.x versions. They do nothing here and are not worth a failed start.
  private static final Set<String> RETIRED =
      Set.of("heartbeatinterval", "grpcaddr", "rules", "statinterval");

  private final Scope scope;
  private final TomlTable table;
  private final Report report;
  private final Set<Setting<?>> refused = new HashSet<>();
  private final Map<Setting<?>, TomlPosition> places = new HashMap<>();
  private Values values;

  private TableReader(Scope scope, TomlTable table, Report report) {
    this.scope = scope;
    this.table = table;
    this.report = report;
    this.values = Values.none(scope);
  }

  /// @param start where the table begins
  /// @param skip keys that somebody else reads
  static Written read(
      Scope scope, TomlTable table, TomlPosition start, Set<String> skip, Report report) {
    TableReader reader = new TableReader(scope, table, report);
    table.keySet().stream()
        .filter(key -> skip.stream().noneMatch(key::equalsIgnoreCase))
        .forEach(reader::key);
    if (scope == Scope.EXTENSION) {
      reader.besideConfiguration(Setting.SSL_CERT_PATH);
      reader.besideConfiguration(Setting.DH_PARAM_PATH);
    }
    return new Written(reader.values, reader.refused, reader.places, start);
  }

  private void key(String key) {
    Optional<Setting<?>> setting = setting(scope, key);
    if (setting.isPresent()) {
      value(key, setting.get());
    } else if (retired(key)) {
      report.warn(
          place(key), "`" + Toml.tomlEscape(key) + "` does nothing in Sallyport", "remove it");
    } else {
      unknown(key);
    }
  }

  private static Optional<Setting<?>> setting(Scope scope, String key) {
    return Setting.all().stream()
        .filter(setting -> setting.scope() == scope && setting.key().equalsIgnoreCase(key))
        .findFirst();
  }

  private <T> void value(String key, Setting<T> setting) {
    TomlPosition earlier = places.putIfAbsent(setting, place(key));
    if (earlier != null) {
      report.add(
          place(key),
          "`" + key + "` is the same key as the one in line " + earlier.line(),
          "keep one of them");
      return;
    }
    Object toml = Objects.requireNonNull(table.get(List.of(key)));
    switch (setting.grammar().read(toml)) {
      case Taken<T>(T value) -> values = values.with(setting, value);
      case Corrected<T>(T value, String why, String suggestion) -> {
        values = values.with(setting, value);
        report.warn(placeOfValue(key), "`" + setting.key() + "` " + why, suggestion);
      }
      case Unset<T>() -> {}
      case Refused<T>(String why, String suggestion) -> {
        refused.add(setting);
        Report strict = isUsed(setting) ? report : report.lenient();
        strict.add(placeOfValue(key), "`" + setting.key() + "` " + why, suggestion);
      }
      case RefusedEntries<T>(List<RefusedEntries.Entry> entries) -> {
        refused.add(setting);
        TomlArray array = Objects.requireNonNull(table.getArray(List.of(key)));
        entries.forEach(entry ->
            report.add(
                array.inputPositionOf(entry.index()),
                "`" + setting.key() + "` " + entry.why(),
                entry.suggestion()));
      }
    }
  }

  /// Whether it is of the top level, of Nginx, or of this table's kind of extension.
  private boolean isUsed(Setting<?> setting) {
    List<String> kinds = setting.kinds();
    return kinds.isEmpty()
        || kinds.contains(ProxySettings.USUAL)
        || (kinds.stream().anyMatch(this::isOfKind) && !ProxySettings.NOT_RUN.containsAll(kinds));
  }

  private boolean isOfKind(String kind) {
    return table.keySet().stream()
        .filter(Setting.NAME.key()::equalsIgnoreCase)
        .anyMatch(key -> kind.equals(table.get(List.of(key))));
  }

  /// What Nginx takes from the directory of its configuration becomes absolute.
  private void besideConfiguration(Setting<String> setting) {
    Optional<String> written =
        values.wrote(setting) ? values.find(setting) : Optional.<String>empty();
    if (written.isEmpty() || written.get().startsWith("/")) {
      return;
    }
    String absolute = Paths.besideConfiguration(written.get(), values.get(Setting.CONFIG_PATH));
    values = values.with(setting, absolute);
    report.warn(
        Objects.requireNonNull(places.get(setting)),
        "`" + setting + "` is relative, so it counts as `" + absolute + "`, as for Nginx",
        "write \"" + absolute + "\"");
  }

  /// Beacon had keys that begin with `Stats` and were never written down.
  private boolean retired(String key) {
    String lower = key.toLowerCase(Locale.ROOT);
    return RETIRED.contains(lower) || (scope == Scope.EXTENSION && lower.startsWith("stats"));
  }

  /// A key that is nearly one of ours is a mistake, and to run without it might protect less; a
  /// stranger is ignored, as Interlock did.
  private void unknown(String key) {
    List<Scope> others = Stream.of(Scope.values()).filter(each -> each != scope).toList();
    Optional<Scope> owner =
        others.stream().filter(other -> setting(other, key).isPresent()).findFirst();
    if (owner.isPresent()) {
      report.add(
          place(key),
          "`%s` belongs to %s".formatted(key, name(owner.get())),
          "move it " + where(owner.get()));
      return;
    }
    String message = "unknown key `" + Toml.tomlEscape(key) + "`";
    Optional<String> slip = nearest(key, others, DidYouMean::slipOf);
    if (slip.isPresent()) {
      report.add(place(key), message, slip.get());
      return;
    }
    report.warn(
        place(key),
        message + " is ignored",
        nearest(key, others, DidYouMean::among).orElse("remove it"));
  }

  /// What the key may have been meant to be: of this table first.
  private Optional<String> nearest(
      String key, List<Scope> others, BiFunction<List<String>, String, Optional<String>> search) {
    return search
        .apply(keys(scope), key)
        .map(known -> "did you mean `" + known + "`?")
        .or(() ->
            others.stream()
                .flatMap(other ->
                    search.apply(keys(other), key).map(known -> elsewhere(known, other)).stream())
                .findFirst());
  }

  private static String elsewhere(String known, Scope other) {
    return "did you mean `" + known + "`, " + where(other) + "?";
  }

  private static String name(Scope scope) {
    return switch (scope) {
      case TOP -> "the top level";
      case SWARM -> "[Swarm]";
      case EXTENSION -> "an extension";
    };
  }

  private static String where(Scope scope) {
    return switch (scope) {
      case TOP -> "above the first [[Extensions]]";
      case SWARM -> "below [Swarm]";
      case EXTENSION -> "below an [[Extensions]]";
    };
  }

  private static List<String> keys(Scope scope) {
    Stream<String> keys =
        Setting.all().stream().filter(setting -> setting.scope() == scope).map(Setting::key);
    Stream<String> tables =
        scope == Scope.TOP
            ? Stream.of(SettingsReader.EXTENSIONS, SettingsReader.SWARM)
            : Stream.empty();
    return Stream.concat(keys, tables).toList();
  }

  private TomlPosition place(String key) {
    return Objects.requireNonNull(table.inputPositionOf(List.of(key)));
  }

  private TomlPosition placeOfValue(String key) {
    return Objects.requireNonNull(table.entry(List.of(key))).value().position();
  }
}
