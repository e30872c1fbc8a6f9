package io.sallyport.config;

import io.sallyport.config.Setting.Scope;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// One `[[Extensions]]` table: the settings of one kind of proxy. Takes and gives checked values
/// only.
public final class ProxySettings {
  /// The kind of an extension that names none.
  public static final String USUAL = "nginx";

  /// The kinds that are not run yet: nothing that is wrong with one of them stops a proxy.
  static final Set<String> NOT_RUN = Set.of("beacon");

  private static final Map<String, String> TITLES = Map.of(USUAL, "Nginx", "haproxy", "HAProxy");

  private final Values values;

  ProxySettings(Values values) {
    this.values = values;
  }

  /// An extension of which nothing was written: nginx.
  public static ProxySettings defaults() {
    return new ProxySettings(Values.none(Scope.EXTENSION));
  }

  /// The kinds of proxy that Interlock knew, with what people call them.
  public static SortedMap<String, String> kinds() {
    return new TreeMap<>(TITLES);
  }

  /// Whether this version runs proxies of such a kind.
  public static boolean isRun(String kind) {
    return TITLES.containsKey(kind) && !NOT_RUN.contains(kind);
  }

  /// The same settings with a value for what was not written.
  public <T> ProxySettings withDefault(Setting<T> setting, T value) {
    return values.wrote(setting) ? this : with(setting, value);
  }

  /// The same settings with one value replaced. The value is not checked: it comes from code.
  public <T> ProxySettings with(Setting<T> setting, T value) {
    return new ProxySettings(values.with(setting, value));
  }

  /// The kind of extension: `nginx`, `haproxy` or `beacon`.
  public String name() {
    return get(Setting.NAME);
  }

  /// The value of a setting that has a default.
  ///
  /// @throws IllegalArgumentException when it has neither value nor default, or is of the top level
  public <T> T get(Setting<T> setting) {
    return values.get(setting);
  }

  /// What was written, else the default, else nothing.
  ///
  /// @throws IllegalArgumentException when it is a setting of the top level
  public <T> Optional<T> find(Setting<T> setting) {
    return values.find(setting);
  }

  /// Every setting that has a value, by [Setting#property], as templates see them: text, whole
  /// numbers, booleans and [java.time.Duration]s.
  public SortedMap<String, Object> properties() {
    SortedMap<String, Object> properties = new TreeMap<>();
    for (Setting<?> setting : Setting.all()) {
      if (setting.scope() == Scope.EXTENSION) {
        find(setting).ifPresent(value -> properties.put(setting.property(), value));
      }
    }
    return Collections.unmodifiableSortedMap(properties);
  }

  String changed() {
    return values.changed();
  }

  /// For logs: secrets are masked.
  @Override
  public String toString() {
    return "[" + values + "]";
  }
}
