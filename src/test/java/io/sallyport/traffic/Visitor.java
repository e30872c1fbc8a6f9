package io.sallyport.traffic;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/// A visitor of this machine's published ports, who takes any of them for any host.
final class Visitor {
  private static final SSLContext TRUST = Certificates.visitor();
  /// A request to a server that has just gone hangs; whoever waits for a change asks again.
  private static final int PATIENCE_MILLIS = 2_000;

  private Visitor() {}

  /// One request on one connection. By TLS, the server's certificate must be for the URL's host and
  /// of the test's authority.
  static Answer get(int port, boolean tls, URI uri) {
    try (Socket tcp = new Socket()) {
      tcp.setSoTimeout(PATIENCE_MILLIS);
      tcp.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
      try (Socket socket = tls ? handshake(tcp, uri.getHost(), port) : tcp) {
        String path = uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
        String request =
            "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                .formatted(path.isEmpty() ? "/" : path, uri.getHost());
        socket.getOutputStream().write(request.getBytes(ISO_8859_1));
        String answer = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        String certificate =
            socket instanceof SSLSocket secure
                ? secure.getSession().getPeerPrincipal().getName()
                : "";
        return Answer.parse(answer, certificate);
      }
    } catch (IOException refused) {
      return Answer.none(refused);
    }
  }

  private static Socket handshake(Socket tcp, String host, int port) throws IOException {
    SSLSocket socket = (SSLSocket) TRUST.getSocketFactory().createSocket(tcp, host, port, true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setServerNames(List.of(new SNIHostName(host)));
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }
}
