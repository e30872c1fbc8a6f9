package io.sallyport.docker;

import io.sallyport.engine.Engine.CopiedFile;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/// Files as a tar archive of the POSIX kind (`ustar`, IEEE Std 1003.1, pax), owned by root.
final class Ustar {
  private static final int BLOCK = 512;
  private static final int LONGEST_NAME = 100;

  private Ustar() {}

  /// @throws IllegalArgumentException for a name that is not a plain file name of at most 100 bytes
  static byte[] archive(List<CopiedFile> files, Instant modified) {
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    for (CopiedFile file : files) {
      byte[] content = file.content().getBytes(StandardCharsets.UTF_8);
      tar.writeBytes(header(file, content.length, modified));
      tar.writeBytes(content);
      tar.writeBytes(new byte[Math.floorMod(-content.length, BLOCK)]);
    }
    tar.writeBytes(new byte[2 * BLOCK]);
    return tar.toByteArray();
  }

  private static byte[] header(CopiedFile file, int size, Instant modified) {
    byte[] name = file.name().getBytes(StandardCharsets.UTF_8);
    boolean plain =
        !file.name().isEmpty() && file.name().chars().noneMatch(c -> c == '/' || c == 0);
    if (!plain || name.length > LONGEST_NAME) {
      throw new IllegalArgumentException("not a plain file name: " + file.name());
    }
    byte[] header = new byte[BLOCK];
    put(header, 0, name);
    octal(header, 100, 8, file.mode());
    octal(header, 108, 8, 0); // owner
    octal(header, 116, 8, 0); // group
    octal(header, 124, 12, size);
    octal(header, 136, 12, modified.getEpochSecond());
    header[156] = '0'; // a regular file
    put(header, 257, "ustar\00000".getBytes(StandardCharsets.US_ASCII));
    // The checksum counts itself as blanks.
    put(header, 148, "        ".getBytes(StandardCharsets.US_ASCII));
    int sum = 0;
    for (byte each : header) {
      sum += each & 0xff;
    }
    octal(header, 148, 7, sum);
    return header;
  }

  private static void octal(byte[] header, int at, int width, long value) {
    String digits = "%0" + (width - 1) + "o\0";
    put(header, at, digits.formatted(value).getBytes(StandardCharsets.US_ASCII));
  }

  private static void put(byte[] header, int at, byte[] bytes) {
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }
}
