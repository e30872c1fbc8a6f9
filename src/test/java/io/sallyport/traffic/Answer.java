package io.sallyport.traffic;

import java.util.Locale;
import java.util.Optional;

/// What a client gets.
///
/// @param status 0 where there was no answer
/// @param head status line and headers
/// @param body what a backend says of itself and of the request, as lines `name: value`; where
///   there was no answer, why
/// @param certificate the subject of the certificate that the proxy showed; empty without TLS
record Answer(int status, String head, String body, String certificate) {
  static final int NONE = 0;

  static Answer none(Exception why) {
    return new Answer(NONE, "", why.toString(), "");
  }

  static Answer parse(String text, String certificate) {
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      return new Answer(NONE, "", "not HTTP: " + text, certificate);
    }
    return new Answer(
        Integer.parseInt(text.substring(9, 12)),
        text.substring(0, end),
        text.substring(end + 4),
        certificate);
  }

  /// Which server answered.
  String server() {
    return said("server");
  }

  /// A line of the body; empty where there is none.
  String said(String name) {
    return value(body, name).orElse("");
  }

  String header(String name) {
    return value(head, name).orElse("");
  }

  private static Optional<String> value(String lines, String name) {
    return lines
        .lines()
        .filter(
            line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ": "))
        .map(line -> line.substring(name.length() + 2))
        .findFirst();
  }
}
