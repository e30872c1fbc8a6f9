package io.sallyport.docker.agent;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An archive (`ustar`, POSIX.1-1988) of files and folders, as it is read. What is compressed, or
/// holds links, devices or anything else, ends with a refusal: an engine would unpack it, with
/// programs of its machine if need be.
final class PlainTar extends InputStream {
  private static final int BLOCK = 512;
  private static final int SIZE_AT = 124;
  private static final int TYPE_AT = 156;
  private static final int MAGIC_AT = 257;
  private static final String TYPES = "05";

  private static final Pattern OCTAL = Pattern.compile("([0-7]{1,11})[\0 ].*", Pattern.DOTALL);

  private final InputStream in;

  /// A header that was checked, and what of it was not yet given.
  private byte[] header = {};

  private int given;

  /// What follows before the next header.
  private long content;

  PlainTar(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (given == header.length && content == 0) {
      next();
    }
    if (given < header.length) {
      int count = Math.min(length, header.length - given);
      System.arraycopy(header, given, into, offset, count);
      given += count;
      return count;
    }
    int count = content == 0 ? -1 : in.read(into, offset, (int) Math.min(length, content));
    content -= Math.max(0, count);
    return count;
  }

  private void next() throws IOException {
    header = in.readNBytes(BLOCK);
    given = 0;
    if (header.length == 0 || zeros()) {
      return;
    }
    Matcher size = OCTAL.matcher(text(SIZE_AT, 12));
    if (header.length < BLOCK
        || !text(MAGIC_AT, 5).equals("ustar")
        || TYPES.indexOf(header[TYPE_AT]) < 0
        || !size.matches()) {
      throw RefusedCallException.forbidden(
          "only plain archives of files and folders are passed on");
    }
    long bytes = Long.parseLong(size.group(1), 8);
    content = (bytes + BLOCK - 1) / BLOCK * BLOCK;
  }

  private boolean zeros() {
    for (byte each : header) {
      if (each != 0) {
        return false;
      }
    }
    return header.length == BLOCK;
  }

  private String text(int at, int length) {
    return header.length < BLOCK ? "" : new String(header, at, length, StandardCharsets.ISO_8859_1);
  }
}
