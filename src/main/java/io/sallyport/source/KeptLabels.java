package io.sallyport.source;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Which labels of containers, and which attributes of events, are read at all. Others may be of
/// any number and size: they are dropped while an answer is parsed.
public final class KeptLabels {
  /// What labels of ours begin with.
  private static final String OURS = "interlock.";

  /// What labels begin with that are for the operator's templates.
  public static final String FOR_TEMPLATES = "x.";

  /// What labels of services begin with that Interlock 2 and 3 read.
  public static final String LOAD_BALANCER = "com.docker.lb.";

  /// So many letters of it may be others.
  private static final int MISSING = 2;

  /// By these we know which containers belong together, and who made them.
  private static final List<String> OTHERS =
      List.of(
          "com.docker.compose.",
          "com.docker.swarm.",
          "com.docker.stack.",
          "io.podman.compose.",
          LOAD_BALANCER);

  /// Of an event, beside its container's labels.
  private static final Set<String> ATTRIBUTES =
      Set.of("container", "name", "signal", "exitCode", "image", "type", "node.name", "node.ip");

  private KeptLabels() {}

  public static boolean keeps(String key) {
    return ours(key) || ofOthers(key) || key.startsWith(FOR_TEMPLATES);
  }

  private static boolean ofOthers(String key) {
    return OTHERS.stream().anyMatch(key::startsWith);
  }

  public static boolean keepsAttribute(String key) {
    return ATTRIBUTES.contains(key) || ours(key) || ofOthers(key);
  }

  /// Whether it says how a service is to be served.
  public static boolean serves(String key) {
    return ours(key) || key.startsWith(LOAD_BALANCER);
  }

  /// Whether it begins as ours do; also with capitals, blanks or a slip, which are a mistake to be
  /// told.
  public static boolean ours(String key) {
    return key.startsWith(OURS) || beginsAlike(key) || key.toLowerCase(Locale.ROOT).contains(OURS);
  }

  /// Whether its beginning has the letters of ours, but for a few: what it is meant to be is found
  /// out where all of it is read. Loops: asked for every label of every container.
  private static boolean beginsAlike(String key) {
    String text = key.strip();
    int[] counts = new int['z' + 1];
    for (int i = 0; i < OURS.length() - 1; i++) {
      counts[OURS.charAt(i)]++;
    }
    int missing = OURS.length() - 1;
    for (int i = 0; i < Math.min(text.length(), OURS.length() + MISSING); i++) {
      char letter = Character.toLowerCase(text.charAt(i));
      if (letter >= 'a' && letter <= 'z' && counts[letter]-- > 0) {
        missing--;
      }
    }
    return missing <= MISSING;
  }
}
