package io.sallyport.proxy;

import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a proxy's message says about the place in a configuration that it refuses.
///
/// @param quoted words of the configuration that it quotes
/// @param line of the configuration, counted from 1
public record RefusalClues(List<String> quoted, OptionalInt line) {
  public RefusalClues {
    quoted = List.copyOf(quoted);
  }

  /// Those of a message.
  ///
  /// @param quotes finds a quoted word, as its first group
  /// @param place finds the line's number, as its first group
  public static RefusalClues of(String message, Pattern quotes, Pattern place) {
    Matcher found = place.matcher(message);
    return new RefusalClues(
        quotes.matcher(message).results().map(match -> match.group(1)).toList(),
        found.find() ? OptionalInt.of(Integer.parseInt(found.group(1))) : OptionalInt.empty());
  }
}
