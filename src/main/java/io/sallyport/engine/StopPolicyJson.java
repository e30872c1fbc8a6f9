package io.sallyport.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `Config.StopSignal` and `Config.StopTimeout` of an inspected container into a [StopPolicy]; what
/// cannot be a signal or a time is as if it were not there.
final class StopPolicyJson {
  private static final int FOREVER_SECONDS = 86_400;

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

  private StopPolicyJson() {}

  static StopPolicy read(JsonPlace inspected) {
    JsonNode config = inspected.node().path("Config");
    JsonNode timeout = config.path("StopTimeout");
    long seconds =
        timeout.isIntegralNumber() && timeout.canConvertToLong() && timeout.longValue() >= -1
            ? timeout.longValue()
            : StopPolicy.DEFAULT.timeout().toSeconds();
    return new StopPolicy(
        signal(config.path("StopSignal").asText("")).orElse(StopPolicy.DEFAULT.signal()),
        Duration.ofSeconds(seconds < 0 ? FOREVER_SECONDS : Math.min(seconds, FOREVER_SECONDS)));
  }

  /// As engines take it: `15`, `TERM`, `SIGTERM`, `SIGRTMIN+3`.
  static Optional<Integer> signal(String text) {
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
