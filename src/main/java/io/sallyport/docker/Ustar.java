package io.sallyport.docker;

import io.sallyport.source.ContainerAccess.CopiedFile;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Files as a tar archive of the POSIX kind (`ustar`, IEEE Std 1003.1, pax), owned by root. Folders
/// that the names go through are in it too, so that their modes are not left to chance.
final class Ustar {
  private static final int BLOCK = 512;
  private static final int LONGEST_NAME = 100;
  private static final int LONGEST_PREFIX = 155;
  private static final int FOLDER_MODE = 0700;

  private enum Type {
    FILE('0'),
    FOLDER('5');

    private final char flag;

    Type(char flag) {
      this.flag = flag;
    }
  }

  private Ustar() {}

  /// @throws IllegalArgumentException for a name that is empty, begins with a slash, or is too long
  static byte[] archive(List<CopiedFile> files, Instant modified) {
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    Set<String> made = new HashSet<>();
    for (CopiedFile file : files) {
      for (int at = file.name().indexOf('/'); at >= 0; at = file.name().indexOf('/', at + 1)) {
        String folder = file.name().substring(0, at + 1);
        if (made.add(folder)) {
          tar.writeBytes(header(folder, Type.FOLDER, FOLDER_MODE, 0, modified));
        }
      }
      byte[] content = file.content().getBytes(file.charset());
      tar.writeBytes(header(file.name(), Type.FILE, file.mode(), content.length, modified));
      tar.writeBytes(content);
      tar.writeBytes(new byte[Math.floorMod(-content.length, BLOCK)]);
    }
    tar.writeBytes(new byte[2 * BLOCK]);
    return tar.toByteArray();
  }

  private static byte[] header(String path, Type type, int mode, int size, Instant modified) {
    byte[] name = path.getBytes(StandardCharsets.UTF_8);
    int cut = cut(path, name);
    byte[] header = new byte[BLOCK];
    if (cut > 0) {
      put(header, 345, Arrays.copyOf(name, cut));
      put(header, 0, Arrays.copyOfRange(name, cut + 1, name.length));
    } else {
      put(header, 0, name);
    }
    octal(header, 100, 8, mode);
    octal(header, 108, 8, 0); // owner
    octal(header, 116, 8, 0); // group
    octal(header, 124, 12, size);
    octal(header, 136, 12, modified.getEpochSecond());
    header[156] = (byte) type.flag;
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

  /// Where a name that is too long for its field is cut in two, at a slash; 0 where it need not be.
  private static int cut(String path, byte[] name) {
    boolean plain = !path.isEmpty() && !path.startsWith("/") && path.indexOf(0) < 0;
    int cut = 0;
    int rest = name.length;
    while (plain && rest > LONGEST_NAME) {
      cut = slash(name, cut + 1);
      rest = name.length - cut - 1;
      plain = cut > 0 && cut <= LONGEST_PREFIX && rest > 0;
    }
    if (!plain) {
      throw new IllegalArgumentException("no name for an archive: " + path);
    }
    return cut;
  }

  private static int slash(byte[] name, int from) {
    for (int at = from; at < name.length; at++) {
      if (name[at] == '/') {
        return at;
      }
    }
    return -1;
  }

  private static void octal(byte[] header, int at, int width, long value) {
    String digits = "%0" + (width - 1) + "o\0";
    put(header, at, digits.formatted(value).getBytes(StandardCharsets.US_ASCII));
  }

  private static void put(byte[] header, int at, byte[] bytes) {
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }
}
