package io.sallyport.bench;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Consumer;

/// The engine's API over its socket, by HTTP/1.0 and a connection for each call: nothing of what it
/// measures is used to measure.
final class EngineApi {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String VERSION = "/v1.41";
  private static final int NOT_MODIFIED = 304;

  private final UnixDomainSocketAddress address;

  EngineApi(Path socket) {
    address = UnixDomainSocketAddress.of(socket);
  }

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  JsonNode get(String path) {
    return read(new String(send("GET", path, "", new byte[0]), StandardCharsets.UTF_8));
  }

  JsonNode post(String path, JsonNode body) {
    byte[] sent = body.toString().getBytes(StandardCharsets.UTF_8);
    byte[] answer = send("POST", path, "application/json", sent);
    return read(new String(answer, StandardCharsets.UTF_8));
  }

  void post(String path) {
    send("POST", path, "", new byte[0]);
  }

  void delete(String path) {
    send("DELETE", path, "", new byte[0]);
  }

  /// Puts a tar archive into a container.
  void copy(String container, String directory, byte[] tar) {
    send(
        "PUT",
        "/containers/%s/archive?path=%s".formatted(container, encoded(directory)),
        "application/x-tar",
        tar);
  }

  /// The raw answer.
  ///
  /// @throws IllegalStateException when the engine refuses
  byte[] send(String method, String path, String type, byte[] body) {
    try (SocketChannel channel = SocketChannel.open(address)) {
      byte[] answer = request(channel, method, path, type, body).readAllBytes();
      String text = new String(answer, StandardCharsets.ISO_8859_1);
      int status = Integer.parseInt(text.substring(9, 12));
      int begin = text.indexOf("\r\n\r\n") + 4;
      if (status >= 300 && status != NOT_MODIFIED) {
        throw new IllegalStateException(
            "%s %s: %d %s".formatted(method, path, status, text.substring(begin).strip()));
      }
      byte[] content = new byte[answer.length - begin];
      System.arraycopy(answer, begin, content, 0, content.length);
      return content;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Hands on each event that passes the filters, on a thread of its own, until it is closed.
  /// Returns when the engine has begun to send.
  Closeable events(String filters, Consumer<JsonNode> each) {
    return lines("/events?filters=" + encoded(filters), line -> each.accept(read(line)));
  }

  /// The same with the lines of any answer that does not end.
  Closeable lines(String path, Consumer<String> each) {
    try {
      SocketChannel channel = SocketChannel.open(address);
      InputStream in = request(channel, "GET", path, "", new byte[0]);
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8), 1024);
      for (String head = lines.readLine(); head != null && !head.isEmpty(); ) {
        head = lines.readLine();
      }
      Thread.ofPlatform().daemon().name("events").start(() -> follow(lines, each));
      return channel;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void follow(BufferedReader lines, Consumer<String> each) {
    try {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        each.accept(line);
      }
    } catch (IOException closed) {
      // By us, or by an engine that has ended, which every other call will say.
    }
  }

  private static InputStream request(
      SocketChannel channel, String method, String path, String type, byte[] body)
      throws IOException {
    OutputStream out = Channels.newOutputStream(channel);
    String content = type.isEmpty() ? "" : "Content-Type: " + type + "\r\n";
    byte[] head =
        "%s %s%s HTTP/1.0\r\nHost: engine\r\n%sContent-Length: %d\r\n\r\n"
            .formatted(method, VERSION, path, content, body.length)
            .getBytes(StandardCharsets.ISO_8859_1);
    byte[] whole = new byte[head.length + body.length];
    System.arraycopy(head, 0, whole, 0, head.length);
    System.arraycopy(body, 0, whole, head.length, body.length);
    out.write(whole);
    return Channels.newInputStream(channel);
  }

  private static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (JacksonException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
