package io.sallyport.labels;

import io.sallyport.model.Balancing.ByClient;
import io.sallyport.model.Balancing.Hash;
import io.sallyport.model.Balancing.LeastConnections;
import io.sallyport.model.Balancing.Method;
import io.sallyport.model.Balancing.RandomServer;
import io.sallyport.model.ByteSize;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A line that `interlock.backend_option` may put into an upstream block: a directive of a closed
/// list, with arguments that we have read. What it asks for is written anew.
public sealed interface BackendOption {
  record Balance(Method method) implements BackendOption {}

  record Keepalive(int connections) implements BackendOption {}

  record KeepaliveRequests(int requests) implements BackendOption {}

  record KeepaliveTime(Duration time) implements BackendOption {}

  record KeepaliveTimeout(Duration time) implements BackendOption {}

  record Zone(ByteSize size) implements BackendOption {}

  int MOST_KEPT_ALIVE = 1_000;
  int MOST_REQUESTS = 1_000_000;
  int SMALLEST_ZONE = 64;
  int LARGEST_ZONE = 4_096;
  Pattern ZONE_SIZE = Pattern.compile("([0-9]{1,4})([kKmM])");
  Pattern ZONE_NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

  LabelGrammar<BackendOption> GRAMMAR =
      new LabelGrammar<>(
          "one of `least_conn`, `ip_hash`, `random [two]`, `hash $KEY [consistent]`,"
              + " `keepalive N`, `keepalive_requests N`, `keepalive_time TIME`,"
              + " `keepalive_timeout TIME`, `zone NAME SIZE`",
          BackendOption::parse);

  /// What it is about: two lines about the same are one too many.
  default String about() {
    return switch (this) {
      case Balance(Method _) -> "way to balance";
      case Keepalive(int _) -> "`keepalive`";
      case KeepaliveRequests(int _) -> "`keepalive_requests`";
      case KeepaliveTime(Duration _) -> "`keepalive_time`";
      case KeepaliveTimeout(Duration _) -> "`keepalive_timeout`";
      case Zone(ByteSize _) -> "`zone`";
    };
  }

  /// What to use instead of a directive that is not on the list.
  static Optional<String> instead(String text) {
    return switch (text.strip().split("[\\s;=]", 2)[0].toLowerCase(Locale.ROOT)) {
      case "server" -> Optional.of("each container with the same `interlock.hostname` is a server");
      case "weight" -> Optional.of("use `interlock.weight`");
      case "max_fails" -> Optional.of("use `interlock.max_fails`");
      case "fail_timeout" -> Optional.of("use `interlock.fail_timeout`");
      case "max_conns", "maxconn" -> Optional.of("use `interlock.max_conns`");
      case "backup" -> Optional.of("use `interlock.backup`");
      case "sticky", "cookie" ->
          Optional.of(
              "use `interlock.balance_algorithm=hash:$cookie_NAME`, or `interlock.ip_hash`");
      case "hash" -> Optional.of("use `interlock.balance_algorithm=hash:KEY`");
      case "balance", "least_time" -> Optional.of("use `interlock.balance_algorithm`");
      case "proxy_read_timeout", "timeout" -> Optional.of("use `interlock.proxy_read_timeout`");
      case "client_max_body_size" -> Optional.of("use `interlock.client_max_body_size`");
      default -> Optional.empty();
    };
  }

  /// A closing `;` is accepted: the label was a raw line once.
  private static Optional<BackendOption> parse(String text) {
    String line = text.strip();
    String bare = line.endsWith(";") ? line.substring(0, line.length() - 1).strip() : line;
    List<String> words = List.of(bare.split("[ \t]+"));
    return switch (words.size()) {
      case 1 ->
          switch (words.getFirst()) {
            case "least_conn" -> balance(new LeastConnections());
            case "ip_hash" -> balance(new ByClient());
            case "random" -> balance(new RandomServer(false));
            default -> Optional.empty();
          };
      case 2 -> withArgument(words.getFirst(), words.getLast());
      case 3 ->
          switch (words.getFirst()) {
            case "hash" ->
                TrafficGrammar.key(words.get(1))
                    .filter(key -> words.getLast().equals("consistent"))
                    .flatMap(key -> balance(new Hash(key, true)));
            case "zone" ->
                ZONE_NAME.matcher(words.get(1)).matches() ? zone(words.getLast()) : none();
            default -> none();
          };
      default -> none();
    };
  }

  private static Optional<BackendOption> withArgument(String directive, String argument) {
    return switch (directive) {
      case "random" -> argument.equals("two") ? balance(new RandomServer(true)) : none();
      case "hash" -> TrafficGrammar.key(argument).flatMap(key -> balance(new Hash(key, false)));
      case "keepalive" -> TrafficGrammar.number(argument, 1, MOST_KEPT_ALIVE).map(Keepalive::new);
      case "keepalive_requests" ->
          TrafficGrammar.number(argument, 1, MOST_REQUESTS).map(KeepaliveRequests::new);
      case "keepalive_time" -> TrafficGrammar.time(argument).map(KeepaliveTime::new);
      case "keepalive_timeout" -> TrafficGrammar.time(argument).map(KeepaliveTimeout::new);
      default -> none();
    };
  }

  /// Its name would be shared with other hosts: ours is used.
  private static Optional<BackendOption> zone(String size) {
    Matcher parts = ZONE_SIZE.matcher(size);
    if (!parts.matches()) {
      return none();
    }
    int unit = parts.group(2).equalsIgnoreCase("m") ? 1_024 : 1;
    int kilobytes = Integer.parseInt(parts.group(1)) * unit;
    return kilobytes > LARGEST_ZONE
        ? none()
        : Optional.of(new Zone(ByteSize.kib(Math.max(SMALLEST_ZONE, kilobytes))));
  }

  private static Optional<BackendOption> balance(Method method) {
    return Optional.of(new Balance(method));
  }

  private static Optional<BackendOption> none() {
    return Optional.empty();
  }
}
