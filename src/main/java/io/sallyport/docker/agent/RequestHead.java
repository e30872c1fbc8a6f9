package io.sallyport.docker.agent;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The head of a request, in the one form in which Sallyport's own client writes it.
///
/// HTTP allows more (RFC 9112): lines that end otherwise, folded and repeated headers, chunked
/// bodies. What two readers might understand differently is refused here, and only what this reader
/// understood is ever written to the engine.
///
/// @param target path and query, as they were written
/// @param length of the body
/// @param upgrade whether the connection is to be taken over for a command
record RequestHead(String method, String target, long length, boolean upgrade) {
  private static final int LONGEST = 16 * 1024;
  private static final int MOST_HEADERS = 32;

  private static final Pattern FIRST = Pattern.compile("([A-Z]{3,7}) (/[!-~]*) HTTP/1\\.1");
  private static final Pattern HEADER = Pattern.compile("([A-Za-z0-9-]{1,64}):([ -~]*)");
  private static final Pattern LENGTH = Pattern.compile("\\d{1,9}");

  /// Empty when the client has ended the connection instead.
  ///
  /// @throws RefusedCallException for any other form; what follows on the connection cannot be
  ///   understood then
  static Optional<RequestHead> read(InputStream in) throws IOException {
    int first = in.read();
    if (first < 0) {
      return Optional.empty();
    }
    Lines lines = new Lines(in, first);
    Matcher request = FIRST.matcher(lines.next());
    if (!request.matches()) {
      throw RefusedCallException.garbled("the first line is not one that Sallyport writes");
    }
    Map<String, String> headers = headers(lines);
    return Optional.of(
        new RequestHead(request.group(1), request.group(2), length(headers), upgrade(headers)));
  }

  private static Map<String, String> headers(Lines lines) throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line = lines.next(); !line.isEmpty(); line = lines.next()) {
      Matcher header = HEADER.matcher(line);
      if (!header.matches()
          || headers.size() == MOST_HEADERS
          || headers.put(header.group(1).toLowerCase(Locale.ROOT), header.group(2).strip())
              != null) {
        throw RefusedCallException.garbled("a header is malformed, repeated, or one too many");
      }
    }
    return headers;
  }

  private static long length(Map<String, String> headers) throws RefusedCallException {
    String length = headers.getOrDefault("content-length", "0");
    if (headers.containsKey("transfer-encoding") || headers.containsKey("expect")) {
      throw RefusedCallException.garbled("a body must have a Content-Length and come at once");
    } else if (!LENGTH.matcher(length).matches()) {
      throw RefusedCallException.garbled("the Content-Length is no number");
    }
    return Long.parseLong(length);
  }

  private static boolean upgrade(Map<String, String> headers) throws RefusedCallException {
    String connection = headers.getOrDefault("connection", "keep-alive").toLowerCase(Locale.ROOT);
    boolean upgrade = connection.equals("upgrade");
    boolean tcp = headers.getOrDefault("upgrade", "").equals("tcp");
    if (upgrade != tcp || !(upgrade || connection.equals("keep-alive"))) {
      throw RefusedCallException.garbled("the connection can be upgraded to tcp, and nothing else");
    }
    return upgrade;
  }

  /// Lines that end with CR and LF, together no longer than a head may be.
  private static final class Lines {
    private final InputStream in;
    private int next;
    private int left = LONGEST;

    Lines(InputStream in, int first) {
      this.in = in;
      this.next = first;
    }

    String next() throws IOException {
      StringBuilder line = new StringBuilder();
      int at = next >= 0 ? next : in.read();
      next = -1;
      while (at != '\r') {
        if (at < 0) {
          throw new EOFException("the client hung up in the middle of its request");
        } else if (left-- == 0) {
          throw RefusedCallException.garbled("the head is longer than %d bytes".formatted(LONGEST));
        } else if (at < ' ') {
          throw RefusedCallException.garbled("there is a control character in the head");
        }
        line.append((char) at);
        at = in.read();
      }
      if (in.read() != '\n') {
        throw RefusedCallException.garbled("a line has no end");
      }
      return line.toString();
    }
  }
}
