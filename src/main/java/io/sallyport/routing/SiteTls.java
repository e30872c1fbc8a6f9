package io.sallyport.routing;

import io.sallyport.config.ProxySettings;
import io.sallyport.routing.TrafficGrammar.Asking;
import io.sallyport.routing.VirtualHost.Tls;
import io.sallyport.routing.VirtualHost.Visitors;
import java.util.List;
import java.util.Optional;

/// How a site is protected between visitors and the proxy.
///
/// @param front present where the site is served on the TLS port
/// @param redirect whether plain HTTP is only redirected there
record SiteTls(Optional<Tls> front, boolean redirect) {

  /// Nothing where the site cannot be protected as its labels ask: it is not served at all then.
  static Optional<SiteTls> of(Site site, ProxySettings settings, List<Finding> findings) {
    return new Reader(new TlsLabels(site, settings, findings)).read();
  }

  private record Reader(TlsLabels labels) {

    Optional<SiteTls> read() {
      Optional<String> ca = labels.agreed(Label.SSL_CLIENT_CA);
      Asking asking =
          labels.agreed(Label.SSL_VERIFY_CLIENT).orElse(ca.isPresent() ? Asking.ON : Asking.OFF);
      if (asking != Asking.OFF && ca.isEmpty()) {
        labels.report(
            Finding.Code.NO_CA,
            Label.SSL_VERIFY_CLIENT,
            "there is no CA to verify the visitors of `" + name() + "` with, so it is not served",
            "add `interlock.ssl_client_ca`");
        return Optional.empty();
      }
      boolean redirected = labels.agreed(Label.SSL_ONLY).orElse(false);
      boolean only = redirected || asking == Asking.ON;
      boolean secured = labels.agreed(Label.SSL).orElse(false);
      boolean wanted = secured || only || asking == Asking.OPTIONAL;
      Optional<Visitors> visitors =
          ca.filter(any -> asking != Asking.OFF)
              .map(file -> new Visitors(labels.inProxy(file), asking == Asking.ON));
      Optional<Tls> front =
          wanted ? front(visitors, only, asker(redirected, secured && !only)) : unwanted();
      return only && front.isEmpty() ? Optional.empty() : Optional.of(new SiteTls(front, only));
    }

    private Optional<Tls> unwanted() {
      labels.unused(
          List.of(Label.SSL_CERT, Label.SSL_CERT_KEY),
          "add `interlock.ssl=true` to serve the host by TLS");
      return Optional.empty();
    }

    private Optional<Tls> front(Optional<Visitors> visitors, boolean only, Label<?> asker) {
      Optional<String> certificate = labels.agreed(Label.SSL_CERT);
      if (certificate.isEmpty()) {
        labels.report(
            Finding.Code.NO_CERTIFICATE,
            asker,
            "`"
                + name()
                + "` has no certificate, so it is "
                + (only ? "not served" : "served by plain HTTP only"),
            "add `interlock.ssl_cert` and `interlock.ssl_cert_key`");
        return Optional.empty();
      }
      Optional<String> key = labels.beside(Label.SSL_CERT, Label.SSL_CERT_KEY);
      return Optional.of(
          new Tls(
              labels.inProxy(certificate.get()),
              labels.inProxy(key.orElse(certificate.get())),
              visitors));
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
