package io.sallyport.cli;

import io.sallyport.explain.Blocks;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

/// What the reader of standard output can be shown.
final class Terminal {
  private Terminal() {}

  /// Colours on a terminal that has some, unless `NO_COLOR` (https://no-color.org) is set; signs
  /// where the encoding has them.
  static Blocks blocks() {
    return new Blocks(
        System.out.charset().equals(StandardCharsets.UTF_8),
        colours(isTerminal(), System.getenv()));
  }

  /// Since JDK 22 there is a console also where standard output is a pipe.
  static boolean isTerminal() {
    return Objects.requireNonNull(System.console()).isTerminal();
  }

  static boolean colours(boolean terminal, Map<String, String> environment) {
    return terminal
        && environment.getOrDefault("NO_COLOR", "").isEmpty()
        && !environment.getOrDefault("TERM", "").equals("dumb");
  }
}
