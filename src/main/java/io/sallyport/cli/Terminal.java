package io.sallyport.cli;

import io.sallyport.explain.ExplanationText;
import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// What the reader of standard output can be shown.
final class Terminal {
  private static final Path ERROR = Path.of("/proc/self/fd/2");

  private Terminal() {}

  /// Colours on a terminal that has some, unless `NO_COLOR` (https://no-color.org) is set; signs
  /// where the encoding has them.
  static ExplanationText blocks() {
    return new ExplanationText(System.out.charset().equals(StandardCharsets.UTF_8), hasColours());
  }

  static boolean hasColours() {
    return colours(isTerminal(), System.getenv());
  }

  /// In some JDKs there is a console also where standard output is a pipe.
  static boolean isTerminal() {
    return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
  }

  /// What standard error shows of a wait: nothing where it is no terminal that can erase.
  static boolean errorIsTerminal() {
    return !System.getenv().getOrDefault("TERM", "dumb").equals("dumb") && isTerminal(ERROR);
  }

  /// A console tells of standard input and output only. Linux names a descriptor's file; where
  /// nothing does, the console has to do.
  static boolean isTerminal(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().matches("/dev/(pts/|tty|console).*");
    } catch (IOException | UnsupportedOperationException notLinux) {
      return isTerminal();
    }
  }

  static boolean colours(boolean terminal, Map<String, String> environment) {
    return terminal
        && environment.getOrDefault("NO_COLOR", "").isEmpty()
        && !environment.getOrDefault("TERM", "").equals("dumb");
  }
}
