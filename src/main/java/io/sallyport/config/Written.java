package io.sallyport.config;

import java.util.Map;
import java.util.Set;
import org.tomlj.TomlPosition;

/// One table as it was read.
///
/// @param values what was taken
/// @param refused what was written but could not be taken, and has been reported
/// @param places where each key stands
/// @param start where the table begins
record Written(
    Values values,
    Set<Setting<?>> refused,
    Map<Setting<?>, TomlPosition> places,
    TomlPosition start) {

  Written {
    refused = Set.copyOf(refused);
    places = Map.copyOf(places);
  }

  Written with(Values filled) {
    return new Written(filled, refused, places, start);
  }

  boolean has(Setting<?> setting) {
    return values.wrote(setting);
  }

  /// Neither given nor attempted. What was refused is not missed as well.
  boolean lacks(Setting<?> setting) {
    return !has(setting) && !refused.contains(setting);
  }

  TomlPosition place(Setting<?> setting) {
    return places.getOrDefault(setting, start);
  }
}
