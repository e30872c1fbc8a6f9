package io.sallyport.cli;

import io.sallyport.explain.Blocks;
import java.io.Console;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/// What the reader of standard output can be shown.
final class Terminal {
  private Terminal() {}

  /// Colours on a terminal that has some, unless `NO_COLOR` (https://no-color.org) is set; signs
  /// where the encoding has them.
  static Blocks blocks() {
    return new Blocks(System.out.charset().equals(StandardCharsets.UTF_8), hasColours());
  }

  static boolean hasColours() {
    return colours(isTerminal(), System.getenv());
  }

  /// In some JDKs there is a console also where standard output is a pipe.
  static boolean isTerminal() {
    return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
  }

  static boolean colours(boolean terminal, Map<String, String> environment) {
    return terminal
        && environment.getOrDefault("NO_COLOR", "").isEmpty()
        && !environment.getOrDefault("TERM", "").equals("dumb");
  }
}
