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
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a file of certificates says to clients: those of its first one, in PEM form, which a server
/// shows for itself; the others are its chain.
///
/// @param names in lower case that it is for, DNS names and addresses
/// @param expires when the first of all in the file expires
public record CertificateFacts(List<String> names, Instant expires) {
  private static final Pattern BLOCK =
      Pattern.compile(
          "-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----[^-]+-----END (?:X509 |TRUSTED"
              + " )?CERTIFICATE-----");
  private static final Pattern COMMON_NAME = Pattern.compile("(?:^|,)CN=([A-Za-z0-9*._-]{1,253})");
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9*._:-]{1,253}");
  private static final int DNS_NAME = 2;
  private static final int ADDRESS = 7;
  private static final int MOST_NAMES = 200;

  public CertificateFacts {
    names = List.copyOf(names);
  }

  /// Nothing where the file has no certificate that can be read: the proxy judges it.
  public static Optional<CertificateFacts> of(String file) {
    List<X509Certificate> all = new ArrayList<>();
    for (MatchResult block : BLOCK.matcher(file).results().toList()) {
      read(block.group()).ifPresent(all::add);
    }
    return all.stream()
        .map(each -> each.getNotAfter().toInstant())
        .min(Comparator.naturalOrder())
        .map(first -> new CertificateFacts(names(all.getFirst()), first));
  }

  /// Whether a client that asks for a host of this name accepts it. One asterisk stands for one
  /// label, as in RFC 9525.
  public boolean isFor(String host) {
    String parent = host.substring(host.indexOf('.') + 1);
    return names.contains(host) || (host.contains(".") && names.contains("*." + parent));
  }

  private static Optional<X509Certificate> read(String pem) {
    try {
      CertificateFactory x509 = CertificateFactory.getInstance("X.509");
      ByteArrayInputStream in = new ByteArrayInputStream(pem.getBytes(ISO_8859_1));
      return Optional.of((X509Certificate) x509.generateCertificate(in));
    } catch (CertificateException unreadable) {
      return Optional.empty();
    }
  }

  /// Clients look at the common name only where there is nothing else, and many not even then.
  private static List<String> names(X509Certificate certificate) {
    List<String> names = new ArrayList<>();
    try {
      if (certificate.getSubjectAlternativeNames() != null) {
        certificate
            .getSubjectAlternativeNames()
            .forEach(each -> {
              boolean name =
                  each.get(0) instanceof Integer kind && (kind == DNS_NAME || kind == ADDRESS);
              if (name && each.get(1) instanceof String text && PLAIN.matcher(text).matches()) {
                names.add(text.toLowerCase(Locale.ROOT));
              }
            });
      }
    } catch (CertificateException unreadable) {
      return List.of();
    }
    Matcher common = COMMON_NAME.matcher(certificate.getSubjectX500Principal().getName());
    if (names.isEmpty() && common.find()) {
      names.add(common.group(1).toLowerCase(Locale.ROOT));
    }
    return names.stream().distinct().sorted().limit(MOST_NAMES).toList();
  }
}
