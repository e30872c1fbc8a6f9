package io.sallyport.config;

import io.sallyport.config.Setting.Scope;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The values that were written for one table; what was not written has its default.
final class Values {
  private final Scope scope;
  private final Map<Setting<?>, Object> written;

  private Values(Scope scope, Map<Setting<?>, Object> written) {
    this.scope = scope;
    this.written = Map.copyOf(written);
  }

  static Values none(Scope scope) {
    return new Values(scope, Map.of());
  }

  <T> Values with(Setting<T> setting, T value) {
    Map<Setting<?>, Object> more = new HashMap<>(written);
    more.put(inScope(setting), value);
    return new Values(scope, more);
  }

  boolean wrote(Setting<?> setting) {
    return written.containsKey(setting);
  }

  <T> Optional<T> find(Setting<T> setting) {
    Object value = written.get(inScope(setting));
    return value == null
        ? setting.defaultValue()
        : Optional.of(setting.grammar().type().cast(value));
  }

  <T> T get(Setting<T> setting) {
    return find(setting)
        .orElseThrow(
            () -> new IllegalArgumentException(setting + " may have no value: use find instead"));
  }

  private <T> Setting<T> inScope(Setting<T> setting) {
    if (setting.scope() != scope) {
      throw new IllegalArgumentException(setting + " is not a setting of scope " + scope);
    }
    return setting;
  }

  /// What was written and is not the default, in the order of the table, with secrets masked.
  String changed() {
    return Setting.all().stream()
        .filter(setting -> setting.scope() == scope && isChanged(setting))
        .map(setting -> setting + "=" + shown(setting))
        .collect(Collectors.joining(", "));
  }

  private <T> boolean isChanged(Setting<T> setting) {
    return wrote(setting) && !find(setting).equals(setting.defaultValue());
  }

  /// What has a value, in the order of the table, with secrets masked.
  @Override
  public String toString() {
    return Setting.all().stream()
        .filter(setting -> setting.scope() == scope && find(setting).isPresent())
        .map(setting -> setting + "=" + shown(setting))
        .collect(Collectors.joining(", "));
  }

  private <T> String shown(Setting<T> setting) {
    return setting.secret() ? "***" : setting.grammar().write(get(setting));
  }
}
