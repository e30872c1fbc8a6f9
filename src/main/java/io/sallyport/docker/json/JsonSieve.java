package io.sallyport.docker.json;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// JSON text with bounds on each of its tokens, before a parser sees it: whatever one label holds,
/// the parser's own limits are never met, and no memory is needed for it.
///
/// A longer string, also one that is a member's name, is cut and ends with `…` and a number made of
/// the rest, so that no grammar takes it for the whole. A longer number is cut and stays too large
/// to be used. What is nested deeper reads as `null`. Text that is not JSON is passed on for the
/// parser to refuse.
final class JsonSieve extends InputStream {
  /// In bytes of its text. The longest value that a label of ours may have is 1,024; a snapshot
  /// holds what proxies said of themselves.
  static final int LONGEST_STRING = 16_384;

  static final int LONGEST_NUMBER = 64;
  static final int DEEPEST = 48;

  private static final int CHUNK = 8_192;
  private static final int HEX_DIGITS = 4;
  private static final int MARK = 64;
  private static final long PRIME = 0x100000001b3L;
  private static final byte[] NULL = "null".getBytes(StandardCharsets.UTF_8);

  private final InputStream in;
  private final byte[] taken = new byte[CHUNK];
  private final byte[] passed = new byte[CHUNK * NULL.length + MARK];
  private int from;
  private int to;

  private int depth;
  private boolean inString;

  /// How many bytes are left of what a backslash begins.
  private int escape;

  /// Of what is cut off, so that names which differ there stay two.
  private long rest;

  private boolean opened;
  private boolean cut;
  private int length;

  JsonSieve(InputStream utf8) {
    in = utf8;
  }

  static String of(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    try (InputStream sieve = new JsonSieve(new ByteArrayInputStream(utf8))) {
      return new String(sieve.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  /// Gives what has arrived without waiting for more.
  @Override
  public int read(byte[] into, int offset, int wanted) throws IOException {
    if (wanted == 0) {
      return 0;
    }
    while (from == to) {
      int count = in.read(taken, 0, CHUNK);
      if (count < 0) {
        return -1;
      }
      from = 0;
      to = 0;
      for (int i = 0; i < count; i++) {
        take(taken[i]);
      }
    }
    int count = Math.min(wanted, to - from);
    System.arraycopy(passed, from, into, offset, count);
    from += count;
    return count;
  }

  private void take(byte next) {
    if (inString) {
      inString(next);
      return;
    }
    switch (next) {
      case '"' -> {
        inString = true;
        cut = false;
        rest = 0;
        length = 0;
        pass(next);
      }
      case '{', '[' -> {
        length = 0;
        depth++;
        if (depth == DEEPEST + 1) {
          System.arraycopy(NULL, 0, passed, to, NULL.length);
          to += NULL.length;
        } else {
          pass(next);
        }
      }
      case '}', ']' -> {
        length = 0;
        pass(next);
        depth--;
      }
      case ' ', '\t', '\n', '\r', ',', ':' -> {
        length = 0;
        pass(next);
      }
      default -> {
        if (length++ < LONGEST_NUMBER) {
          pass(next);
        }
      }
    }
  }

  private void inString(byte next) {
    boolean begins = escape == 0 && (next & 0xc0) != 0x80; // No character is cut in two.
    if (begins && next == '"') {
      if (cut) {
        passAll(("…" + Long.toHexString(rest)).getBytes(StandardCharsets.UTF_8));
      }
      inString = false;
      length = 0;
      pass(next);
      return;
    }
    cut |= begins && length >= LONGEST_STRING;
    if (escape > 0) {
      escape = opened && next == 'u' ? HEX_DIGITS : escape - 1;
      opened = false;
    } else if (next == '\\') {
      escape = 1;
      opened = true;
    }
    length++;
    if (cut) {
      rest = rest * PRIME + next;
    } else {
      pass(next);
    }
  }

  private void passAll(byte[] bytes) {
    for (byte each : bytes) {
      pass(each);
    }
  }

  /// Nothing of what is nested too deeply.
  private void pass(byte next) {
    if (depth <= DEEPEST) {
      passed[to++] = next;
    }
  }
}
