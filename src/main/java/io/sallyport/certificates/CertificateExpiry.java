package io.sallyport.certificates;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// When a certificate of a set expires: each one in PEM form, those of chains too. What cannot be
/// read as one is passed over: the proxy judges it.
///
/// @param file its name in the set
public record CertificateExpiry(String file, Instant at) {
  private static final Pattern BLOCK =
      Pattern.compile(
          "-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----[^-]+-----END (?:X509 |TRUSTED"
              + " )?CERTIFICATE-----");

  /// The first to expire comes first.
  public static List<CertificateExpiry> of(CertificateSet set) {
    List<CertificateExpiry> all = new ArrayList<>();
    set.files()
        .forEach((file, content) -> {
          for (MatchResult block : BLOCK.matcher(content).results().toList()) {
            add(all, file, block.group());
          }
        });
    all.sort(Comparator.comparing(CertificateExpiry::at).thenComparing(CertificateExpiry::file));
    return all;
  }

  private static void add(List<CertificateExpiry> all, String file, String pem) {
    try {
      CertificateFactory x509 = CertificateFactory.getInstance("X.509");
      ByteArrayInputStream in = new ByteArrayInputStream(pem.getBytes(ISO_8859_1));
      X509Certificate certificate = (X509Certificate) x509.generateCertificate(in);
      all.add(new CertificateExpiry(file, certificate.getNotAfter().toInstant()));
    } catch (CertificateException unreadable) {
      // Not one that we can read.
    }
  }
}
