package io.sallyport.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// Finds the known word that somebody most likely meant.
public final class DidYouMean {
  /// Beyond that nothing is near enough; a word may be a megabyte, and the comparison a table.
  private static final int LONGEST_DIFFERENCE = 20;

  private DidYouMean() {}

  /// The candidate nearest to `word`, ignoring case, where it is near enough: one slip for every
  /// three letters. The first of equally near ones, so give them in a fixed order.
  public static Optional<String> among(Collection<String> candidates, String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    int allowed = Math.max(1, word.length() / 3);
    return candidates.stream()
        .filter(candidate -> Math.abs(candidate.length() - word.length()) <= LONGEST_DIFFERENCE)
        .map(candidate -> new Near(candidate, slips(lower, candidate.toLowerCase(Locale.ROOT))))
        .filter(near -> near.slips <= allowed && near.slips < near.candidate.length())
        .min(Comparator.comparingInt(Near::slips))
        .map(Near::candidate);
  }

  /// The same as a question, such as ``did you mean `Port`?``, or nothing.
  public static String question(Collection<String> candidates, String word) {
    return among(candidates, word).map(near -> "did you mean `" + near + "`?").orElse("");
  }

  /// The candidate that `word` most likely is, but for a slip of the fingers or another way to
  /// write it: one letter, two from eight letters on, three from twelve on; whatever its case, `-`
  /// or `_` in it, and a plural. Nearer than [#among], so that a stranger is not taken for one of
  /// ours.
  public static Optional<String> slipOf(Collection<String> candidates, String word) {
    String bare = bare(word);
    int allowed = bare.length() < 8 ? 1 : bare.length() < 12 ? 2 : 3;
    return candidates.stream()
        .filter(candidate -> Math.abs(candidate.length() - word.length()) <= LONGEST_DIFFERENCE)
        .map(candidate -> new Near(candidate, slips(bare, bare(candidate))))
        .filter(near -> near.slips <= allowed && near.slips < bare(near.candidate).length())
        .min(
            Comparator.comparingInt(Near::slips)
                .thenComparingInt(near ->
                    slips(word.toLowerCase(Locale.ROOT), near.candidate.toLowerCase(Locale.ROOT))))
        .map(Near::candidate);
  }

  private static String bare(String word) {
    return word.toLowerCase(Locale.ROOT)
        .replaceAll("[-_. ]", "")
        .replaceFirst("(?<=..)(ie|e|)s$|y$", "");
  }

  private record Near(String candidate, int slips) {}

  /// Damerau-Levenshtein distance (optimal string alignment): letters left out, added, replaced, or
  /// two neighbours swapped.
  public static int slips(String from, String to) {
    int[][] table = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        table[i][j] = i == 0 ? j : j == 0 ? i : least(table, from, to, i, j);
      }
    }
    return table[from.length()][to.length()];
  }

  private static int least(int[][] table, String from, String to, int i, int j) {
    int replaced = table[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
    int least = Math.min(replaced, 1 + Math.min(table[i - 1][j], table[i][j - 1]));
    boolean swapped =
        i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1);
    return swapped ? Math.min(least, table[i - 2][j - 2] + 1) : least;
  }
}
