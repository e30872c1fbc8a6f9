package io.sallyport.browser;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A line between browser and server that can stop carrying what a connection was asked for, while
/// all others go on; what is under way stays where it is.
public final class SlowLine implements AutoCloseable {
  /// As little as a system allows: what is here is not in the server's way.
  private static final int BUFFER = 4096;

  private final InetSocketAddress target;
  private final String part;
  private final ServerSocket server;
  private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean stopped;

  /// Listens on a port of its own.
  ///
  /// @param part of the first line of requests whose answers can be stopped
  public SlowLine(InetSocketAddress target, String part) throws IOException {
    this.target = target;
    this.part = part;
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  public int port() {
    return server.getLocalPort();
  }

  /// Stops carrying such answers, or goes on with them.
  public void stop(boolean wanted) {
    lock.lock();
    try {
      stopped = wanted;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        Socket behind = new Socket();
        open.add(client);
        open.add(behind);
        behind.setReceiveBufferSize(BUFFER);
        behind.connect(target);
        Set<Boolean> asked = ConcurrentHashMap.newKeySet();
        Thread.ofVirtual().start(() -> carry(client, behind, asked, true));
        Thread.ofVirtual().start(() -> carry(behind, client, asked, false));
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  /// @param asked holds something once the connection was asked for the part
  private void carry(Socket from, Socket to, Set<Boolean> asked, boolean asks) {
    byte[] buffer = new byte[BUFFER];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        if (asks && new String(buffer, 0, length, ISO_8859_1).contains(part)) {
          asked.add(true);
        }
        if (!asks && !asked.isEmpty()) {
          awaitGoing();
        }
        out.write(buffer, 0, length);
        out.flush();
      }
    } catch (IOException | InterruptedException e) {
      // Either end has gone.
    }
  }

  private void awaitGoing() throws InterruptedException {
    lock.lock();
    try {
      while (stopped) {
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    stop(false);
    server.close();
    for (Closeable each : open) {
      each.close();
    }
  }
}
