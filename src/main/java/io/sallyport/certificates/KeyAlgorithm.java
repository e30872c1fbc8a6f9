package io.sallyport.certificates;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which algorithm a private key is for: `RSA`, `EC` or `EdDSA`.
public final class KeyAlgorithm {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z ]*)PRIVATE KEY-----([^-]+)-----END ");

  private KeyAlgorithm() {}

  /// Of the first key in a PEM file, which is the one that a proxy reads; nothing where there is
  /// none, or it is encrypted or of another kind.
  public static Optional<String> of(String file) {
    Matcher block = BLOCK.matcher(file);
    if (!block.find()) {
      return Optional.empty();
    }
    return switch (block.group(1).strip()) {
      case "RSA", "EC" -> Optional.of(block.group(1).strip());
      case "" -> ofPkcs8(block.group(2));
      default -> Optional.empty();
    };
  }

  private static Optional<String> ofPkcs8(String base64) {
    return List.of("RSA", "EC", "EdDSA").stream()
        .filter(algorithm -> isFor(algorithm, base64))
        .findFirst();
  }

  private static boolean isFor(String algorithm, String base64) {
    try {
      byte[] der = Base64.getMimeDecoder().decode(base64);
      KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
      return true;
    } catch (GeneralSecurityException | RuntimeException other) {
      return false;
    }
  }
}
