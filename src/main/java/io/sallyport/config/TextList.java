package io.sallyport.config;

import io.sallyport.config.Grammar.Reading.Corrected;
import io.sallyport.config.Grammar.Reading.Refused;
import io.sallyport.config.Grammar.Reading.RefusedEntries;
import io.sallyport.config.Grammar.Reading.Taken;
import io.sallyport.config.Grammar.Reading.Unset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.tomlj.TomlArray;

/// A list of texts, each of one grammar: `["edge", "edge-*"]`. Each wrong entry is reported at its
/// own place.
///
/// @param empty whether `[]` is a value; where it is not, people write it for "not set"
record TextList(String name, Text entry, boolean empty) implements Grammar<List<String>> {

  @Override
  @SuppressWarnings("unchecked") // A list of texts is what `read` makes.
  public Class<List<String>> type() {
    return (Class<List<String>>) (Class<?>) List.class;
  }

  @Override
  public Reading<List<String>> read(Object toml) {
    return switch (toml) {
      case TomlArray array when array.isEmpty() ->
          empty
              ? new Taken<>(List.of())
              : new Refused<>("must name something", "leave the key out if nothing is meant");
      case TomlArray array -> entries(array);
      case String text when text.isEmpty() -> new Unset<>();
      case String text -> Grammar.wrongType("a list", toml, "write [" + entry.write(text) + "]");
      case Object other -> Grammar.wrongType("a list", other, "");
    };
  }

  private Reading<List<String>> entries(TomlArray array) {
    List<String> taken = new ArrayList<>();
    List<RefusedEntries.Entry> refused = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      switch (entry.read(array.get(i))) {
        case Taken<String>(String text) -> taken.add(text);
        case Corrected<String>(String text, String _, String _) -> taken.add(text);
        case Unset<String>() ->
            refused.add(new RefusedEntries.Entry(i, "has an empty entry", "remove it"));
        case Refused<String>(String why, String suggestion) ->
            refused.add(new RefusedEntries.Entry(i, why, suggestion));
        case RefusedEntries<String> _ -> throw new IllegalStateException("a text has no entries");
      }
    }
    return refused.isEmpty() ? new Taken<>(List.copyOf(taken)) : new RefusedEntries<>(refused);
  }

  @Override
  public String write(List<String> value) {
    return value.stream().map(entry::write).collect(Collectors.joining(", ", "[", "]"));
  }
}
