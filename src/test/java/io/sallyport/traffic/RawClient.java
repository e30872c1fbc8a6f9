package io.sallyport.traffic;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/// A connection to a published port on which a test writes exactly what it wants.
final class RawClient implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 20_000;

  private final Socket socket;

  private RawClient(Socket socket) {
    this.socket = socket;
  }

  static RawClient plain(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    return new RawClient(socket);
  }

  /// By TLS, with this name in the handshake; without one where it is empty. Sessions of one
  /// context are resumed whatever the name is.
  static RawClient tls(SSLContext context, int port, String name) throws IOException {
    return tls(context, port, name, "");
  }

  /// The same, with something in clear before the handshake.
  static RawClient tls(SSLContext context, int port, String name, String first) throws IOException {
    Socket tcp = plain(port).write(first).socket;
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(tcp, "127.0.0.1", port, true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setServerNames(name.isEmpty() ? List.of() : List.of(new SNIHostName(name)));
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return new RawClient(socket);
  }

  /// One request on one connection by plain HTTP.
  static Answer ask(int port, String request) throws IOException {
    try (RawClient client = plain(port)) {
      return client.ask(request);
    }
  }

  /// Writes, and reads to the end.
  Answer ask(String request) throws IOException {
    write(request);
    return Answer.parse(new String(socket.getInputStream().readAllBytes(), ISO_8859_1), "");
  }

  RawClient write(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    socket.getOutputStream().flush();
    return this;
  }

  /// Reads until it has come, or the end; gives what has come.
  String readUntil(String text) throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder seen = new StringBuilder();
    for (int next = in.read(); next >= 0; next = in.read()) {
      seen.append((char) next);
      if (seen.length() >= text.length()
          && seen.indexOf(text, seen.length() - text.length()) >= 0) {
        break;
      }
    }
    return seen.toString();
  }

  InputStream in() throws IOException {
    return socket.getInputStream();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
