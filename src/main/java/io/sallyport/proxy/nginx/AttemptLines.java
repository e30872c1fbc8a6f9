package io.sallyport.proxy.nginx;

import io.sallyport.traffic.FailedAttempt;
import io.sallyport.traffic.FailedAttempt.Symptom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What Nginx notes of servers that failed, one line for each request, as our template has it write
/// it, and with a count in front where `nginx-attempts.sh` made one of several. A proxy may print
/// anything: what is no such line says nothing.
///
/// Nginx writes an element for each server that it tried; `-` stands for what did not happen. It
/// writes 504 for what took too long and 502 for the rest, as an application may, which differs by
/// having sent headers (<https://nginx.org/en/docs/http/ngx_http_upstream_module.html>). The time
/// of a connection is there for one that was refused too, so that whether anything was sent tells
/// these from those that were closed later.
final class AttemptLines {
  private static final int MOST_LINES = 2000;
  private static final int LONGEST_LINE = 4096;
  private static final int MOST_TRIES = 16;

  /// Older ones were noted while nobody read.
  private static final Duration OLDEST = Duration.ofMinutes(1);

  private static final String TIME = "\\d{1,12}";
  private static final Pattern NOW = Pattern.compile(TIME);
  private static final Pattern LINE =
      Pattern.compile(
          "(?:(?<times>\\d{1,5}) )?(?<second>TIME)\\.(?<milli>\\d{3}) (?<host>\\S{1,255})"
                  .replace("TIME", TIME)
              + " (?<addresses>[^|]+)(?<facts>(?:\\|[^|]+){5})");
  private static final Pattern BETWEEN = Pattern.compile(", | : ");
  private static final Pattern ADDRESS =
      Pattern.compile("(?:[0-9.]{7,15}|\\[[0-9a-fA-F:.]{2,45}]):\\d{1,5}");

  private AttemptLines() {}

  static List<FailedAttempt> read(String said) {
    List<FailedAttempt> attempts = new ArrayList<>();
    List<String> lines =
        said.lines().limit(MOST_LINES).filter(line -> line.length() <= LONGEST_LINE).toList();
    Optional<Long> now =
        lines.stream()
            .limit(1)
            .filter(line -> NOW.matcher(line).matches())
            .map(line -> 1000 * Long.parseLong(line) + 999)
            .findFirst();
    for (String line : lines) {
      Matcher parts = LINE.matcher(line);
      if (parts.matches()) {
        long at =
            1000 * Long.parseLong(parts.group("second")) + Long.parseLong(parts.group("milli"));
        Duration ago = Duration.ofMillis(Math.max(0, now.orElse(at) - at));
        if (ago.compareTo(OLDEST) <= 0) {
          read(parts, ago, attempts);
        }
      }
    }
    return attempts;
  }

  private static void read(Matcher parts, Duration ago, List<FailedAttempt> attempts) {
    List<String> addresses = elements(parts.group("addresses"));
    List<List<String>> columns = new ArrayList<>();
    for (String column : parts.group("facts").substring(1).split("\\|", -1)) {
      columns.add(elements(column));
    }
    int times = Optional.ofNullable(parts.group("times")).map(Integer::parseInt).orElse(1);
    int tries = Math.min(addresses.size(), MOST_TRIES);
    for (List<String> column : columns) {
      tries = Math.min(tries, column.size());
    }
    for (int i = 0; i < tries; i++) {
      int each = i;
      List<String> facts = columns.stream().map(column -> column.get(each)).toList();
      Optional<Symptom> symptom = tries == 1 ? symptomOfOne(facts) : symptom(facts);
      if (symptom.isPresent() && ADDRESS.matcher(addresses.get(i)).matches()) {
        boolean hidden = i < tries - 1 && answered(columns, tries - 1);
        attempts.add(
            new FailedAttempt(
                parts.group("host"), addresses.get(i), symptom.get(), hidden, times, ago));
      }
    }
  }

  private static List<String> elements(String column) {
    return List.of(BETWEEN.split(column, -1));
  }

  private static boolean answered(List<List<String>> columns, int last) {
    return !columns.get(2).get(last).equals("-");
  }

  /// Of the only server that was tried. What answers with 200 is noted where the answer has no
  /// head.
  private static Optional<Symptom> symptomOfOne(List<String> facts) {
    if (gaveUp(facts)) {
      return Optional.of(Symptom.NO_CONNECTION_IN_TIME);
    }
    return facts.get(0).equals("200") ? Optional.of(Symptom.GARBLED) : symptom(facts);
  }

  /// The client did, while there was no connection.
  private static boolean gaveUp(List<String> facts) {
    return facts.get(0).equals("-") && facts.get(1).equals("-");
  }

  /// @param facts status, time of connection, time of headers, bytes sent, bytes received
  private static Optional<Symptom> symptom(List<String> facts) {
    if (!facts.get(2).equals("-")) {
      return Optional.of(Symptom.BAD_REQUEST).filter(any -> facts.get(0).equals("400"));
    }
    boolean connected = !facts.get(1).equals("-");
    return switch (facts.get(0)) {
      case "504" ->
          Optional.of(connected ? Symptom.NO_ANSWER_IN_TIME : Symptom.NO_CONNECTION_IN_TIME);
      case "502" ->
          Optional.of(
              isZero(facts.get(3))
                  ? Symptom.NO_CONNECTION
                  : isZero(facts.get(4)) ? Symptom.CLOSED : Symptom.GARBLED);
      default -> Optional.empty();
    };
  }

  private static boolean isZero(String bytes) {
    return bytes.equals("0") || bytes.equals("-");
  }
}
