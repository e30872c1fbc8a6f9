package io.sallyport.proxy;

import io.sallyport.config.DurationSyntax;
import io.sallyport.config.ProxySettings;
import io.sallyport.config.Setting;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a template sees of an extension's settings: each that is no secret under its name in camel
/// case, with null where it has no value.
public final class SettingsView {
  private SettingsView() {}

  /// All of them, for a driver to change.
  public static Map<String, @Nullable Object> of(ProxySettings settings) {
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    for (Setting<?> setting : Setting.all()) {
      if (setting.scope() == Setting.Scope.EXTENSION && !setting.secret()) {
        view.put(setting.property(), null);
      }
    }
    settings
        .properties()
        .forEach((property, value) -> {
          if (view.containsKey(property)) {
            view.put(
                property, value instanceof Duration time ? DurationSyntax.format(time) : value);
          }
        });
    return view;
  }
}
