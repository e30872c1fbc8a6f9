package io.sallyport.engine;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Which labels of containers, and which attributes of events, are read at all. Others may be of
/// any number and size: they are dropped while an answer is parsed.
public final class KeptLabels {
  /// What labels of ours begin with.
  private static final String OURS = "interlock.";

  /// By these we know which containers belong together, and who made them.
  private static final List<String> OTHERS =
      List.of(
          "com.docker.compose.", "com.docker.swarm.", "com.docker.stack.", "io.podman.compose.");

  /// Of an event, beside its container's labels.
  private static final Set<String> ATTRIBUTES =
      Set.of("container", "name", "signal", "exitCode", "image", "type", "node.name", "node.ip");

  private KeptLabels() {}

  static boolean keeps(String key) {
    return ours(key) || OTHERS.stream().anyMatch(key::startsWith);
  }

  static boolean keepsAttribute(String key) {
    return ATTRIBUTES.contains(key) || keeps(key);
  }

  /// Whether it begins as ours do; also with capitals or blanks, which are a mistake to be told.
  public static boolean ours(String key) {
    if (key.startsWith(OURS)) {
      return true;
    }
    String bare = key.strip();
    return bare.length() >= OURS.length()
        && bare.substring(0, OURS.length()).toLowerCase(Locale.ROOT).equals(OURS);
  }
}
