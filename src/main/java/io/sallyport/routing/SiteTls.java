package io.sallyport.routing;

import io.sallyport.config.ProxySettings;
import io.sallyport.config.Setting;
import io.sallyport.routing.Grammar.Verification;
import io.sallyport.routing.Location.BackendTls;
import io.sallyport.routing.Location.ClientCertificate;
import io.sallyport.routing.VirtualHost.Tls;
import java.util.List;
import java.util.Optional;

/// How a site is protected on both legs: between visitors and the proxy, and between the proxy and
/// the containers.
///
/// @param front present where the site is served on the TLS port
/// @param redirect whether plain HTTP is only redirected there
/// @param back present where the containers are spoken to by TLS
record SiteTls(Optional<Tls> front, boolean redirect, Optional<BackendTls> back) {

  /// Nothing where the site cannot be protected as its labels ask: it is not served at all then.
  static Optional<SiteTls> of(Site site, ProxySettings settings, List<Finding> findings) {
    Reader reader = new Reader(site, settings, findings);
    boolean only = site.agreed(Label.SSL_ONLY, findings).orElse(false);
    boolean wanted = site.agreed(Label.SSL, findings).orElse(false) || only;
    Optional<Tls> front = reader.front(wanted, only);
    if (only && front.isEmpty()) {
      return Optional.empty();
    }
    if (!speaksTls(site)) {
      reader.reportUnusedBackendLabels();
      return Optional.of(new SiteTls(front, only, Optional.empty()));
    }
    return reader.back().map(back -> new SiteTls(front, only, Optional.of(back)));
  }

  /// Whether the containers of a site are spoken to by TLS: the oldest one decides.
  static boolean speaksTls(Site site) {
    return site.members().getFirst().labels().isSet(Label.SSL_BACKEND);
  }

  private record Reader(Site site, ProxySettings settings, List<Finding> findings) {

    Optional<Tls> front(boolean wanted, boolean only) {
      if (!wanted) {
        unused(
            List.of(Label.SSL_CERT, Label.SSL_CERT_KEY),
            "add `interlock.ssl=true` to serve the host by TLS");
        return Optional.empty();
      }
      Optional<String> certificate = site.agreed(Label.SSL_CERT, findings);
      if (certificate.isEmpty()) {
        report(
            Finding.Code.NO_CERTIFICATE,
            only ? Label.SSL_ONLY : Label.SSL,
            "`"
                + site.name()
                + "` has no certificate, so it is "
                + (only ? "not served" : "served by plain HTTP only"),
            "add `interlock.ssl_cert` and `interlock.ssl_cert_key`");
        return Optional.empty();
      }
      Optional<String> key = beside(Label.SSL_CERT, Label.SSL_CERT_KEY);
      return Optional.of(
          new Tls(inProxy(certificate.get()), inProxy(key.orElse(certificate.get()))));
    }

    /// From the container that names the certificate: another one's key would not fit.
    private Optional<String> beside(Label<String> certificate, Label<String> label) {
      return site.decider(certificate).flatMap(owner -> site.decided(owner, label, findings));
    }

    Optional<BackendTls> back() {
      Optional<String> ca =
          site.agreed(Label.SSL_BACKEND_CA, findings)
              .or(() -> settings.find(Setting.PROXY_SSL_TRUSTED_CERTIFICATE))
              .map(this::inProxy);
      Verification byDefault =
          settings.find(Setting.PROXY_SSL_VERIFY).orElse(ca.isPresent())
              ? Verification.REQUIRED
              : Verification.NONE;
      Verification verify = site.agreed(Label.SSL_BACKEND_TLS_VERIFY, findings).orElse(byDefault);
      if (verify == Verification.REQUIRED && ca.isEmpty()) {
        report(
            Finding.Code.NO_CA,
            Label.SSL_BACKEND_TLS_VERIFY,
            "there is no CA to verify the containers of `"
                + site.name()
                + "` with, so it is not served",
            "add `interlock.ssl_backend_ca`, or set `ProxySSLTrustedCertificate`");
        return Optional.empty();
      }
      Optional<String> name =
          site.agreed(Label.SSL_BACKEND_NAME, findings)
              .or(() -> Optional.of(site.name()).filter(own -> !own.startsWith("*")));
      return Optional.of(
          new BackendTls(name, verify == Verification.REQUIRED ? ca : Optional.empty(), client()));
    }

    /// From the labels where they name a certificate, else from the settings; never mixed.
    private Optional<ClientCertificate> client() {
      Optional<String> certificate = site.agreed(Label.SSL_BACKEND_CERT, findings);
      Optional<String> key = beside(Label.SSL_BACKEND_CERT, Label.SSL_BACKEND_CERT_KEY);
      Optional<String> password = beside(Label.SSL_BACKEND_CERT, Label.SSL_BACKEND_PASSWORD_FILE);
      if (certificate.isEmpty()) {
        unused(
            List.of(Label.SSL_BACKEND_CERT_KEY, Label.SSL_BACKEND_PASSWORD_FILE),
            "name the certificate too, with `interlock.ssl_backend_cert`");
        certificate = settings.find(Setting.PROXY_SSL_CERTIFICATE);
        key = settings.find(Setting.PROXY_SSL_CERTIFICATE_KEY);
        password = settings.find(Setting.PROXY_SSL_PASSWORD_FILE);
      }
      if (certificate.isEmpty()) {
        return Optional.empty();
      }
      String file = certificate.get();
      return Optional.of(
          new ClientCertificate(
              inProxy(file), inProxy(key.orElse(file)), password.map(this::inProxy)));
    }

    void reportUnusedBackendLabels() {
      unused(
          List.of(
              Label.SSL_BACKEND_TLS_VERIFY,
              Label.SSL_BACKEND_CERT,
              Label.SSL_BACKEND_CERT_KEY,
              Label.SSL_BACKEND_PASSWORD_FILE,
              Label.SSL_BACKEND_CA,
              Label.SSL_BACKEND_NAME),
          "add `interlock.ssl_backend=true` to speak TLS");
    }

    private void unused(List<Label<?>> labels, String advice) {
      for (Label<?> label : labels) {
        if (site.decider(label).isPresent()) {
          report(Finding.Code.NO_EFFECT, label, "has no effect by itself", advice);
        }
      }
    }

    private void report(Finding.Code code, Label<?> label, String message, String advice) {
      Application asker = site.decider(label).orElse(site.members().getFirst());
      findings.add(asker.finding(code, label, message, advice));
    }

    /// A file of the proxy: absolute, or under `SSLCertPath`, or beside the configuration.
    private String inProxy(String file) {
      return file.startsWith("/") ? file : base() + "/" + file;
    }

    private String base() {
      Optional<String> certificates = settings.find(Setting.SSL_CERT_PATH);
      if (certificates.isPresent()) {
        return certificates.get().replaceAll("/+$", "");
      }
      String configuration = settings.get(Setting.CONFIG_PATH);
      return configuration.substring(0, Math.max(0, configuration.lastIndexOf('/')));
    }
  }
}
