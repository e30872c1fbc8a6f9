package io.sallyport.docker.shell;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// What a command prints: frames of eight bytes (which stream, three zeros, length) and a text.
// https://docs.docker.com/reference/api/engine/version/v1.44/#tag/Container/operation/ContainerAttach
public final class CommandOutput {
  /// A command may print without end; its first words are what people need.
  private static final int MOST = 64 * 1024;

  /// What is read of a command at all: more is a command that prints without end.
  static final long LONGEST = 8 * 1024 * 1024;

  /// Engines send at most 32 KiB at a time.
  private static final int LONGEST_PIECE = 1024 * 1024;

  private static final int HEADER = 8;
  private static final int HIGHEST_STREAM = 2;

  private CommandOutput() {}

  /// The next piece of what a command prints; empty at its end.
  static byte[] piece(InputStream in) throws IOException {
    byte[] piece = {};
    while (piece.length == 0) {
      byte[] header = in.readNBytes(HEADER);
      if (header.length == 0) {
        return header;
      }
      long length = length(header);
      if (length > LONGEST_PIECE) {
        throw new IOException("the command's output is garbled");
      }
      piece = in.readNBytes((int) length);
      if (piece.length < length) {
        throw new EOFException("the command's output was cut off");
      }
    }
    return piece;
  }

  private static long length(byte[] header) throws IOException {
    if (header.length < HEADER || header[0] > HIGHEST_STREAM || header[0] < 0) {
      throw new IOException("the command's output is garbled");
    }
    return Integer.toUnsignedLong(ByteBuffer.wrap(header).getInt(4));
  }

  /// Reads to the end, keeps the beginning, and says when it left something out.
  public static String read(InputStream in) throws IOException {
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    long dropped = 0;
    byte[] header = in.readNBytes(HEADER);
    while (header.length > 0) {
      long length = length(header);
      int wanted = (int) Math.min(length, MOST - kept.size());
      kept.writeBytes(in.readNBytes(wanted));
      in.skipNBytes(length - wanted);
      dropped += length - wanted;
      if (dropped > LONGEST) {
        throw new IOException("the command prints without end");
      }
      header = in.readNBytes(HEADER);
    }
    String text = kept.toString(StandardCharsets.UTF_8);
    return dropped == 0 ? text : "%s… (%d bytes more)".formatted(text, dropped);
  }
}
