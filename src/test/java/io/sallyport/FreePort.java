package io.sallyport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/// A port of 127.0.0.1 for a server that begins later, or again.
///
/// Not one that the system gives: those are also the ports of outgoing connections and of
/// containers, and could be taken by the time the server begins. Theirs begin at 32768.
public final class FreePort {
  private static final int FIRST = 20_000;
  private static final int END = 32_000;

  private FreePort() {}

  public static int any() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, END);
      try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return port;
      } catch (IOException taken) {
        // Then another.
      }
    }
  }
}
