package io.sallyport.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.sallyport.certificates.CertificateSet;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// What only somebody can say who has a set of certificates with its keys: a digest of a challenge
/// and of all files, as [FileQuestions#possession] makes it in a proxy.
final class CertificateProof {
  private static final int CHALLENGE_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private CertificateProof() {}

  static String challenge() {
    byte[] bytes = new byte[CHALLENGE_BYTES];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  static String of(CertificateSet set, String challenge) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update((challenge + "\n").getBytes(UTF_8));
      List<byte[]> names =
          set.files().keySet().stream()
              .map(name -> name.getBytes(UTF_8))
              .sorted(Arrays::compareUnsigned) // As `LC_ALL=C sort` does.
              .toList();
      for (byte[] name : names) {
        String text = new String(name, UTF_8);
        sha.update(("./" + text + "\n").getBytes(UTF_8));
        sha.update(set.files().getOrDefault(text, "").getBytes(ISO_8859_1));
      }
      return HexFormat.of().formatHex(sha.digest());
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every JDK has SHA-256", missing);
    }
  }
}
