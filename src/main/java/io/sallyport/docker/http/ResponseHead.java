package io.sallyport.docker.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Status and headers of an HTTP/1.1 answer (RFC 9112, sections 4 and 5).
///
/// @param headers by name, without regard to case
record ResponseHead(int status, Map<String, List<String>> headers) {
  private static final int LONGEST_LINE = 16 * 1024;
  private static final int MOST_HEADERS = 200;

  /// Interim answers (100 Continue) are passed over; 101 is an answer.
  static ResponseHead read(InputStream in) throws IOException {
    while (true) {
      String statusLine = line(in);
      String[] words = statusLine.split(" ", 3);
      if (words.length < 2 || !words[0].startsWith("HTTP/1.") || !words[1].matches("[1-5]\\d\\d")) {
        throw new IOException("the answer is not HTTP");
      }
      ResponseHead head = new ResponseHead(Integer.parseInt(words[1]), headers(in));
      if (head.status >= 200 || head.status == 101) {
        return head;
      }
    }
  }

  /// The last value of a header, in lower case; empty without one.
  String value(String name) {
    List<String> values = headers.getOrDefault(name, List.of());
    return values.isEmpty() ? "" : values.getLast().strip().toLowerCase(Locale.ROOT);
  }

  long length() throws IOException {
    try {
      return Long.parseUnsignedLong(value("Content-Length"));
    } catch (NumberFormatException e) {
      throw new IOException("the answer is garbled: a length that is no number", e);
    }
  }

  private static Map<String, List<String>> headers(InputStream in) throws IOException {
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (int count = 0; count < MOST_HEADERS; count++) {
      String line = line(in);
      if (line.isEmpty()) {
        return headers;
      }
      int colon = line.indexOf(':');
      if (colon <= 0) {
        throw new IOException("the answer is garbled: a header without a name");
      }
      headers
          .computeIfAbsent(line.substring(0, colon), any -> new ArrayList<>())
          .add(line.substring(colon + 1).strip());
    }
    throw new IOException("the answer is garbled: more than %d headers".formatted(MOST_HEADERS));
  }

  /// One line without its end.
  static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(128);
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the engine hung up in the middle of its answer");
      }
      if (line.size() >= LONGEST_LINE) {
        throw new IOException("the answer is garbled: a line without an end");
      }
      line.write(next);
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }
}
