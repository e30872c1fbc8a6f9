package io.sallyport.source;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Which labels of containers, and which attributes of events, are read at all. Others may be of
/// any number and size: they are dropped while an answer is parsed.
public final class KeptLabels {
  /// What labels of ours begin with.
  private static final String OURS = "interlock.";

  /// So many letters of it may be others.
  private static final int MISSING = 2;

  /// By these we know which containers belong together, and who made them.
  private static final List<String> OTHERS =
      List.of(
          "com.docker.compose.", "com.docker.swarm.", "com.docker.stack.", "io.podman.compose.");

  /// Of an event, beside its container's labels.
  private static final Set<String> ATTRIBUTES =
      Set.of("container", "name", "signal", "exitCode", "image", "type", "node.name", "node.ip");

  private KeptLabels() {}

  public static boolean keeps(String key) {
    return ours(key) || OTHERS.stream().anyMatch(key::startsWith);
  }

  public static boolean keepsAttribute(String key) {
    return ATTRIBUTES.contains(key) || keeps(key);
  }

  /// Whether it begins as ours do; also with capitals, blanks or a slip, which are a mistake to be
  /// told.
  public static boolean ours(String key) {
    return key.startsWith(OURS) || beginsAlike(key) || key.toLowerCase(Locale.ROOT).contains(OURS);
  }

  /// Whether its beginning has the letters of ours, but for a few: what it is meant to be is found
  /// out where all of it is read.
  private static boolean beginsAlike(String key) {
    int[] counts = new int['z' + 1];
    OURS.chars().filter(Character::isLetter).forEach(letter -> counts[letter]++);
    key.strip()
        .chars()
        .limit(OURS.length() + MISSING)
        .map(Character::toLowerCase)
        .filter(letter -> letter >= 'a' && letter <= 'z')
        .forEach(letter -> counts[letter]--);
    return Arrays.stream(counts).filter(count -> count > 0).sum() <= MISSING;
  }
}
