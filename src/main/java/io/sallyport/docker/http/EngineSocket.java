package io.sallyport.docker.http;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// One open connection to the engine. Interrupting a virtual thread that waits on it closes it.
record EngineSocket(InputStream in, OutputStream out, Closeable socket) implements Closeable {

  private static final Duration CONNECT = Duration.ofSeconds(5);

  /// A dead peer ends the stream after a minute instead of never (seconds, seconds, times).
  private static final Map<String, Integer> KEEP_ALIVE =
      Map.of("TCP_KEEPIDLE", 30, "TCP_KEEPINTERVAL", 10, "TCP_KEEPCOUNT", 3);

  static EngineSocket dial(DockerConnection to, Optional<SSLSocketFactory> tls) throws IOException {
    if (to.unix()) {
      SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(to.socket()));
      return of(Channels.newInputStream(channel), Channels.newOutputStream(channel), channel);
    }
    Socket tcp = new Socket();
    try {
      tcp.setTcpNoDelay(true);
      tcp.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
      for (SocketOption<?> option : tcp.supportedOptions()) {
        keepAlive(tcp, option);
      }
      tcp.connect(new InetSocketAddress(to.host(), to.port()), (int) CONNECT.toMillis());
      Socket socket = tls.isPresent() ? handshake(tcp, to, tls.get()) : tcp;
      return of(socket.getInputStream(), socket.getOutputStream(), socket);
    } catch (IOException | RuntimeException e) {
      tcp.close();
      throw e;
    }
  }

  private static EngineSocket of(InputStream in, OutputStream out, Closeable socket) {
    return new EngineSocket(new BufferedInputStream(in), new BufferedOutputStream(out), socket);
  }

  /// Looked up by name: a runtime without the module `jdk.net` does without.
  @SuppressWarnings("unchecked")
  private static void keepAlive(Socket tcp, SocketOption<?> option) throws IOException {
    Integer value = KEEP_ALIVE.get(option.name());
    if (value != null) {
      tcp.setOption((SocketOption<Integer>) option, value);
    }
  }

  private static Socket handshake(Socket tcp, DockerConnection to, SSLSocketFactory tls)
      throws IOException {
    SSLSocket socket = (SSLSocket) tls.createSocket(tcp, to.host(), to.port(), true);
    if (!to.allowInsecure()) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
    }
    socket.startHandshake();
    return socket;
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }
}
