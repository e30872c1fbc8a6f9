package io.sallyport.config;

import io.sallyport.config.Grammar.Reading.Refused;
import java.util.List;
import org.tomlj.TomlArray;
import org.tomlj.TomlTable;

/// What the value of a setting may be: how it is read from TOML, named in the reference and written
/// in the default configuration.
interface Grammar<T> {
  /// As the reference names it: `int, 1 to 65535`.
  String name();

  Class<T> type();

  Reading<T> read(Object toml);

  String write(T value);

  /// What became of a value.
  sealed interface Reading<T> {
    record Taken<T>(T value) implements Reading<T> {}

    /// `""` and `0`, which Interlock's own examples write for "no value".
    record Unset<T>() implements Reading<T> {}

    /// Not quite a value of this grammar, but what is meant is plain: Interlock took it, so it is
    /// taken, and said.
    ///
    /// @param why continues a sentence that begins with the key
    record Corrected<T>(T value, String why, String suggestion) implements Reading<T> {}

    /// Not a value of this grammar.
    ///
    /// @param why continues a sentence that begins with the key
    record Refused<T>(String why, String suggestion) implements Reading<T> {}

    /// A list of which some entries cannot be taken.
    record RefusedEntries<T>(List<Entry> entries) implements Reading<T> {
      public RefusedEntries {
        entries = List.copyOf(entries);
      }

      /// @param index from 0
      /// @param why continues a sentence that begins with the key
      record Entry(int index, String why, String suggestion) {}
    }
  }

  static <T> Refused<T> wrongType(String wanted, Object toml, String suggestion) {
    return new Refused<>("must be " + wanted + ", not " + nameOf(toml), suggestion);
  }

  private static String nameOf(Object toml) {
    return switch (toml) {
      case String _ -> "text";
      case Long _ -> "a whole number";
      case Double _ -> "a number with a fraction";
      case Boolean _ -> "true or false";
      case TomlArray _ -> "a list";
      case TomlTable _ -> "a table";
      default -> "a date or time";
    };
  }
}
