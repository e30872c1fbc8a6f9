package io.sallyport.proxy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A proxy's configuration file.
///
/// @param text the whole file
/// @param version twelve hexadecimal digits of its SHA-256: equal text, equal version
public record RenderedConfig(String text, String version) {
  private static final int VERSION_BYTES = 6;

  public static RenderedConfig of(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return new RenderedConfig(text, HexFormat.of().formatHex(digest, 0, VERSION_BYTES));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every JDK has SHA-256", missing);
    }
  }
}
