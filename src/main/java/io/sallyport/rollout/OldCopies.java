package io.sallyport.rollout;

import io.sallyport.model.VirtualHost;
import io.sallyport.model.VirtualHost.Tls;
import java.util.List;
import java.util.TreeSet;

/// Certificates of which `CertSource` has the key and not the certificate, or the other way round:
/// the proxy then uses a copy of its own of the other file, as where one was taken out of
/// `CertSource`, and that need not fit.
final class OldCopies {
  private OldCopies() {}

  /// In words, for the end of a refusal; nothing where there are none.
  static String words(ProxyWork work) {
    return words(work, work.wanted().table().hosts());
  }

  static String words(ProxyWork work, List<VirtualHost> hosts) {
    TreeSet<String> said = new TreeSet<>();
    for (VirtualHost host : hosts) {
      host.tls()
          .ifPresent(tls -> {
            boolean certificate = isOfSource(work, tls.certificate());
            if (certificate != isOfSource(work, tls.key())) {
              said.add(words(tls, certificate));
            }
          });
    }
    return said.isEmpty() ? "" : "; " + String.join("; ", said);
  }

  private static String words(Tls tls, boolean certificate) {
    return "\"%s\" is in CertSource and \"%s\" is not: the proxy uses its own copy of the latter, which may be outdated"
        .formatted(
            certificate ? tls.certificate() : tls.key(),
            certificate ? tls.key() : tls.certificate());
  }

  private static boolean isOfSource(ProxyWork work, String file) {
    return CertificateReview.nameInSource(work, file).isPresent();
  }
}
