package io.sallyport.labels;

import io.sallyport.config.DidYouMean;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Labels whose beginning is not quite our prefix: `interlok.ssl_only`, `interlock_ssl_only`, or a
/// blank that nobody sees in front.
final class SlippedPrefix {
  /// Two letters from eight letters on, as in [NearMiss].
  private static final int SLIPS = 2;

  private static final Pattern NO_LETTERS = Pattern.compile("^[^a-z0-9]+");

  private SlippedPrefix() {}

  /// The label's name as it would be with our prefix, in lower case; nothing for one that has it,
  /// and for a stranger.
  static Optional<String> mended(String key) {
    String lower = LabelGrammar.bare(key).toLowerCase(Locale.ROOT);
    if (lower.startsWith(Label.PREFIX)) {
      return Optional.empty();
    }
    return end(lower)
        .map(end -> NO_LETTERS.matcher(lower.substring(end)).replaceFirst(""))
        .filter(rest -> !rest.isEmpty())
        .map(rest -> Label.PREFIX + rest);
  }

  /// Where the part ends that is most like our prefix: the beginning, or the prefix as it is behind
  /// something else.
  private static Optional<Integer> end(String key) {
    int inside = key.indexOf(Label.PREFIX);
    if (inside > 0) { // Behind one letter it is a slip; behind several, another name.
      return inside > 1 && Character.isLetterOrDigit(key.charAt(inside - 1))
          ? Optional.empty()
          : Optional.of(inside + Label.PREFIX.length());
    }
    int best = SLIPS + 1;
    int end = 0;
    int shortest = Label.PREFIX.length() - SLIPS;
    for (int i = shortest; i < key.length() && i <= Label.PREFIX.length() + SLIPS; i++) {
      int slips = DidYouMean.slips(key.substring(0, i), Label.PREFIX);
      if (slips < best) {
        best = slips;
        end = i;
      }
    }
    return best <= SLIPS ? Optional.of(end) : Optional.empty();
  }
}
