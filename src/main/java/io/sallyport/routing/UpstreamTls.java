package io.sallyport.routing;

import io.sallyport.config.ProxySettings;
import io.sallyport.config.Setting;
import io.sallyport.finding.Finding;
import io.sallyport.labels.Label;
import io.sallyport.labels.LabelGrammar.Verification;
import io.sallyport.model.Location.BackendTls;
import io.sallyport.model.Location.ClientCertificate;
import java.util.List;
import java.util.Optional;

/// How one root of a site is protected between the proxy and the containers.
///
/// @param tls present where the proxy uses TLS towards them
record UpstreamTls(Optional<BackendTls> tls) {

  /// Nothing where it cannot be protected as its labels ask: it is not served at all then.
  static Optional<UpstreamTls> of(Site root, ProxySettings settings, List<Finding> findings) {
    Reader reader = new Reader(new TlsLabels(root, settings, findings));
    if (!speaksTls(root)) {
      reader.reportUnused();
      return Optional.of(new UpstreamTls(Optional.empty()));
    }
    return reader.back().map(back -> new UpstreamTls(Optional.of(back)));
  }

  /// Whether the proxy uses TLS towards the containers: the owner's oldest one decides.
  static boolean speaksTls(Site root) {
    return root.owner().deciders().getFirst().values().isSet(Label.SSL_BACKEND);
  }

  private record Reader(TlsLabels labels) {
    Optional<BackendTls> back() {
      Optional<String> ca =
          labels
              .agreed(Label.SSL_BACKEND_CA)
              .or(() -> setting(Setting.PROXY_SSL_TRUSTED_CERTIFICATE))
              .map(labels::inProxy);
      Verification byDefault =
          setting(Setting.PROXY_SSL_VERIFY).orElse(ca.isPresent())
              ? Verification.REQUIRED
              : Verification.NONE;
      Verification asked = verification().orElse(byDefault);
      String host = labels.site().name();
      Verification verify = asked == Verification.WHERE_KNOWN ? whereKnown(ca, host) : asked;
      if (verify == Verification.REQUIRED && ca.isEmpty()) {
        labels.report(
            Finding.Code.NO_CA,
            Label.SSL_BACKEND_TLS_VERIFY,
            "there is no CA to verify the containers of `" + host + "` with, so it is not served",
            "add `interlock.ssl_backend_ca`, or set `ProxySSLTrustedCertificate`");
        return Optional.empty();
      }
      Optional<String> name =
          labels
              .agreed(Label.SSL_BACKEND_NAME)
              .or(() -> Optional.of(host).filter(own -> !own.startsWith("*")));
      return Optional.of(
          new BackendTls(name, verify == Verification.REQUIRED ? ca : Optional.empty(), client()));
    }

    private Verification whereKnown(Optional<String> ca, String host) {
      if (ca.isPresent()) {
        return Verification.REQUIRED;
      }
      labels.report(
          Finding.Code.NO_EFFECT,
          Label.SSL_BACKEND_TLS_VERIFY,
          "there is no CA to verify the containers of `"
              + host
              + "` with, so they are not verified",
          "add `interlock.ssl_backend_ca`, or set `ProxySSLTrustedCertificate`");
      return Verification.NONE;
    }

    /// The strictest that any container asks for.
    private Optional<Verification> verification() {
      return labels
          .site()
          .decider(Label.SSL_BACKEND_TLS_VERIFY, Verification.REQUIRED)
          .or(() -> labels.site().decider(Label.SSL_BACKEND_TLS_VERIFY, Verification.WHERE_KNOWN))
          .map(strict ->
              labels.site().decided(strict, Label.SSL_BACKEND_TLS_VERIFY, labels.findings()))
          .orElseGet(() -> labels.agreed(Label.SSL_BACKEND_TLS_VERIFY));
    }

    /// From the labels where they name a certificate, else from the settings; never mixed.
    private Optional<ClientCertificate> client() {
      Optional<String> certificate = labels.agreed(Label.SSL_BACKEND_CERT);
      Optional<String> key = labels.beside(Label.SSL_BACKEND_CERT, Label.SSL_BACKEND_CERT_KEY);
      Optional<String> password =
          labels.beside(Label.SSL_BACKEND_CERT, Label.SSL_BACKEND_PASSWORD_FILE);
      if (certificate.isEmpty()) {
        labels.unused(
            List.of(Label.SSL_BACKEND_CERT_KEY, Label.SSL_BACKEND_PASSWORD_FILE),
            "name the certificate too, with `interlock.ssl_backend_cert`");
        certificate = setting(Setting.PROXY_SSL_CERTIFICATE);
        key = setting(Setting.PROXY_SSL_CERTIFICATE_KEY);
        password = setting(Setting.PROXY_SSL_PASSWORD_FILE);
      }
      if (certificate.isEmpty()) {
        return Optional.empty();
      }
      String file = certificate.get();
      return Optional.of(
          new ClientCertificate(
              labels.inProxy(file),
              labels.inProxy(key.orElse(file)),
              password.map(labels::inProxy)));
    }

    void reportUnused() {
      labels.unused(
          List.of(
              Label.SSL_BACKEND_TLS_VERIFY,
              Label.SSL_BACKEND_CERT,
              Label.SSL_BACKEND_CERT_KEY,
              Label.SSL_BACKEND_PASSWORD_FILE,
              Label.SSL_BACKEND_CA,
              Label.SSL_BACKEND_NAME),
          "add `interlock.ssl_backend=true` to speak TLS");
    }

    private <T> Optional<T> setting(Setting<T> setting) {
      return labels.settings().find(setting);
    }
  }
}
