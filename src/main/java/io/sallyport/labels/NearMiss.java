package io.sallyport.labels;

import io.sallyport.config.DidYouMean;
import io.sallyport.source.Container;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Labels that are called nearly as one that protects, with a value that this one could have: one
/// slip away, two from eight letters on, or of the same words in another order, and whatever number
/// follows. Where another label is nearer, that one is meant.
final class NearMiss {
  private static final int LONG_NAME = 8;
  private static final int LETTERS = 128;
  private static final Pattern BETWEEN = Pattern.compile("[._-]");
  private static final Pattern NUMBER = Pattern.compile("\\.[0-9]{1,9}$");

  private NearMiss() {}

  /// The label that is meant.
  ///
  /// @param key of no label
  static Optional<Label<?>> of(Container container, String key) {
    String value = LabelGrammar.bare(container.labels().getOrDefault(key, ""));
    String name = name(key);
    int least = Integer.MAX_VALUE;
    Optional<Label<?>> nearest = Optional.empty();
    for (Label<?> label : Label.all()) {
      int slips = label.isProtecting() ? slips(name, label) : Integer.MAX_VALUE;
      if (slips < least && takes(container, label, value)) {
        least = slips;
        nearest = Optional.of(label);
      }
    }
    int fewest = least;
    return nearest.filter(_ ->
        Label.all().stream()
            .noneMatch(other -> !other.isProtecting() && slips(name, other) < fewest));
  }

  private static boolean takes(Container container, Label<?> label, String value) {
    return label.grammar().parse(value).isPresent()
        || InterlockForm.of(container, label, value).isPresent();
  }

  /// How far the name is from the label's; beyond what is allowed it does not matter how far.
  private static int slips(String name, Label<?> label) {
    String known = name(label.key());
    int allowed = known.length() < LONG_NAME ? 1 : 2;
    if (!mayBe(name, known, allowed)) {
      return Integer.MAX_VALUE;
    }
    int slips = sameWords(name, known) ? 1 : DidYouMean.slips(name, known);
    return slips <= allowed ? slips : Integer.MAX_VALUE;
  }

  private static boolean sameWords(String name, String known) {
    return !name.equals(known) && words(name).equals(words(known));
  }

  private static List<String> words(String name) {
    return Arrays.stream(BETWEEN.split(name, -1)).sorted().toList();
  }

  /// Cheap, since a container may have thousands of unknown labels: a slip changes two counts of
  /// letters at most.
  private static boolean mayBe(String name, String known, int allowed) {
    if (Math.abs(known.length() - name.length()) > allowed) {
      return false;
    }
    int[] counts = new int[LETTERS];
    known.chars().forEach(letter -> counts[letter % LETTERS]++);
    name.chars().forEach(letter -> counts[letter % LETTERS]--);
    int different = 0;
    for (int count : counts) {
      different += Math.abs(count);
    }
    return different <= 2 * allowed;
  }

  private static String name(String key) {
    String bare =
        SlippedPrefix.mended(key).orElseGet(() -> LabelGrammar.bare(key).toLowerCase(Locale.ROOT));
    String name = bare.substring(Math.min(Label.PREFIX.length(), bare.length()));
    return NUMBER.matcher(name).replaceFirst("");
  }
}
