package io.sallyport.config;

/// One thing that is wrong in the operator's configuration, and where.
///
/// @param source the file's name, or the environment variable's
/// @param line from 1; 0 where a place makes no sense, as with a file that cannot be read
/// @param column from 1; 0 where a place makes no sense
/// @param message what is wrong, with names in backquotes
/// @param suggestion what to write instead; empty when there is nothing to suggest
public record Problem(String source, int line, int column, String message, String suggestion) {

  /// `config.toml:3:1: unknown key `Prot` (did you mean `Port`?)`, without the place if there is
  /// none.
  @Override
  public String toString() {
    String place = line > 0 ? source + ":" + line + ":" + column : source;
    return place + ": " + message + (suggestion.isEmpty() ? "" : " (" + suggestion + ")");
  }
}
