package io.sallyport.docker.agent;

import io.sallyport.docker.http.TimeLimit;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/// The body of a request: as long as its head said, and within a time.
final class RequestBody {
  /// A script for a proxy has ten thousand bytes.
  private static final int LONGEST_JSON = 256 * 1024;

  /// Certificates and keys.
  private static final int LONGEST_ARCHIVE = 16 * 1024 * 1024;

  private final InputStream in;
  private final Duration limit;
  private long left;

  RequestBody(InputStream in, long length, Duration limit) {
    this.in = in;
    this.left = length;
    this.limit = limit;
  }

  void requireNone() throws RefusedCallException {
    require(left == 0, "has no body");
  }

  String json() throws IOException {
    require(left <= LONGEST_JSON, "has a body of at most %d bytes".formatted(LONGEST_JSON));
    byte[] read = read((int) left);
    return new String(read, StandardCharsets.UTF_8);
  }

  /// Bounded in time by who reads it.
  InputStream archive() throws RefusedCallException {
    require(left <= LONGEST_ARCHIVE, "has a body of at most %d bytes".formatted(LONGEST_ARCHIVE));
    return new PlainTar(new Rest());
  }

  /// What nobody has read, so that the client gets as far as reading the answer.
  ///
  /// @return whether the connection may go on
  boolean drain() {
    try {
      if (left > LONGEST_JSON) {
        return false;
      }
      read((int) left);
      return true;
    } catch (IOException gone) {
      return false;
    }
  }

  private byte[] read(int length) throws IOException {
    try {
      byte[] read = TimeLimit.within(limit, () -> in.readNBytes(length));
      left -= read.length;
      if (read.length < length) {
        throw new EOFException("the client hung up in the middle of its request");
      }
      return read;
    } catch (TimeoutException slow) {
      throw new IOException("the client sends too slowly", slow);
    }
  }

  private static void require(boolean allowed, String what) throws RefusedCallException {
    if (!allowed) {
      throw new RefusedCallException(RefusedCallException.TOO_LARGE, "this call " + what);
    }
  }

  private final class Rest extends InputStream {
    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int count = in.read(into, offset, (int) Math.min(length, left));
      if (count < 0) {
        throw new EOFException("the client hung up in the middle of its request");
      }
      left -= count;
      return count;
    }
  }
}
