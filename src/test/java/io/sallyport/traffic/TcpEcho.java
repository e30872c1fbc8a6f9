package io.sallyport.traffic;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;

/// An application that speaks no HTTP: says its name on a line, then repeats what it is told. Runs
/// in a container, without any library.
final class TcpEcho {
  private TcpEcho() {}

  /// Serves until it is ended.
  ///
  /// @param arguments its port
  public static void main(String[] arguments) throws IOException {
    try (ServerSocket server = new ServerSocket(Integer.parseInt(arguments[0]))) {
      while (true) {
        Socket client = server.accept();
        Thread.ofVirtual().start(() -> serve(client));
      }
    }
  }

  private static void serve(Socket client) {
    try (client) {
      client.getOutputStream().write((System.getenv("HOSTNAME") + "\n").getBytes(UTF_8));
      client.getInputStream().transferTo(client.getOutputStream());
    } catch (IOException gone) {
      // The other side may go at any time.
    }
  }
}
