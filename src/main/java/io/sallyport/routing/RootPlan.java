package io.sallyport.routing;

import io.sallyport.config.ProxySettings;
import io.sallyport.finding.Finding;
import io.sallyport.labels.Intent;
import io.sallyport.labels.Label;
import io.sallyport.model.Balancing;
import io.sallyport.model.Location;
import io.sallyport.model.Location.BackendTls;
import io.sallyport.model.Upstream;
import io.sallyport.model.Upstream.Server;
import io.sallyport.model.VirtualHost.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// How one context root of a site is to be served.
///
/// @param members the site's containers of this root
/// @param foreign whether it belongs to another group than the host does
/// @param closed whether it must not be served, as it cannot be protected as its labels ask
record RootPlan(
    String path,
    Site members,
    boolean foreign,
    boolean closed,
    boolean stripped,
    List<String> websockets,
    Optional<BackendTls> tls,
    Balancing balancing) {
  private static final int UNAVAILABLE = 503;
  private static final Pattern PLAIN = Pattern.compile("[a-z0-9._-]");

  static RootPlan of(
      String path,
      Site members,
      boolean foreign,
      List<String> websockets,
      ProxySettings settings,
      List<Finding> findings) {
    Optional<UpstreamTls> back = UpstreamTls.of(members, settings, findings);
    boolean rewrite = members.agreed(Label.CONTEXT_ROOT_REWRITE, findings).orElse(false);
    if (rewrite && path.equals("/")) {
      Intent asker = members.decider(Label.CONTEXT_ROOT_REWRITE).orElseThrow();
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
        foreign,
        back.isEmpty(),
        rewrite && !path.equals("/"),
        websockets,
        back.flatMap(UpstreamTls::tls),
        BalancingLabels.of(members, findings));
  }

  /// With the servers that a proxy reaches, of which there is at least one.
  Location with(List<Server> servers) {
    Set<String> owners =
        members.members().stream()
            .filter(members.owner()::owns)
            .map(member -> member.container().id())
            .collect(Collectors.toSet());
    List<Server> own =
        servers.stream().filter(each -> owners.contains(each.containerId())).toList();
    boolean allBackups =
        (own.isEmpty() ? servers : own).stream().allMatch(server -> server.share().backup());
    List<Server> ready =
        servers.stream()
            .map(server ->
                allBackups && (own.isEmpty() || own.contains(server))
                    ? server.with(server.share().active())
                    : server)
            .toList();
    return new Location(
        path, stripped, websockets, new Upstream(name(), ready, balancing), tls, foreign);
  }

  /// Whether it is asked where no other root is.
  boolean answersForAll() {
    return path.equals("/") || websockets.contains("/");
  }

  /// Without a server. No other root may get these requests: it is not what they are for. But a
  /// stranger's root is there only while it is served: else he could close paths of the owner.
  List<Refusal> refusals() {
    if (foreign) {
      return List.of();
    }
    return Stream.concat(Stream.of(path), websockets.stream().filter(each -> !each.equals(path)))
        .map(each -> new Refusal(each, UNAVAILABLE))
        .toList();
  }

  /// `+` is in no host name, so that no other host has an upstream of that name. Neither has
  /// another root, for a proxy that takes capitals for small ones here: what is special in a path
  /// is a number.
  private String name() {
    if (path.equals("/")) {
      return members.name();
    }
    StringBuilder name = new StringBuilder(members.name());
    for (int i = 0; i < path.length(); i++) {
      char character = path.charAt(i);
      if (character == '/') {
        name.append('+');
      } else if (PLAIN.matcher(path.substring(i, i + 1)).matches()) {
        name.append(character);
      } else {
        name.append('=').append(Integer.toHexString(character));
      }
    }
    return name.toString();
  }
}
