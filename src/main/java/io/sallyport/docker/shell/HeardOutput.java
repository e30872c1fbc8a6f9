package io.sallyport.docker.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// What an open shell has printed and nobody has taken yet: the beginning of it and its end, since
/// a command may print without end.
final class HeardOutput {
  /// A command's first words are what people need.
  private static final int FIRST = 64 * 1024;

  private static final int LAST = 512;

  private byte[] bytes = new byte[1024];
  private int size;
  private int searched;
  private final AtomicLong sinceBegin = new AtomicLong();

  /// A command begins.
  void begin() {
    sinceBegin.set(0);
  }

  /// Whether more was printed since the last command began than any of ours prints.
  boolean isEndless() {
    return sinceBegin.get() > CommandOutput.LONGEST;
  }

  void add(byte[] piece) {
    sinceBegin.addAndGet(piece.length);
    if (size + piece.length > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + piece.length));
    }
    System.arraycopy(piece, 0, bytes, size, piece.length);
    size += piece.length;
    if (size > 2 * FIRST) {
      System.arraycopy(bytes, size - LAST, bytes, FIRST, LAST);
      size = FIRST + LAST;
      searched = Math.min(searched, FIRST);
    }
  }

  /// What was printed up to the text, which is dropped with it. Looks at each byte once.
  Optional<String> takeUntil(String text) {
    byte[] mark = text.getBytes(UTF_8);
    for (int at = searched; at <= size - mark.length; at++) {
      if (Arrays.equals(bytes, at, at + mark.length, mark, 0, mark.length)) {
        String before = new String(bytes, 0, at, UTF_8);
        int rest = at + mark.length;
        System.arraycopy(bytes, rest, bytes, 0, size - rest);
        size -= rest;
        searched = 0;
        return Optional.of(before);
      }
    }
    searched = Math.max(0, size - mark.length + 1);
    return Optional.empty();
  }
}
