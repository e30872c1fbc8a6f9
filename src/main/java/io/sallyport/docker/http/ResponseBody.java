package io.sallyport.docker.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// The body of an HTTP/1.1 answer: of known length, or in chunks (RFC 9112, sections 6 and 7.1).
/// Gives what has arrived without waiting for more, and never mistakes a cut for an end.
final class ResponseBody extends InputStream {
  private final InputStream in;
  private final boolean chunked;
  private final Runnable onEnd;
  private long left;
  private long read;
  private boolean begun;
  private boolean ended;

  private ResponseBody(InputStream in, boolean chunked, long left, Runnable onEnd)
      throws IOException {
    this.in = in;
    this.chunked = chunked;
    this.left = left;
    this.onEnd = onEnd;
    if (!chunked && left == 0) {
      end();
    }
  }

  /// @param onEnd called once, when all of it was read and the connection is free again
  static ResponseBody ofLength(InputStream in, long length, Runnable onEnd) throws IOException {
    return new ResponseBody(in, false, length, onEnd);
  }

  static ResponseBody inChunks(InputStream in, Runnable onEnd) throws IOException {
    return new ResponseBody(in, true, 0, onEnd);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (chunked && left == 0 && !ended) {
      nextChunk();
    }
    if (ended) {
      return -1;
    }
    int count = in.read(into, offset, (int) Math.min(length, left));
    if (count < 0) {
      throw new EOFException("the answer was cut off after %d bytes".formatted(read));
    }
    read += count;
    left -= count;
    if (left == 0 && !chunked) {
      end();
    }
    return count;
  }

  boolean ended() {
    return ended;
  }

  private void nextChunk() throws IOException {
    if (begun && !ResponseHead.line(in).isEmpty()) {
      throw new IOException("the answer is garbled: a chunk without its end");
    }
    begun = true;
    String size = ResponseHead.line(in);
    int extension = size.indexOf(';');
    try {
      left = Long.parseUnsignedLong(extension < 0 ? size : size.substring(0, extension), 16);
    } catch (NumberFormatException e) {
      throw new IOException("the answer is garbled: a chunk without its size", e);
    }
    if (left == 0) {
      while (!ResponseHead.line(in).isEmpty()) {
        // Trailers say nothing that we need.
      }
      end();
    }
  }

  private void end() {
    ended = true;
    onEnd.run();
  }
}
