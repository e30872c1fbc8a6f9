package io.sallyport.labels;

import io.sallyport.config.DidYouMean;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Labels whose prefix is not quite ours: `interlok.ssl_only`, `interlock_ssl_only`, or a blank
/// that nobody sees in front.
final class SlippedPrefix {
  private static final String NAME = Label.PREFIX.substring(0, Label.PREFIX.length() - 1);
  private static final Pattern SEPARATOR = Pattern.compile("[._:/-]+");

  /// Two letters from eight letters on, as in [NearMiss].
  private static final int SLIPS = 2;

  private SlippedPrefix() {}

  /// The label's name as it would be with our prefix, in lower case; nothing for one that has it,
  /// and for a stranger.
  static Optional<String> mended(String key) {
    String lower = Grammar.bare(key).toLowerCase(Locale.ROOT);
    if (lower.startsWith(Label.PREFIX)) {
      return Optional.empty();
    }
    String[] parts = SEPARATOR.split(lower, 2);
    if (parts.length < 2 || parts[1].isEmpty()) {
      return Optional.empty();
    }
    return Math.abs(parts[0].length() - NAME.length()) <= SLIPS
            && DidYouMean.slips(parts[0], NAME) <= SLIPS
        ? Optional.of(Label.PREFIX + parts[1])
        : Optional.empty();
  }
}
