package io.sallyport.routing;

import java.util.Optional;

/// A path of a host and the servers behind it.
///
/// @param path the prefix, beginning with `/`
/// @param backendTls present where the servers are spoken to by TLS
public record Location(String path, Upstream upstream, Optional<BackendTls> backendTls) {

  /// TLS towards the servers.
  ///
  /// @param serverName sent as SNI, and verified where `ca` is present; without it, the name that
  ///   the visitor asked for, as it must be for a wildcard
  /// @param ca the CA certificates to verify with; not verified without
  /// @param client the certificate that the proxy shows
  public record BackendTls(
      Optional<String> serverName, Optional<String> ca, Optional<ClientCertificate> client) {}

  /// Absolute paths in the proxy.
  public record ClientCertificate(String certificate, String key, Optional<String> passwordFile) {}
}
