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

/// A client of this machine's published ports, who takes any of them for any host.
///
/// @param trust whom he trusts, and the certificate that he shows
/// @param headers lines that he sends besides
/// @param body what he sends; with one, by POST
record Client(SSLContext trust, List<String> headers, String body) {
  /// One without a certificate.
  static final Client ANYBODY = new Client(Certificates.client(), List.of(), "");

  /// A request to a server that has just gone hangs; whoever waits for a change asks again.
  private static final int PATIENCE_MILLIS = 5_000;

  /// One who shows a certificate where he is asked for it.
  static Client with(String certificate) {
    return new Client(Certificates.client(certificate), List.of(), "");
  }

  Client saying(String... lines) {
    return new Client(trust, List.of(lines), body);
  }

  Client sending(String text) {
    return new Client(trust, headers, text);
  }

  /// One request on one connection. By TLS, the server's certificate must be for the URL's host and
  /// of the test's authority.
  Answer ask(int port, boolean tls, URI uri) {
    return ask(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), tls, uri);
  }

  /// The same at ports that are published elsewhere, in the network of a [TestedEngine].
  Answer ask(InetSocketAddress server, boolean tls, URI uri) {
    try (Socket tcp = new Socket()) {
      tcp.setSoTimeout(PATIENCE_MILLIS);
      tcp.connect(server, PATIENCE_MILLIS);
      try (Socket socket = tls ? handshake(tcp, uri.getHost(), server.getPort()) : tcp) {
        socket.getOutputStream().write(request(uri).getBytes(ISO_8859_1));
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

  private String request(URI uri) {
    String path = uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
    StringBuilder text = new StringBuilder();
    text.append(body.isEmpty() ? "GET " : "POST ").append(path.isEmpty() ? "/" : path);
    text.append(" HTTP/1.1\r\nHost: ").append(uri.getHost());
    headers.forEach(line -> text.append("\r\n").append(line));
    if (!body.isEmpty()) {
      text.append("\r\nContent-Length: ").append(body.length());
    }
    return text.append("\r\nConnection: close\r\n\r\n").append(body).toString();
  }

  private SSLSocket handshake(Socket tcp, String host, int port) throws IOException {
    SSLSocket socket = (SSLSocket) trust.getSocketFactory().createSocket(tcp, host, port, true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setServerNames(List.of(new SNIHostName(host)));
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }
}
