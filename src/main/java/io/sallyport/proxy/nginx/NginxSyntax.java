package io.sallyport.proxy.nginx;

import io.sallyport.finding.Quoted;
import java.util.BitSet;

/// Values as words of an Nginx configuration: a value never ends its word, its line or its block.
///
/// Nginx reads a quoted word with `\"`, `\\`, `\n`, `\r` and `\t` in it (ngx_conf_file.c); it has
/// no way to write a plain `$`, which is refused here.
public final class NginxSyntax {
  private static final BitSet BARE = new BitSet(128);

  static {
    BARE.set('A', 'Z' + 1);
    BARE.set('a', 'z' + 1);
    BARE.set('0', '9' + 1);
    "_./:@+=,*!~[]&()-".chars().forEach(BARE::set);
  }

  private NginxSyntax() {}

  /// A `~` in front would begin a regular expression.
  private static boolean isBare(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (!BARE.get(value.charAt(i))) {
        return false;
      }
    }
    return !value.isEmpty() && value.charAt(0) != '~';
  }

  /// The value as one word, quoted where it must be.
  ///
  /// @throws IllegalArgumentException for a value with `$` or a control character, which no checked
  ///   value has
  public static String word(String value) {
    if (isBare(value)) {
      return value;
    }
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      char character = value.charAt(i);
      switch (character) {
        case '"', '\\' -> quoted.append('\\').append(character);
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        default -> {
          if (character == '$' || character < ' ' || character == 0x7f) {
            throw new IllegalArgumentException(
                "a value with `$` or a control character cannot be written: " + Quoted.of(value));
          }
          quoted.append(character);
        }
      }
    }
    return quoted.append('"').toString();
  }
}
