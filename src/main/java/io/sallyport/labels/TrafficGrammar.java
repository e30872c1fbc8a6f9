package io.sallyport.labels;

import io.sallyport.config.DurationSyntax;
import io.sallyport.model.Balancing.ByClient;
import io.sallyport.model.Balancing.Hash;
import io.sallyport.model.Balancing.LeastConnections;
import io.sallyport.model.Balancing.Method;
import io.sallyport.model.Balancing.RandomServer;
import io.sallyport.model.Balancing.RoundRobin;
import io.sallyport.model.ByteSize;
import io.sallyport.model.HashKey;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What labels about paths and the sharing out of requests may be. As in [LabelGrammar], whatever
/// comes out is safe to write, and it cannot cost other hosts memory or time.
public final class TrafficGrammar {
  private static final int LONGEST_PATH = 200;
  private static final Pattern PATH_TEXT =
      Pattern.compile("/?(?:[A-Za-z0-9._~!@:+,=*&()-]+(?:/|$))*");

  /// A weight makes 160 points of a consistent hash, so that it must have a limit.
  private static final int HEAVIEST = 256;

  private static final int MOST_FAILS = 1_000;
  private static final int MOST_CONNECTIONS = 1_000_000;
  private static final Duration LONGEST = Duration.ofDays(1);
  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,7}");
  private static final Pattern SIZE_TEXT = Pattern.compile("([0-9]{1,6})([kKmMgG]?)");

  private static final int KIB_IN_GIB = 1 << 20;
  private static final Pattern NAMED_KEY = Pattern.compile("(cookie|arg)_([A-Za-z0-9_]{1,32})");

  private TrafficGrammar() {}

  public static final LabelGrammar<String> PATH =
      new LabelGrammar<>(
          "a path (letters, digits, `._~!@:+,=*&()-` between slashes; no `.` or `..` alone)",
          TrafficGrammar::path);

  static final LabelGrammar<Method> BALANCE =
      new LabelGrammar<>(
          "`round_robin`, `least_conn`, `ip_hash`, `random` or `hash:KEY` with one of"
              + " `$remote_addr`, `$host`, `$uri`, `$request_uri`, `$http_x_forwarded_for`,"
              + " `$cookie_NAME`, `$arg_NAME`",
          TrafficGrammar::balance);

  public static final LabelGrammar<Integer> WEIGHT = range("a weight", 1, HEAVIEST);

  static final LabelGrammar<Integer> FAILS = range("a number", 0, MOST_FAILS);

  static final LabelGrammar<Integer> CONNECTIONS = range("a number", 1, MOST_CONNECTIONS);

  static final LabelGrammar<Duration> TIME =
      new LabelGrammar<>(
          "a time in whole seconds (`30s`, `5m`, `1h`; at most 24h)", text -> time(text));

  static final LabelGrammar<ByteSize> SIZE =
      new LabelGrammar<>(
          "a size (`512k`, `10m`, `1g`; `0` is without limit)", TrafficGrammar::size);

  static final LabelGrammar<ClientVerification> ASKING =
      new LabelGrammar<>("`on`, `optional` or `off`", TrafficGrammar::asking);

  /// Whether clients are asked for a certificate.
  public enum ClientVerification {
    ON,
    OPTIONAL,
    OFF
  }

  /// With a slash in front and none at the end, so that two spellings are one path.
  private static Optional<String> path(String text) {
    if (text.length() > LONGEST_PATH || !PATH_TEXT.matcher(text).matches()) {
      return Optional.empty();
    }
    List<String> steps = List.of(text.split("/"));
    if (steps.contains(".") || steps.contains("..")) {
      return Optional.empty();
    }
    String path = text.startsWith("/") ? text : "/" + text;
    return Optional.of(
        path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
  }

  /// Interlock's names: each kind of proxy that it served had its own.
  private static Optional<Method> balance(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "round_robin", "roundrobin" -> Optional.of(new RoundRobin());
      case "least_conn", "leastconn" -> Optional.of(new LeastConnections());
      case "ip_hash", "source" -> Optional.of(new ByClient());
      case "random" -> Optional.of(new RandomServer(false));
      default ->
          text.strip().startsWith("hash:")
              ? key(text.strip().substring("hash:".length())).map(key -> new Hash(key, true))
              : Optional.empty();
    };
  }

  /// A variable of a closed set.
  static Optional<HashKey> key(String text) {
    return switch (text) {
      case "$remote_addr" -> Optional.of(new HashKey.ClientAddress());
      case "$host" -> Optional.of(new HashKey.HostName());
      case "$uri" -> Optional.of(new HashKey.Path());
      case "$request_uri" -> Optional.of(new HashKey.Target());
      case "$http_x_forwarded_for" -> Optional.of(new HashKey.ForwardedFor());
      default -> text.startsWith("$") ? namedKey(text.substring(1)) : Optional.empty();
    };
  }

  private static Optional<HashKey> namedKey(String text) {
    Matcher named = NAMED_KEY.matcher(text);
    if (!named.matches()) {
      return Optional.empty();
    }
    String name = named.group(2);
    return Optional.of(
        named.group(1).equals("arg") ? new HashKey.Argument(name) : new HashKey.Cookie(name));
  }

  private static LabelGrammar<Integer> range(String name, int least, int most) {
    return new LabelGrammar<>(
        "%s (%d to %d)".formatted(name, least, most), text -> number(text, least, most));
  }

  static Optional<Integer> number(String text, int least, int most) {
    if (!DIGITS.matcher(text).matches()) {
      return Optional.empty();
    }
    return Optional.of(Integer.parseInt(text)).filter(number -> number >= least && number <= most);
  }

  /// A bare number is seconds, as in Interlock's settings.
  static Optional<Duration> time(String text) {
    Matcher digits = DIGITS.matcher(text);
    return DurationSyntax.parse(digits.matches() ? text + "s" : text)
        .filter(time -> time.compareTo(LONGEST) <= 0 && time.compareTo(Duration.ofSeconds(1)) >= 0)
        .filter(time -> time.equals(Duration.ofSeconds(time.toSeconds())));
  }

  private static Optional<ByteSize> size(String text) {
    Matcher size = SIZE_TEXT.matcher(text);
    if (!size.matches()) {
      return Optional.empty();
    }
    long number = Long.parseLong(size.group(1));
    return Optional.of(
        switch (size.group(2).toLowerCase(Locale.ROOT)) {
          case "k" -> ByteSize.kib(number);
          case "m" -> ByteSize.mib(number);
          case "g" -> ByteSize.kib(number * KIB_IN_GIB);
          default -> new ByteSize(number);
        });
  }

  private static Optional<ClientVerification> asking(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "on", "true" -> Optional.of(ClientVerification.ON);
      case "optional" -> Optional.of(ClientVerification.OPTIONAL);
      case "off", "false" -> Optional.of(ClientVerification.OFF);
      default -> Optional.empty();
    };
  }
}
