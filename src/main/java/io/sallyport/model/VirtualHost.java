package io.sallyport.model;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A host name and what is served under it.
///
/// @param name in lower case; may begin with `*.`
/// @param aliases further names, sorted
/// @param tls the host's certificate where it is served on the TLS port
/// @param redirectToTls whether plain HTTP is only redirected to HTTPS: there, or, without `tls`,
///   to the load balancer in front that ends TLS
/// @param locations by their roots; never empty
/// @param refusals paths of the host that nobody serves
/// @param labels free texts about the host, for templates
public record VirtualHost(
    String name,
    List<String> aliases,
    Optional<Tls> tls,
    boolean redirectToTls,
    Limits limits,
    List<Location> locations,
    List<Refusal> refusals,
    SortedMap<String, String> labels) {

  public VirtualHost {
    aliases = List.copyOf(aliases);
    locations = List.copyOf(locations);
    refusals = List.copyOf(refusals);
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    if (!redirectToTls
        && tls.flatMap(Tls::clientAuthentication)
            .filter(ClientAuthentication::required)
            .isPresent()) {
      throw new IllegalArgumentException(name + " can be reached without a certificate by HTTP");
    }
  }

  /// One without texts for templates.
  public VirtualHost(
      String name,
      List<String> aliases,
      Optional<Tls> tls,
      boolean redirectToTls,
      Limits limits,
      List<Location> locations,
      List<Refusal> refusals) {
    this(
        name,
        aliases,
        tls,
        redirectToTls,
        limits,
        locations,
        refusals,
        Collections.emptySortedMap());
  }

  /// The same with other locations.
  public VirtualHost with(List<Location> others) {
    return new VirtualHost(name, aliases, tls, redirectToTls, limits, others, refusals, labels);
  }

  /// Absolute paths in the proxy.
  ///
  /// @param clientAuthentication present where clients are asked for a certificate
  public record Tls(
      String certificate, String key, Optional<ClientAuthentication> clientAuthentication) {

    /// For all clients.
    public Tls(String certificate, String key) {
      this(certificate, key, Optional.empty());
    }
  }

  /// Which certificates clients must show.
  ///
  /// @param ca a file of the proxy: the CA certificates to verify them with
  /// @param required whether a client without one is refused
  public record ClientAuthentication(String ca, boolean required) {}

  /// What applies to every request of the host.
  ///
  /// @param bodySize the largest body of a request; zero is without limit
  /// @param readTimeout how long a server may be silent
  public record Limits(Optional<ByteSize> bodySize, Optional<Duration> readTimeout) {
    /// Those of all hosts.
    public static final Limits COMMON = new Limits(Optional.empty(), Optional.empty());
  }

  /// A path, and all below it, that is answered with an error.
  public record Refusal(String path, int status) {}
}
