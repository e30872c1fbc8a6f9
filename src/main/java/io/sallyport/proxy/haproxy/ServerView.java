package io.sallyport.proxy.haproxy;

import io.sallyport.config.DurationSyntax;
import io.sallyport.model.Balancing;
import io.sallyport.model.Balancing.ByClient;
import io.sallyport.model.Balancing.Hash;
import io.sallyport.model.Balancing.LeastConnections;
import io.sallyport.model.Balancing.RandomServer;
import io.sallyport.model.Balancing.RoundRobin;
import io.sallyport.model.HashKey;
import io.sallyport.model.Upstream;
import io.sallyport.model.Upstream.Server;
import io.sallyport.model.Upstream.Share;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a template sees of the servers behind a location, and of how they share requests.
final class ServerView {
  private static final int SHORT_ID = 12;

  /// How long a server that failed gets nothing where no label says it; Nginx's, too.
  private static final Duration FAIL_TIMEOUT = Duration.ofSeconds(1);

  private ServerView() {}

  static void put(Upstream upstream, Map<String, @Nullable Object> view) {
    boolean several = upstream.servers().size() > 1;
    Balancing balancing = upstream.balancing();
    view.put("balance", balance(balancing.method()));
    view.put(
        "hashed", balancing.method() instanceof Hash || balancing.method() instanceof ByClient);
    view.put("several", several);
    view.put("backups", upstream.servers().stream().anyMatch(each -> each.share().backup()));
    view.put(
        "servers",
        upstream.servers().stream().map(server -> server(server, balancing, several)).toList());
  }

  /// The words behind `balance` (<https://docs.haproxy.org/2.6/configuration.html#4.2-balance>).
  private static List<String> balance(Balancing.Method method) {
    return switch (method) {
      case RoundRobin() -> List.of("roundrobin");
      case LeastConnections() -> List.of("leastconn");
      case ByClient() -> List.of("source");
      case RandomServer(boolean two) -> List.of(two ? "random(2)" : "random(1)");
      case Hash(HashKey.ClientAddress(), boolean _) -> List.of("source");
      case Hash(HashKey key, boolean _) -> List.of("hash", sample(key));
    };
  }

  private static String sample(HashKey key) {
    return switch (key) {
      case HashKey.ClientAddress() -> "src";
      case HashKey.HostName() -> "var(txn.host)";
      case HashKey.Path() -> "path";
      case HashKey.Target() -> "pathq";
      case HashKey.ForwardedFor() -> "req.fhdr(x-forwarded-for)";
      case HashKey.Cookie(String name) -> "req.cook(" + name + ")";
      case HashKey.Argument(String name) -> "url_param(" + name + ")";
    };
  }

  private static Map<String, Object> server(Server server, Balancing balancing, boolean several) {
    boolean checked = several && server.share().maxFails().orElse(1) > 0;
    return Map.of(
        "name", name(server),
        "address", server.address(),
        "container", server.container(),
        "id", server.containerId(),
        "checked", checked,
        "parameters", parameters(server.share(), balancing, checked));
  }

  /// `0123456789ab-80`
  private static String name(Server server) {
    String id = server.containerId().replaceAll("[^A-Za-z0-9]", "");
    String port = server.address().substring(server.address().lastIndexOf(':') + 1);
    return id.substring(0, Math.min(SHORT_ID, id.length())) + "-" + port;
  }

  /// One that has failed so often gets nothing until it can be connected to again.
  private static List<String> parameters(Share share, Balancing balancing, boolean checked) {
    List<String> parameters = new ArrayList<>();
    share.weight().ifPresent(weight -> add(parameters, "weight", weight));
    share.maxConns().ifPresent(most -> add(parameters, "maxconn", most));
    balancing.keepalive().ifPresent(idle -> add(parameters, "pool-max-conn", idle));
    balancing.keepaliveRequests().ifPresent(most -> add(parameters, "max-reuse", most));
    balancing
        .keepaliveTimeout()
        .ifPresent(time -> add(parameters, "pool-purge-delay", DurationSyntax.format(time)));
    if (share.backup()) {
      parameters.add("backup");
    }
    if (checked) {
      parameters.addAll(List.of("check", "inter", "5s", "downinter"));
      parameters.add(DurationSyntax.format(share.failTimeout().orElse(FAIL_TIMEOUT)));
      parameters.addAll(List.of("fall", "2", "rise", "1", "observe", "layer4"));
      add(parameters, "error-limit", share.maxFails().orElse(1));
      add(parameters, "on-error", "mark-down");
    }
    return parameters;
  }

  private static void add(List<String> parameters, String name, Object value) {
    parameters.add(name);
    parameters.add(value.toString());
  }
}
