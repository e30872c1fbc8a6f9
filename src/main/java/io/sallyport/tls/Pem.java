package io.sallyport.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Certificates and keys out of PEM files (RFC 7468), with the JDK's means. An [IOException]'s
/// message says what is wrong with which file, and never shows what is in it.
public final class Pem {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

  private static final Pattern EMPTY_LINE = Pattern.compile("\\R\\h*\\R");

  private Pem() {}

  public static List<X509Certificate> certificates(String file) throws IOException {
    List<X509Certificate> certificates = new ArrayList<>();
    for (MatchResult block : blocks(file)) {
      if (block.group(1).endsWith("CERTIFICATE")) {
        certificates.add(certificate(file, decode(file, block.group(2))));
      }
    }
    if (certificates.isEmpty()) {
      throw new IOException("%s holds no certificate in PEM form".formatted(file));
    }
    return certificates;
  }

  /// PKCS#8, PKCS#1 (`RSA PRIVATE KEY`) or SEC1 (`EC PRIVATE KEY`).
  public static PrivateKey key(String file) throws IOException {
    for (MatchResult block : blocks(file)) {
      String label = block.group(1);
      if (!label.endsWith("PRIVATE KEY")) {
        continue;
      }
      if (label.startsWith("ENCRYPTED") || block.group(2).contains("Proc-Type: 4,ENCRYPTED")) {
        throw new IOException(
            "%s is encrypted%s".formatted(file, remedy(block.group(2).contains("kek-version:"))));
      }
      byte[] der = decode(file, block.group(2));
      return key(
          file,
          switch (label) {
            case "RSA PRIVATE KEY" -> Der.rsaAsPkcs8(der);
            case "EC PRIVATE KEY" -> Der.ecAsPkcs8(der);
            default -> der;
          });
    }
    throw new IOException("%s holds no private key in PEM form".formatted(file));
  }

  /// @param ofSwarm whether a Docker engine wrote the key; only a locked Swarm encrypts it
  private static String remedy(boolean ofSwarm) {
    return ofSwarm
        ? " by `docker swarm update --autolock`: turn that off, or make a folder of certificates of"
            + " your own (docs/swarm-agent.md)"
        : "; the key must be readable without a pass phrase (openssl pkey -in FILE -out FILE.plain)";
  }

  private static X509Certificate certificate(String file, byte[] der) throws IOException {
    try {
      CertificateFactory x509 = CertificateFactory.getInstance("X.509");
      return (X509Certificate) x509.generateCertificate(new ByteArrayInputStream(der));
    } catch (GeneralSecurityException e) {
      throw new IOException("%s holds a certificate that cannot be read".formatted(file), e);
    }
  }

  private static PrivateKey key(String file, byte[] pkcs8) throws IOException {
    IOException unknown =
        new IOException("%s holds a key of a kind that is not supported".formatted(file));
    for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      } catch (GeneralSecurityException e) {
        unknown.addSuppressed(e); // The next kind may fit.
      }
    }
    throw unknown;
  }

  private static List<MatchResult> blocks(String file) throws IOException {
    try {
      Matcher matcher = BLOCK.matcher(Files.readString(Path.of(file)));
      return matcher.results().toList();
    } catch (NoSuchFileException e) {
      throw new IOException("%s does not exist".formatted(file), e);
    } catch (IOException e) {
      throw new IOException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static byte[] decode(String file, String base64) throws IOException {
    try {
      return Base64.getMimeDecoder().decode(withoutHeaders(base64.strip()));
    } catch (IllegalArgumentException e) {
      throw new IOException("%s is not valid PEM".formatted(file), e);
    }
  }

  /// Header lines end with an empty one (RFC 1421); an engine writes some before the key of a node
  /// of a Swarm.
  private static String withoutHeaders(String body) {
    String[] parts = EMPTY_LINE.split(body, 2);
    return parts[0].contains(":") ? parts[parts.length - 1] : body;
  }
}
