package io.sallyport.tls;

import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/// Who a node is in its Swarm, as its certificate says: Swarm writes the cluster's identifier as
/// `O`, the role as `OU`, and the node's identifier as `CN` and as a DNS name.
public record NodeIdentity(String cluster, Role role, String node) {
  private static final int DNS_NAME = 2;

  /// What a node may do in its Swarm.
  public enum Role {
    MANAGER("swarm-manager"),
    WORKER("swarm-worker");

    private final String unit;

    Role(String unit) {
      this.unit = unit;
    }
  }

  /// Reads the subject of a node's certificate.
  ///
  /// @throws CertificateException when it is not of this form
  public static NodeIdentity of(X509Certificate certificate) throws CertificateException {
    LdapName subject = subject(certificate);
    String node = only(subject, "CN");
    if (!dnsNames(certificate).contains(node)) {
      throw new CertificateException("the certificate's CN is not among its DNS names");
    }
    return new NodeIdentity(only(subject, "O"), role(only(subject, "OU")), node);
  }

  public boolean manager() {
    return role == Role.MANAGER;
  }

  private static Role role(String unit) throws CertificateException {
    for (Role role : Role.values()) {
      if (role.unit.equals(unit)) {
        return role;
      }
    }
    throw new CertificateException("the certificate's OU is no role of a Swarm's node");
  }

  private static LdapName subject(X509Certificate certificate) throws CertificateException {
    try {
      return new LdapName(certificate.getSubjectX500Principal().getName());
    } catch (InvalidNameException e) {
      throw new CertificateException("the certificate's subject cannot be read", e);
    }
  }

  /// Two of a kind might be read differently by two readers.
  private static String only(LdapName subject, String type) throws CertificateException {
    List<String> values = new ArrayList<>();
    for (Rdn rdn : subject.getRdns()) {
      if (rdn.getType().equalsIgnoreCase(type) && rdn.getValue() instanceof String text) {
        values.add(text);
      }
    }
    if (values.size() != 1 || values.getFirst().isEmpty()) {
      throw new CertificateException(
          "the certificate has %s %s, not one as Swarm writes it"
              .formatted(values.isEmpty() ? "no" : "more than one", type));
    }
    return values.getFirst();
  }

  private static List<String> dnsNames(X509Certificate certificate)
      throws CertificateParsingException {
    List<String> names = new ArrayList<>();
    for (List<?> name :
        Objects.requireNonNullElse(certificate.getSubjectAlternativeNames(), List.<List<?>>of())) {
      if (name.get(0).equals(DNS_NAME) && name.get(1) instanceof String text) {
        names.add(text);
      }
    }
    return names;
  }
}
