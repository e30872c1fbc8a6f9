package io.sallyport.rollout;

import io.sallyport.certificates.CertificateFacts;
import io.sallyport.certificates.CertificateSet;
import io.sallyport.certificates.KeyAlgorithm;
import io.sallyport.model.VirtualHost;
import io.sallyport.model.VirtualHost.Tls;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Pairs in `CertSource` whose key is for another algorithm than the certificate. A proxy loads
/// them, since it keeps one pair for each algorithm, and then fails each handshake. Of the same
/// algorithm it says itself which do not fit.
final class KeyPairs {
  /// What is said of one begins with this, since it is not the proxy that refuses it.
  static final String OWN_CHECK = "Sallyport's own check: ";

  private CertificateSet set = CertificateSet.NONE;
  private final Map<String, Optional<String>> ofKeys = new HashMap<>();
  private final Map<String, Optional<String>> ofCertificates = new HashMap<>();

  /// What is wrong with the first one that does not fit.
  Optional<String> problem(ProxyWork work) {
    if (!work.config().certificates().equals(set)) {
      set = work.config().certificates();
      ofKeys.clear();
      ofCertificates.clear();
    }
    return work.wanted().table().hosts().stream()
        .map(VirtualHost::tls)
        .flatMap(Optional::stream)
        .flatMap(tls -> problem(work, tls).stream())
        .findFirst();
  }

  private Optional<String> problem(ProxyWork work, Tls tls) {
    Optional<String> key = read(work, tls.key(), ofKeys, KeyAlgorithm::of);
    Optional<String> certificate =
        read(work, tls.certificate(), ofCertificates, CertificateFacts::keyAlgorithm);
    return key.isEmpty() || certificate.isEmpty() || key.equals(certificate)
        ? Optional.empty()
        : Optional.of(
            "%sthe key \"%s\" is for %s, and the certificate \"%s\" for %s, so each TLS handshake would fail"
                .formatted(OWN_CHECK, tls.key(), key.get(), tls.certificate(), certificate.get()));
  }

  private Optional<String> read(
      ProxyWork work,
      String file,
      Map<String, Optional<String>> known,
      Function<String, Optional<String>> reader) {
    return CertificateReview.nameInSource(work, file)
        .flatMap(name ->
            known.computeIfAbsent(name, each -> reader.apply(set.files().getOrDefault(each, ""))));
  }
}
