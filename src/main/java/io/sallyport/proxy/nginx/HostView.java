package io.sallyport.proxy.nginx;

import io.sallyport.config.DurationSyntax;
import io.sallyport.model.Balancing;
import io.sallyport.model.Balancing.ByClient;
import io.sallyport.model.Balancing.Hash;
import io.sallyport.model.Balancing.LeastConnections;
import io.sallyport.model.Balancing.RandomServer;
import io.sallyport.model.Balancing.RoundRobin;
import io.sallyport.model.ByteSize;
import io.sallyport.model.HashKey;
import io.sallyport.model.Location;
import io.sallyport.model.Location.BackendTls;
import io.sallyport.model.Location.ClientCertificate;
import io.sallyport.model.Upstream;
import io.sallyport.model.Upstream.Server;
import io.sallyport.model.Upstream.Share;
import io.sallyport.model.VirtualHost;
import io.sallyport.model.VirtualHost.Refusal;
import io.sallyport.model.VirtualHost.Tls;
import io.sallyport.model.VirtualHost.Visitors;
import java.time.Duration;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a template sees of one host, and the text that was written from it, for as long as the host
/// is the same ([OnceTag]). A map that is made when it is asked: a host whose text is there already
/// is not.
final class HostView extends AbstractMap<String, @Nullable Object> {
  /// A server's place in the shared memory of an upstream takes less, with its name.
  private static final int ZONE_PER_SERVER = 2;

  private static final int ZONE_AT_LEAST = 64;
  private static final int KIB = 1 << 10;
  private static final int MIB = 1 << 20;

  /// How long a server that failed is left alone where no label says it. Nginx's own 10 s are as
  /// long an outage when all servers of a host fail for a moment, as on a restart of them all.
  /// Asking one that is dead again costs one request a connect timeout.
  private static final Duration FAIL_TIMEOUT = Duration.ofSeconds(1);

  /// What a template sees as the host of requests for names that nobody serves.
  static final Map<String, @Nullable Object> UNNAMED = unnamed();

  private final VirtualHost host;
  private @Nullable Map<String, @Nullable Object> fields;
  private @Nullable String text;
  private long lastUse;

  HostView(VirtualHost host) {
    this.host = host;
  }

  /// What is written for this host, where nothing else has a part in it.
  Optional<String> text() {
    return Optional.ofNullable(text);
  }

  /// Keeps the text, and nothing else.
  void keep(String written) {
    text = written;
    fields = null;
  }

  /// Marks it as used in a rendering, by its number.
  HostView usedIn(long rendering) {
    lastUse = rendering;
    return this;
  }

  long lastUse() {
    return lastUse;
  }

  private Map<String, @Nullable Object> fields() {
    Map<String, @Nullable Object> made = fields;
    if (made == null) {
      made = of(host);
      fields = made;
    }
    return made;
  }

  @Override
  public Set<Entry<String, @Nullable Object>> entrySet() {
    return fields().entrySet();
  }

  @Override
  public @Nullable Object get(@Nullable Object key) {
    return fields().get(key);
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return fields().containsKey(key);
  }

  private static Map<String, @Nullable Object> unnamed() {
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("name", "_");
    view.put("aliases", List.of());
    view.put("names", List.of("_"));
    view.put("wildcard", false);
    view.put("tls", null);
    view.put("redirect", false);
    view.put("visitorsRequired", false);
    view.put("bodySize", null);
    view.put("readTimeout", null);
    view.put("locations", List.of());
    view.put("refusals", List.of());
    return Collections.unmodifiableMap(view);
  }

  private static Map<String, @Nullable Object> of(VirtualHost host) {
    List<String> names = new ArrayList<>(List.of(host.name()));
    names.addAll(host.aliases());
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("name", host.name());
    view.put("aliases", host.aliases());
    view.put("names", names);
    view.put("wildcard", names.stream().anyMatch(name -> name.startsWith("*")));
    view.put("tls", host.tls().map(HostView::tls).orElse(null));
    view.put("redirect", host.redirectToTls());
    view.put(
        "visitorsRequired",
        host.tls().flatMap(Tls::visitors).filter(Visitors::required).isPresent());
    view.put("bodySize", host.limits().bodySize().map(HostView::size).orElse(null));
    view.put("readTimeout", host.limits().readTimeout().map(DurationSyntax::format).orElse(null));
    view.put("locations", host.locations().stream().map(HostView::location).toList());
    view.put("refusals", host.refusals().stream().map(HostView::refusal).toList());
    Map<String, @Nullable Object> plain = new LinkedHashMap<>(view);
    plain.put("tls", null);
    view.put("plain", List.of(plain));
    return view;
  }

  private static Map<String, @Nullable Object> tls(Tls tls) {
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("certificate", tls.certificate());
    view.put("key", tls.key());
    view.put("visitorsCa", tls.visitors().map(Visitors::ca).orElse(null));
    view.put("visitorsRequired", tls.visitors().filter(Visitors::required).isPresent());
    return view;
  }

  private static Map<String, Object> refusal(Refusal refusal) {
    return Map.of("path", refusal.path(), "status", refusal.status());
  }

  private static Map<String, @Nullable Object> location(Location location) {
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("path", location.prefix());
    view.put("root", location.root());
    view.put("stripped", location.stripped());
    view.put("redirected", location.redirected());
    view.put(
        "places",
        NginxLocation.of(location).stream()
            .map(place ->
                Map.of(
                    "path", place.path(),
                    "exact", place.exact(),
                    "websocket", place.websocket(),
                    "stripped", place.stripped()))
            .toList());
    view.put("upstream", upstream(location.upstream()));
    view.put("tls", location.backendTls().map(HostView::backendTls).orElse(null));
    return view;
  }

  private static Map<String, @Nullable Object> upstream(Upstream upstream) {
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
    view.put(
        "servers", upstream.servers().stream().map(server -> server(server, several)).toList());
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

  /// As Nginx reads sizes (<https://nginx.org/en/docs/syntax.html>).
  private static String size(ByteSize size) {
    long bytes = size.bytes();
    if (bytes == 0 || bytes % KIB != 0) {
      return Long.toString(bytes);
    }
    return bytes % MIB == 0 ? bytes / MIB + "m" : bytes / KIB + "k";
  }

  private static Map<String, Object> server(Server server, boolean several) {
    return Map.of(
        "address",
        server.address(),
        "container",
        server.container(),
        "id",
        server.containerId(),
        "parameters",
        parameters(server.share(), several));
  }

  private static List<String> parameters(Share share, boolean several) {
    List<String> parameters = new ArrayList<>();
    share.weight().ifPresent(weight -> parameters.add("weight=" + weight));
    share.maxConns().ifPresent(most -> parameters.add("max_conns=" + most));
    share.maxFails().ifPresent(fails -> parameters.add("max_fails=" + fails));
    share
        .failTimeout()
        .or(() -> several ? Optional.of(FAIL_TIMEOUT) : Optional.empty())
        .ifPresent(time -> parameters.add("fail_timeout=" + DurationSyntax.format(time)));
    if (share.backup()) {
      parameters.add("backup");
    }
    return parameters;
  }

  private static Map<String, @Nullable Object> backendTls(BackendTls tls) {
    Optional<ClientCertificate> client = tls.client();
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("serverName", tls.serverName().orElse(null));
    view.put("ca", tls.ca().orElse(null));
    view.put("certificate", client.map(ClientCertificate::certificate).orElse(null));
    view.put("key", client.map(ClientCertificate::key).orElse(null));
    view.put("passwordFile", client.flatMap(ClientCertificate::passwordFile).orElse(null));
    return view;
  }
}
