package io.sallyport.docker;

import io.sallyport.docker.http.DockerConnection;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/// An endpoint on 127.0.0.1 in front of a unix socket: TLS, as `dockerd --tlsverify` offers it, or
/// plain.
final class SocketRelay implements AutoCloseable {
  private final ServerSocket server;
  private final DockerConnection target;
  private final Set<Closeable> open = ConcurrentHashMap.newKeySet();

  private SocketRelay(ServerSocket server, DockerConnection target) {
    this.server = server;
    this.target = target;
    Thread.ofVirtual().start(this::accept);
  }

  static SocketRelay plain(DockerConnection target) throws IOException {
    return new SocketRelay(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target);
  }

  /// @param asksForCertificate whether clients without a certificate are turned away
  static SocketRelay tls(SSLContext context, boolean asksForCertificate, DockerConnection target)
      throws IOException {
    SSLServerSocket server =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    server.setNeedClientAuth(asksForCertificate);
    return new SocketRelay(server, target);
  }

  int port() {
    return server.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        open.add(client);
        Thread.ofVirtual().start(() -> relay(client));
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  private void relay(Socket client) {
    try (client;
        SocketChannel engine = SocketChannel.open(UnixDomainSocketAddress.of(target.socket()))) {
      open.add(engine);
      Thread up =
          Thread.ofVirtual()
              .start(() -> {
                copy(inputOf(client), Channels.newOutputStream(engine));
                halfClose(engine);
              });
      copy(Channels.newInputStream(engine), client.getOutputStream());
      client.close();
      up.join();
    } catch (IOException e) {
      // One side has gone, or was refused.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static InputStream inputOf(Socket client) {
    try {
      return client.getInputStream();
    } catch (IOException e) {
      return InputStream.nullInputStream();
    }
  }

  private static void halfClose(SocketChannel engine) {
    try {
      engine.shutdownOutput();
    } catch (IOException e) {
      // It has gone.
    }
  }

  private static void copy(InputStream from, OutputStream to) {
    byte[] buffer = new byte[8192];
    try {
      for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
        to.write(buffer, 0, count);
        to.flush();
      }
    } catch (IOException e) {
      // One side has gone.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Closeable each : open) {
      each.close();
    }
  }
}
