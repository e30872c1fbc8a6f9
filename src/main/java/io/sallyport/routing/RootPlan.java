package io.sallyport.routing;

import io.sallyport.config.ProxySettings;
import io.sallyport.routing.Location.BackendTls;
import io.sallyport.routing.Upstream.Server;
import io.sallyport.routing.VirtualHost.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// How one context root of a site is to be served.
///
/// @param members the site's containers of this root
/// @param closed whether it must not be served, as it cannot be protected as its labels ask
record RootPlan(
    String path,
    Site members,
    boolean closed,
    boolean stripped,
    List<String> websockets,
    Optional<BackendTls> tls,
    Balancing balancing) {
  private static final int UNAVAILABLE = 503;

  static RootPlan of(
      String path,
      Site members,
      List<String> websockets,
      ProxySettings settings,
      List<Finding> findings) {
    Optional<BackTls> back = BackTls.of(members, settings, findings);
    boolean rewrite = members.agreed(Label.CONTEXT_ROOT_REWRITE, findings).orElse(false);
    if (rewrite && path.equals("/")) {
      Application asker = members.decider(Label.CONTEXT_ROOT_REWRITE).orElseThrow();
      findings.add(
          asker.finding(
              Finding.Code.NO_EFFECT,
              Label.CONTEXT_ROOT_REWRITE,
              "has no effect by itself",
              "add `interlock.context_root`, the path to take off"));
    }
    return new RootPlan(
        path,
        members,
        back.isEmpty(),
        rewrite && !path.equals("/"),
        websockets,
        back.flatMap(BackTls::tls),
        BalancingLabels.of(members, findings));
  }

  /// With the servers that a proxy reaches, of which there is at least one.
  Location with(List<Server> servers) {
    boolean allInReserve = servers.stream().allMatch(server -> server.share().backup());
    List<Server> ready =
        servers.stream()
            .map(server ->
                allInReserve || !balancing.method().knowsBackup()
                    ? server.with(server.share().active())
                    : server)
            .toList();
    return new Location(path, stripped, websockets, new Upstream(name(), ready, balancing), tls);
  }

  /// Whether it is asked where no other root is.
  boolean answersForAll() {
    return path.equals("/") || websockets.contains("/");
  }

  /// Without a server. No other root may get these requests: it is not what they are for.
  List<Refusal> refusals() {
    return Stream.concat(Stream.of(path), websockets.stream().filter(each -> !each.equals(path)))
        .map(each -> new Refusal(each, UNAVAILABLE))
        .toList();
  }

  /// `+` is in no host name, so that no other host has an upstream of that name.
  private String name() {
    return path.equals("/") ? members.name() : members.name() + path.replace('/', '+');
  }
}
