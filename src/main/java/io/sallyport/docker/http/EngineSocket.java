package io.sallyport.docker.http;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;

/// One open connection to the engine. Interrupting a virtual thread that waits on it closes it.
record EngineSocket(InputStream in, OutputStream out, Closeable socket) implements Closeable {

  private static final Duration CONNECT = Duration.ofSeconds(5);

  static EngineSocket dial(DockerConnection to, Optional<EngineTls> tls) throws IOException {
    if (to.unix()) {
      SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(to.socket()));
      return of(Channels.newInputStream(channel), Channels.newOutputStream(channel), channel);
    }
    Socket tcp = new Socket();
    try {
      KeepAlive.set(tcp);
      tcp.connect(new InetSocketAddress(to.host(), to.port()), (int) CONNECT.toMillis());
      Socket socket = tls.isPresent() ? tls.get().handshake(tcp) : tcp;
      return of(socket.getInputStream(), socket.getOutputStream(), socket);
    } catch (IOException | RuntimeException e) {
      tcp.close();
      throw e;
    }
  }

  private static EngineSocket of(InputStream in, OutputStream out, Closeable socket) {
    return new EngineSocket(new BufferedInputStream(in), new BufferedOutputStream(out), socket);
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
