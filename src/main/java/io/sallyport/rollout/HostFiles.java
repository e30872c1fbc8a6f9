package io.sallyport.rollout;

import io.sallyport.model.Location.BackendTls;
import io.sallyport.model.Location.ClientCertificate;
import io.sallyport.model.VirtualHost;
import io.sallyport.model.VirtualHost.ClientAuthentication;
import io.sallyport.model.VirtualHost.Tls;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// Files of the proxy that a host needs.
final class HostFiles {
  private HostFiles() {}

  static Stream<String> of(VirtualHost host) {
    Stream<String> front =
        host.tls().stream()
            .flatMap(tls ->
                Stream.concat(
                    pair(tls), tls.clientAuthentication().stream().map(ClientAuthentication::ca)));
    Stream<String> back =
        host.locations().stream()
            .flatMap(location -> location.backendTls().stream())
            .flatMap(HostFiles::of);
    return Stream.concat(front, back);
  }

  /// Those of them that are no certificates or keys.
  static Stream<String> passwords(VirtualHost host) {
    return host.locations().stream()
        .flatMap(location -> location.backendTls().stream())
        .flatMap(tls -> tls.client().stream())
        .flatMap(client -> client.passwordFile().stream());
  }

  /// Why the first of a part's files that cannot be used cannot be, where there is one.
  ///
  /// @param unusable why, by file
  static Optional<String> problem(Part part, Map<String, String> unusable) {
    return of(part.host()).map(unusable::get).filter(Objects::nonNull).findFirst();
  }

  private static Stream<String> pair(Tls tls) {
    return Stream.of(tls.certificate(), tls.key());
  }

  private static Stream<String> of(BackendTls tls) {
    return Stream.concat(tls.ca().stream(), tls.client().stream().flatMap(HostFiles::of));
  }

  private static Stream<String> of(ClientCertificate client) {
    return Stream.concat(
        Stream.of(client.certificate(), client.key()), client.passwordFile().stream());
  }
}
