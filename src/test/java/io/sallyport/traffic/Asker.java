package io.sallyport.traffic;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.Socket;

/// Asks once from within a container, where this machine has no route. Without any library.
final class Asker {
  private Asker() {}

  /// Prints what came.
  ///
  /// @param arguments address and host
  public static void main(String[] arguments) throws IOException {
    try (Socket socket = new Socket(arguments[0], 80)) {
      String request = "GET / HTTP/1.0\r\nHost: " + arguments[1] + "\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      socket.getInputStream().transferTo(System.out);
    }
  }
}
