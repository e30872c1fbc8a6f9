package io.sallyport.routing;

import java.util.List;
import java.util.Optional;

/// A host name and what is served under it.
///
/// @param name in lower case; may begin with `*.`
/// @param aliases further names, sorted
/// @param tls the host's certificate where it is served on the TLS port
/// @param redirectToTls whether plain HTTP is only redirected there
public record VirtualHost(
    String name,
    List<String> aliases,
    Optional<Tls> tls,
    boolean redirectToTls,
    List<Location> locations) {

  public VirtualHost {
    aliases = List.copyOf(aliases);
    locations = List.copyOf(locations);
    if (redirectToTls && tls.isEmpty()) {
      throw new IllegalArgumentException(name + " redirects to TLS without a certificate");
    }
  }

  /// Absolute paths in the proxy.
  public record Tls(String certificate, String key) {}
}
