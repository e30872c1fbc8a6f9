package io.sallyport.traffic;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// An application that shows what reached it, byte for byte: its answer's body is the head of the
/// request. It opens a tunnel in whatever protocol it is asked for. Runs in a container, without
/// any library.
///
/// The query says how it answers: `location=` a redirect, `cookie=` a cookie of that size,
/// `events=` an event stream of which the second event waits for `/next`, `banner` with a line that
/// is no HTTP.
final class RawApplication {
  private static final int PORT = 80;
  private static final Semaphore NEXT = new Semaphore(0);

  private RawApplication() {}

  public static void main(String[] arguments) throws IOException {
    try (ServerSocket server = new ServerSocket(PORT)) {
      while (true) {
        Socket client = server.accept();
        Thread.ofVirtual().start(() -> serve(client));
      }
    }
  }

  private static void serve(Socket client) {
    try (client) {
      DataInputStream in = new DataInputStream(client.getInputStream());
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        head.append((char) in.readUnsignedByte());
      }
      answer(head.toString(), in, client.getOutputStream());
    } catch (IOException gone) {
      // Whoever hung up has noticed.
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static void answer(String head, DataInputStream in, OutputStream out)
      throws IOException, InterruptedException {
    String target = head.split(" ", 3)[1];
    if (head.toLowerCase(Locale.ROOT).contains("\r\nupgrade:")) {
      send(out, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: any\r\nConnection: Upgrade\r\n\r\n");
      send(out, "tunnel\r\n");
      in.transferTo(out);
      return;
    }
    String body = "server: " + System.getenv("HOSTNAME") + "\n" + head.replace("\r\n", "\n");
    String more = "";
    String status = "200 OK";
    if (target.contains("location=")) {
      status = "302 Found";
      more = "Location: " + after(target, "location=") + "\r\n";
    } else if (target.contains("cookie=")) {
      more = "Set-Cookie: a=" + "x".repeat(Integer.parseInt(after(target, "cookie="))) + "\r\n";
    } else if (target.contains("/next")) {
      NEXT.release();
    } else if (target.contains("banner")) {
      send(out, "SSH-2.0-application\r\n");
      return;
    } else if (target.contains("events=")) {
      events(after(target, "events="), out);
      return;
    }
    send(
        out,
        "HTTP/1.1 %s\r\n%sContent-Length: %d\r\nConnection: close\r\n\r\n%s"
            .formatted(status, more, body.length(), body));
  }

  /// Without a length: in chunks where the header says so, else to the end of the connection, as
  /// simple servers write them.
  private static void events(String header, OutputStream out)
      throws IOException, InterruptedException {
    boolean chunked = header.contains("chunked");
    send(out, "HTTP/1.1 200 OK\r\n" + header + "\r\nConnection: close\r\n\r\n");
    send(out, event("1", chunked));
    send(out, event(NEXT.tryAcquire(1, TimeUnit.MINUTES) ? "2" : "late", chunked));
  }

  private static String event(String data, boolean chunked) {
    String event = "data: " + data + "\n\n";
    return chunked ? Integer.toHexString(event.length()) + "\r\n" + event + "\r\n" : event;
  }

  private static String after(String target, String name) {
    return java.net.URLDecoder.decode(
        target.substring(target.indexOf(name) + name.length()), ISO_8859_1);
  }

  private static void send(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(ISO_8859_1));
    out.flush();
  }
}
