package io.sallyport.proxy.haproxy;

import io.sallyport.finding.Quoted;
import java.util.BitSet;

/// Values as words of an HAProxy configuration: a value never ends its word or its line.
///
/// HAProxy takes everything between single quotes as it is
/// (<https://docs.haproxy.org/2.6/configuration.html#2.2>), where nothing is an environment
/// variable either. Many words may hold expressions (`%[…]`), which quotes do not keep from being
/// evaluated: a value with `%` is refused.
final class HaproxySyntax {
  private static final BitSet BARE = new BitSet(128);

  static {
    BARE.set('A', 'Z' + 1);
    BARE.set('a', 'z' + 1);
    BARE.set('0', '9' + 1);
    "_./:@+=,*-".chars().forEach(BARE::set);
  }

  private HaproxySyntax() {}

  /// The value as one word, quoted where it must be.
  ///
  /// @throws IllegalArgumentException for a value with `%` or a control character, which no checked
  ///   value has
  static String word(String value) {
    boolean bare = !value.isEmpty();
    StringBuilder quoted = new StringBuilder("'");
    for (int i = 0; i < value.length(); i++) {
      char character = value.charAt(i);
      if (character == '%' || character < ' ' || character == 0x7f) {
        throw new IllegalArgumentException(
            "a value with `%` or a control character cannot be written: " + Quoted.of(value));
      }
      bare &= BARE.get(character);
      quoted.append(character == '\'' ? "'\\''" : String.valueOf(character));
    }
    return bare ? value : quoted.append('\'').toString();
  }
}
