package io.sallyport.proxy.nginx;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a template sees of an upstream.
final class UpstreamView {
  /// A server's place in the shared memory of an upstream takes less, with its name.
  private static final int ZONE_PER_SERVER = 2;

  private static final int ZONE_AT_LEAST = 64;
  private static final int KIB = 1 << 10;

  /// How long a server that failed is not tried again where no label says it. Nginx's own 10 s are
  /// as long an outage when all servers of a host fail for a moment, as on a restart of them all.
  /// Asking one that is dead again costs one request a connect timeout.
  private static final Duration FAIL_TIMEOUT = Duration.ofSeconds(1);

  private UpstreamView() {}

  static Map<String, @Nullable Object> of(Upstream upstream) {
    Balancing balancing = upstream.balancing();
    int zoneNeeded = ZONE_AT_LEAST + ZONE_PER_SERVER * upstream.servers().size();
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("name", upstream.name());
    view.put("balance", balance(balancing));
    view.put(
        "hash",
        balancing.method() instanceof Hash(HashKey key, boolean consistent)
            ? Map.of("variable", variable(key), "consistent", consistent)
            : null);
    view.put(
        "zone",
        balancing
            .sharedState()
            .map(asked -> Math.max(asked.bytes() / KIB, zoneNeeded))
            .orElse(null));
    view.put("zoneNeeded", zoneNeeded);
    view.put("keepalive", balancing.keepalive().orElse(null));
    view.put("keepaliveRequests", balancing.keepaliveRequests().orElse(null));
    view.put("keepaliveTime", balancing.keepaliveTime().map(DurationSyntax::format).orElse(null));
    view.put(
        "keepaliveTimeout", balancing.keepaliveTimeout().map(DurationSyntax::format).orElse(null));
    boolean several = upstream.servers().size() > 1;
    boolean backups = Backups.known(balancing.method());
    view.put(
        "servers",
        upstream.servers().stream().map(server -> server(server, several, backups)).toList());
    return view;
  }

  /// The directive, or null where there is none, or one with a key.
  private static @Nullable String balance(Balancing balancing) {
    return switch (balancing.method()) {
      case RoundRobin() -> null;
      case LeastConnections() -> "least_conn";
      case ByClient() -> "ip_hash";
      case RandomServer(boolean two) -> two ? "random two" : "random";
      case Hash(HashKey _, boolean _) -> null;
    };
  }

  /// Without its `$`.
  private static String variable(HashKey key) {
    return switch (key) {
      case HashKey.ClientAddress() -> "remote_addr";
      case HashKey.HostName() -> "host";
      case HashKey.Path() -> "uri";
      case HashKey.Target() -> "request_uri";
      case HashKey.ForwardedFor() -> "http_x_forwarded_for";
      case HashKey.Cookie(String name) -> "cookie_" + name;
      case HashKey.Argument(String name) -> "arg_" + name;
    };
  }

  private static Map<String, Object> server(Server server, boolean several, boolean backups) {
    return Map.of(
        "address",
        server.address(),
        "container",
        server.container(),
        "id",
        server.containerId(),
        "parameters",
        parameters(server.share(), several, backups));
  }

  private static List<String> parameters(Share share, boolean several, boolean backups) {
    List<String> parameters = new ArrayList<>();
    share.weight().ifPresent(weight -> parameters.add("weight=" + weight));
    share.maxConns().ifPresent(most -> parameters.add("max_conns=" + most));
    share.maxFails().ifPresent(fails -> parameters.add("max_fails=" + fails));
    share
        .failTimeout()
        .or(() -> several ? Optional.of(FAIL_TIMEOUT) : Optional.empty())
        .ifPresent(time -> parameters.add("fail_timeout=" + DurationSyntax.format(time)));
    if (share.backup() && backups) {
      parameters.add("backup");
    }
    return parameters;
  }
}
