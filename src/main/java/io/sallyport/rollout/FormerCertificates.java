package io.sallyport.rollout;

import io.sallyport.certificates.CertificateSet;
import java.util.Optional;

/// What a proxy is given while it refuses the files of `CertSource` as they are now, as where a
/// certificate does not fit its key: all else, with the files that it had before.
final class FormerCertificates {
  private CertificateSet refused = CertificateSet.NONE;
  private CertificateSet former = CertificateSet.NONE;
  private String refusal = "";

  /// The work as the proxy takes it, as far as that is known. Other files than those that it
  /// refused are not known to be refused.
  ProxyWork sift(ProxyWork work) {
    if (!work.config().certificates().equals(refused)) {
      forget();
    }
    return refusal.isEmpty() ? work : work.with(former);
  }

  /// The files are to be tried again.
  void forget() {
    refused = CertificateSet.NONE;
    refusal = "";
  }

  /// The proxy runs it with the former files.
  ///
  /// @param work with those that it refuses
  /// @param message what it said of these
  void keep(CertificateSet others, ProxyWork work, String message) {
    former = others;
    refused = work.config().certificates();
    refusal = message + OldCopies.words(work);
  }

  /// Why the files of now are not used; empty where they are.
  Optional<String> problem() {
    return refusal.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "it refused the files in CertSource: %s; it runs everything else, with its previous files"
                .formatted(refusal));
  }
}
