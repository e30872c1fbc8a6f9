package io.sallyport.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/// What is sent for one request.
///
/// @param type its `Content-Type`
/// @param body as it is
/// @param gzip the same for those who accept it so; empty where it was not made
@SuppressWarnings("ArrayRecordComponent") // Nobody compares answers.
record HttpAnswer(int code, String type, byte[] body, byte[] gzip) {
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String JSON = "application/json";
  private static final byte[] NONE = {};

  static HttpAnswer of(int code, String type, String body) {
    return new HttpAnswer(code, type, body.getBytes(StandardCharsets.UTF_8), NONE);
  }

  static HttpAnswer text(int code, String text) {
    return of(code, TEXT, text);
  }

  static HttpAnswer json(int code, Object document) {
    return of(code, JSON, Json.line(document));
  }

  /// The same, also as gzip: for what is long and is sent more than once.
  HttpAnswer packed() {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new Fastest(packed)) {
      out.write(body);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return new HttpAnswer(code, type, body, packed.toByteArray());
  }

  /// JSON of many alike is a tenth of its size also at the lowest level.
  private static final class Fastest extends GZIPOutputStream {
    Fastest(OutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
