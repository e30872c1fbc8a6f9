package io.sallyport.model;

import io.sallyport.model.Upstream.Server;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A context root of a host and the servers behind it.
///
/// @param root `/`, or a path such as `/app`: it and all below it, but not `/application`
/// @param stripped whether the servers see paths without the root
/// @param websockets paths of long-lived connections, none of which another location has
/// @param backendTls present where the servers use TLS
/// @param foreign whether it belongs to another group than the host does
public record Location(
    String root,
    boolean stripped,
    List<String> websockets,
    Upstream upstream,
    Optional<BackendTls> backendTls,
    boolean foreign) {

  /// As they stand in a [VirtualHost].
  public static final Comparator<Location> BY_ROOT = Comparator.comparing(Location::root);

  public Location {
    websockets = List.copyOf(websockets);
  }

  /// One of the group that the host belongs to.
  public Location(
      String root,
      boolean stripped,
      List<String> websockets,
      Upstream upstream,
      Optional<BackendTls> backendTls) {
    this(root, stripped, websockets, upstream, backendTls, false);
  }

  /// One that is passed on as it is.
  public Location(String root, Upstream upstream, Optional<BackendTls> backendTls) {
    this(root, false, List.of(), upstream, backendTls);
  }

  /// The same with other servers.
  public Location with(List<Server> servers) {
    return new Location(
        root,
        stripped,
        websockets,
        new Upstream(upstream.name(), servers, upstream.balancing()),
        backendTls,
        foreign);
  }

  /// The same without endpoints that are another location's.
  public Location withoutWebsockets(Set<String> others) {
    List<String> own = websockets.stream().filter(each -> !others.contains(each)).toList();
    return new Location(root, stripped, own, upstream, backendTls, foreign);
  }

  /// What paths below the root begin with: `/`, or `/app/`.
  public String prefix() {
    return below(root);
  }

  /// Whether the bare root leads to [#prefix]. Not where it is an endpoint of WebSockets, whose
  /// clients follow no redirect.
  public boolean redirected() {
    return !root.equals("/") && !websockets.contains(root);
  }

  /// What paths below that one begin with.
  public static String below(String path) {
    return path.equals("/") ? path : path + "/";
  }

  /// TLS towards the servers.
  ///
  /// @param serverName sent as SNI, and verified where `ca` is present; without it, the name that
  ///   the client asked for, as it must be for a wildcard
  /// @param ca the CA certificates to verify with; not verified without
  /// @param client the certificate that the proxy shows
  public record BackendTls(
      Optional<String> serverName, Optional<String> ca, Optional<ClientCertificate> client) {}

  /// Absolute paths in the proxy.
  public record ClientCertificate(String certificate, String key, Optional<String> passwordFile) {}
}
