package io.sallyport.docker.http;

import com.github.dockerjava.transport.DockerHttpClient.Request;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// Writes a request as HTTP/1.1.
final class RequestWriter {
  private RequestWriter() {}

  /// True when it can be sent once more: its body is at hand, and it starts nothing twice.
  static boolean repeatable(Request request) {
    return request.hijackedInput() == null
        && (request.bodyBytes() != null || request.body() == null);
  }

  static void send(Request request, String host, EngineSocket wire) throws IOException {
    byte[] body = request.bodyBytes();
    InputStream stream = body == null ? request.body() : null;
    InputStream hijacked = request.hijackedInput();
    OutputStream out = wire.out();
    StringBuilder head = new StringBuilder();
    head.append(request.method()).append(' ').append(request.path()).append(" HTTP/1.1\r\n");
    header(head, "Host", host);
    request.headers().forEach((name, value) -> header(head, name, value));
    if (stream != null) {
      header(head, "Transfer-Encoding", "chunked");
    } else if (body != null || !request.method().equals("GET")) {
      header(head, "Content-Length", Integer.toString(body == null ? 0 : body.length));
    }
    if (hijacked != null) {
      header(head, "Connection", "Upgrade");
      header(head, "Upgrade", "tcp");
    }
    write(out, head.append("\r\n").toString());
    if (body != null) {
      out.write(body);
    } else if (stream != null) {
      inChunks(stream, out);
    }
    // The end of our input is not told: a proxy such as Nginx would end both directions for it.
    if (hijacked != null) {
      hijacked.transferTo(out);
    }
    out.flush();
  }

  private static void header(StringBuilder head, String name, String value) {
    head.append(name).append(": ").append(value).append("\r\n");
  }

  private static void inChunks(InputStream stream, OutputStream out) throws IOException {
    byte[] chunk = new byte[16 * 1024];
    for (int count = read(stream, chunk); count >= 0; count = read(stream, chunk)) {
      write(out, Integer.toHexString(count) + "\r\n");
      out.write(chunk, 0, count);
      write(out, "\r\n");
    }
    write(out, "0\r\n\r\n");
  }

  /// A body that cannot be read is no failure of the connection: no answer is waited for.
  private static int read(InputStream stream, byte[] chunk) {
    try {
      return stream.read(chunk);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
