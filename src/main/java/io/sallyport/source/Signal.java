package io.sallyport.source;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Signals by name and number.
public final class Signal {
  /// Signals that images are stopped by; the first two of the real-time ones are the C library's.
  private static final Map<String, Integer> NUMBERS =
      Map.ofEntries(
          Map.entry("HUP", 1),
          Map.entry("INT", 2),
          Map.entry("QUIT", 3),
          Map.entry("ABRT", 6),
          Map.entry("KILL", 9),
          Map.entry("USR1", 10),
          Map.entry("USR2", 12),
          Map.entry("ALRM", 14),
          Map.entry("TERM", 15),
          Map.entry("CONT", 18),
          Map.entry("WINCH", 28),
          Map.entry("PWR", 30),
          Map.entry("RTMIN", 34),
          Map.entry("RTMAX", 64));

  private static final Pattern NAME = Pattern.compile("(?:SIG)?([A-Z0-9]+)([+-]\\d{1,2})?");

  private Signal() {}

  /// As engines take it: `15`, `TERM`, `SIGTERM`, `SIGRTMIN+3`.
  public static Optional<Integer> number(String text) {
    if (text.matches("\\d{1,2}")) {
      return Optional.of(Integer.parseInt(text));
    }
    Matcher name = NAME.matcher(text.toUpperCase(Locale.ROOT));
    if (!name.matches()) {
      return Optional.empty();
    }
    int offset = name.group(2) == null ? 0 : Integer.parseInt(name.group(2));
    return Optional.ofNullable(NUMBERS.get(name.group(1))).map(base -> base + offset);
  }
}
