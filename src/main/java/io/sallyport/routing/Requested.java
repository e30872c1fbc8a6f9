package io.sallyport.routing;

import io.sallyport.labels.Intent;
import io.sallyport.labels.NameClaim;
import java.util.List;

/// What a container asks for, whether it gets it or not.
///
/// @param anything whether it has a label that asks to be served or to serve, or that looks like
///   one
/// @param named whether it names a host, whether that can be read or not
/// @param proxyKind the kind of proxy that it says it is, known or not; else empty
/// @param sites where it asks to be a server, if it runs and its labels can be read
/// @param intents all that its labels say of hosts, whether it runs and they can be read or not
/// @param elsewhere why it asks another Sallyport, in words; empty where it asks this one
public record Requested(
    boolean anything,
    boolean named,
    String proxyKind,
    List<Where> sites,
    List<Intent> intents,
    String elsewhere) {
  /// Of a container that asks for nothing.
  public static final Requested NOTHING = new Requested(false, false, "", List.of(), List.of(), "");

  public Requested {
    sites = List.copyOf(sites);
    intents = List.copyOf(intents);
  }

  /// A context root of a host.
  ///
  /// @param host the virtual host's full name
  /// @param root `/` where none is named
  public record Where(String host, String root) {}

  /// Where each name leads that it claims, whether it gets it or not.
  public List<Where> claimed() {
    return intents.stream()
        .flatMap(intent ->
            intent.claims().keySet().stream()
                .filter(NameClaim.class::isInstance)
                .map(claim -> new Where(claim.text(), intent.root())))
        .distinct()
        .toList();
  }

  /// Whether it asks for a host.
  public boolean asksFor(String host) {
    return sites.stream().anyMatch(where -> where.host().equals(host));
  }
}
