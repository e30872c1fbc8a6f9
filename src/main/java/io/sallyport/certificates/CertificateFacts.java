package io.sallyport.certificates;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// What a file of certificates says to clients: those of its first one, in PEM form, which a server
/// shows for itself; the others are its chain.
///
/// @param names in lower case that it is for, DNS names and addresses: its alternative names, since
///   clients look at no other (RFC 9525)
/// @param complete whether these are all its names; else they could not be read, or are too many
/// @param begins when the first one becomes valid
/// @param expires when the first one expires
/// @param chainExpires when the earliest of the others expires, as far as they were read
/// @param selfSigned whether the first one names itself as its issuer
/// @param alone whether the file has no other certificate
public record CertificateFacts(
    SortedSet<String> names,
    boolean complete,
    Instant begins,
    Instant expires,
    Optional<Instant> chainExpires,
    boolean selfSigned,
    boolean alone) {
  private static final Pattern BLOCK =
      Pattern.compile(
          "-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----[^-]+-----END (?:X509 |TRUSTED"
              + " )?CERTIFICATE-----");
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9*._:-]{1,253}");
  private static final int DNS_NAME = 2;
  private static final int ADDRESS = 7;
  private static final int MOST_NAMES = 5_000;

  public CertificateFacts {
    names = Collections.unmodifiableSortedSet(new TreeSet<>(names));
  }

  /// One that is valid already, all of whose names are known, and of whose chain nothing is wrong.
  public CertificateFacts(Collection<String> names, Instant expires) {
    this(new TreeSet<>(names), true, Instant.EPOCH, expires, Optional.empty(), false, false);
  }

  /// The same of a file that has more certificates, which were not read.
  public CertificateFacts withOthers() {
    return new CertificateFacts(names, complete, begins, expires, chainExpires, selfSigned, false);
  }

  /// Nothing where the file has no certificate that can be read: the proxy judges it.
  public static Optional<CertificateFacts> of(String file) {
    List<X509Certificate> all = new ArrayList<>();
    for (MatchResult block : BLOCK.matcher(file).results().toList()) {
      read(block.group()).ifPresent(all::add);
    }
    return all.stream()
        .findFirst()
        .map(first -> {
          Optional<SortedSet<String>> names = names(first);
          return new CertificateFacts(
              names.orElseGet(TreeSet::new),
              names.isPresent(),
              first.getNotBefore().toInstant(),
              expiry(first),
              all.stream().skip(1).map(CertificateFacts::expiry).min(Comparator.naturalOrder()),
              first.getIssuerX500Principal().equals(first.getSubjectX500Principal()),
              all.size() == 1);
        });
  }

  /// Which algorithm the first certificate's key is for: `RSA`, `EC`, `EdDSA` or another.
  public static Optional<String> keyAlgorithm(String file) {
    return BLOCK
        .matcher(file)
        .results()
        .flatMap(block -> read(block.group()).stream())
        .findFirst()
        .map(first -> first.getPublicKey().getAlgorithm());
  }

  /// Whether a client that asks for a host of this name accepts it, or may: not all names need be
  /// known. One asterisk stands for one label, as in RFC 9525.
  public boolean isFor(String host) {
    String parent = host.substring(host.indexOf('.') + 1);
    return !complete
        || names.contains(host)
        || (host.contains(".") && names.contains("*." + parent));
  }

  private static Instant expiry(X509Certificate certificate) {
    return certificate.getNotAfter().toInstant();
  }

  /// The JDK throws runtime exceptions too, of what nobody would sign for a server.
  private static Optional<X509Certificate> read(String pem) {
    try {
      CertificateFactory x509 = CertificateFactory.getInstance("X.509");
      ByteArrayInputStream in = new ByteArrayInputStream(pem.getBytes(ISO_8859_1));
      return Optional.of((X509Certificate) x509.generateCertificate(in));
    } catch (CertificateException | RuntimeException unreadable) {
      return Optional.empty();
    }
  }

  /// Nothing where they cannot be read, or are too many to be kept.
  private static Optional<SortedSet<String>> names(X509Certificate certificate) {
    try {
      SortedSet<String> names = allNames(certificate);
      return names.size() > MOST_NAMES ? Optional.empty() : Optional.of(names);
    } catch (CertificateException | RuntimeException unreadable) {
      return Optional.empty();
    }
  }

  private static SortedSet<String> allNames(X509Certificate certificate)
      throws CertificateException {
    SortedSet<String> names = new TreeSet<>();
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
    return names;
  }
}
