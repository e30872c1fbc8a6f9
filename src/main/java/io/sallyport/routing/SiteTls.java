package io.sallyport.routing;

import io.sallyport.config.ProxySettings;
import io.sallyport.config.Setting;
import io.sallyport.finding.Finding;
import io.sallyport.labels.Label;
import io.sallyport.labels.TrafficGrammar.ClientVerification;
import io.sallyport.model.VirtualHost.ClientAuthentication;
import io.sallyport.model.VirtualHost.Tls;
import java.util.List;
import java.util.Optional;

/// How a site is protected between clients and the proxy.
///
/// @param front present where the site is served on the TLS port
/// @param redirect whether plain HTTP is only redirected there, or to the load balancer in front
///   that ends TLS
record SiteTls(Optional<Tls> front, boolean redirect) {

  /// Nothing where the site cannot be protected as its labels ask: it is not served at all then.
  static Optional<SiteTls> of(Site site, ProxySettings settings, List<Finding> findings) {
    return new Reader(new TlsLabels(site, settings, findings)).read();
  }

  private record Reader(TlsLabels labels) {

    Optional<SiteTls> read() {
      HostPolicy terms = HostPolicy.of(labels.site().owner().deciders(), labels.settings());
      reportLenient(terms);
      Optional<String> ca = labels.agreed(Label.SSL_CLIENT_CA).map(labels::inProxy);
      ClientVerification asking = terms.asking();
      if (asking != ClientVerification.OFF && ca.isEmpty()) {
        labels.report(
            Finding.Code.NO_CA,
            Label.SSL_VERIFY_CLIENT,
            "there is no CA to verify the clients of `" + name() + "` with, so it is not served",
            "add `interlock.ssl_client_ca`");
        return Optional.empty();
      }
      labels.agreed(Label.SSL);
      boolean only = terms.only();
      Optional<ClientAuthentication> authentication =
          ca.filter(any -> asking != ClientVerification.OFF)
              .map(file -> new ClientAuthentication(file, asking == ClientVerification.ON));
      Optional<Tls> front =
          terms.wanted()
              ? front(authentication, only, asker(terms.redirected(), terms.secured() && !only))
              : unwanted();
      return only && front.isEmpty() && !endsBefore(authentication)
          ? Optional.empty()
          : Optional.of(new SiteTls(front, only));
    }

    /// Whether a load balancer in front can end TLS for the host: it says who came by it, but has
    /// no client's certificate.
    private boolean endsBefore(Optional<ClientAuthentication> authentication) {
      return authentication.isEmpty() && !labels.settings().get(Setting.TRUSTED_PROXIES).isEmpty();
    }

    /// Containers that ask for less protection than another of their group does.
    private void reportLenient(HostPolicy terms) {
      Site site = labels.site();
      site.decider(Label.SSL_VERIFY_CLIENT, terms.asking())
          .or(() -> site.decider(Label.SSL_CLIENT_CA))
          .ifPresent(strictest ->
              site.report(
                  strictest,
                  Label.SSL_VERIFY_CLIENT,
                  Optional.of(terms.asking()),
                  labels.findings()));
      site.decider(Label.SSL_ONLY, terms.redirected())
          .ifPresent(strictest ->
              site.report(
                  strictest, Label.SSL_ONLY, Optional.of(terms.redirected()), labels.findings()));
    }

    private Optional<Tls> unwanted() {
      labels.unused(
          List.of(Label.SSL_CERT, Label.SSL_CERT_KEY),
          "add `interlock.ssl=true` to serve the host by TLS");
      return Optional.empty();
    }

    private Optional<Tls> front(
        Optional<ClientAuthentication> authentication, boolean only, Label<?> asker) {
      Optional<String> certificate = labels.agreed(Label.SSL_CERT);
      if (certificate.isEmpty() && only && endsBefore(authentication)) {
        return Optional.empty();
      }
      if (certificate.isEmpty()) {
        labels.report(
            Finding.Code.NO_CERTIFICATE,
            asker,
            "`"
                + name()
                + "` has no certificate, so it is "
                + (only ? "not served" : "served by plain HTTP only"),
            "add `interlock.ssl_cert` and `interlock.ssl_cert_key`"
                + (only && authentication.isEmpty()
                    ? "; where a load balancer in front ends TLS, name it in `TrustedProxies`"
                    : ""));
        return Optional.empty();
      }
      Optional<String> key = labels.beside(Label.SSL_CERT, Label.SSL_CERT_KEY);
      return Optional.of(
          new Tls(
              labels.inProxy(certificate.get()),
              labels.inProxy(key.orElse(certificate.get())),
              authentication));
    }

    /// The label because of which there must be a certificate.
    private Label<?> asker(boolean redirected, boolean secured) {
      if (redirected) {
        return Label.SSL_ONLY;
      }
      if (secured) {
        return Label.SSL;
      }
      return labels.site().decider(Label.SSL_VERIFY_CLIENT).isPresent()
          ? Label.SSL_VERIFY_CLIENT
          : Label.SSL_CLIENT_CA;
    }

    private String name() {
      return labels.site().name();
    }
  }
}
