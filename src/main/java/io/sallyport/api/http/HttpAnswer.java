package io.sallyport.api.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/// What is sent for one request.
///
/// @param type its `Content-Type`
/// @param body as it is
/// @param gzip the same for those who accept it so; empty where it was not made
@SuppressWarnings("ArrayRecordComponent") // Nobody compares answers.
public record HttpAnswer(int code, String type, byte[] body, byte[] gzip) {
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final byte[] NONE = {};

  /// One of this type.
  public static HttpAnswer of(int code, String type, String body) {
    return new HttpAnswer(code, type, body.getBytes(StandardCharsets.UTF_8), NONE);
  }

  /// One in plain text.
  public static HttpAnswer text(int code, String text) {
    return of(code, TEXT, text);
  }

  /// The same, also as gzip: for what is long and is sent more than once.
  public HttpAnswer packed() {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new Fastest(packed)) {
      out.write(body);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return new HttpAnswer(code, type, body, packed.toByteArray());
  }

  /// Sends it: as gzip to a client that accepts it so, and without the body where only the headers
  /// were asked for.
  public void write(HttpExchange exchange) throws IOException {
    boolean packed = gzip.length > 0;
    boolean asGzip = packed && acceptsGzip(exchange);
    byte[] sent = asGzip ? gzip : body;
    if (packed) {
      exchange.getResponseHeaders().set("Vary", "Accept-Encoding");
    }
    if (asGzip) {
      exchange.getResponseHeaders().set("Content-Encoding", "gzip");
    }
    exchange.getResponseHeaders().set("Content-Type", type);
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(sent.length));
      exchange.sendResponseHeaders(code, -1);
      return;
    }
    exchange.sendResponseHeaders(code, sent.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(sent);
    }
  }

  /// By name; a client that knows it accepts it, unless it says `q=0`.
  private static boolean acceptsGzip(HttpExchange exchange) {
    return exchange.getRequestHeaders().getOrDefault("Accept-Encoding", List.of()).stream()
        .flatMap(line -> Stream.of(line.split(",", -1)))
        .map(String::strip)
        .anyMatch(coding -> coding.matches("(?i)gzip\\s*(;\\s*q=(1(\\.0*)?|0\\.\\d*[1-9]\\d*))?"));
  }

  /// JSON of many alike is a tenth of its size also at the lowest level.
  private static final class Fastest extends GZIPOutputStream {
    Fastest(OutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
