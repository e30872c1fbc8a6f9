package io.sallyport.traffic;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sallyport.Patience;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A client's WebSocket, through the JDK's client.
///
/// The client looks names up, and the tests' names lead nowhere: it goes through a proxy of this
/// class, which takes any name for the published port.
final class Conversation implements AutoCloseable {
  private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
  private final CompletableFuture<String> end = new CompletableFuture<>();
  private final HttpClient client;
  private final ServerSocket tunnel;
  private final String refusal;
  private @Nullable WebSocket socket;

  private Conversation(int port, URI uri) throws IOException {
    tunnel = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(() -> tunnel(port));
    client =
        HttpClient.newBuilder()
            .sslContext(Certificates.client())
            .proxy(
                ProxySelector.of(
                    new InetSocketAddress(tunnel.getInetAddress(), tunnel.getLocalPort())))
            .build();
    String refused = "";
    try {
      socket = client.newWebSocketBuilder().buildAsync(uri, new Listener()).join();
    } catch (CompletionException failure) {
      refused = String.valueOf(failure.getCause());
      close();
    }
    refusal = refused;
  }

  /// Whether it has begun, says [#refusal].
  static Conversation begin(Nginx proxy, String url) {
    URI uri = URI.create(url);
    try {
      return new Conversation(proxy.publishedPort(uri.getScheme().equals("wss") ? 443 : 80), uri);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Why there is none; empty where there is.
  String refusal() {
    return refusal;
  }

  void say(String text) {
    if (socket != null) {
      socket.sendText(text, true).join();
    }
  }

  /// The next message.
  String heard() {
    try {
      String message = messages.poll(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS);
      return message == null ? "silence" : message;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  boolean ended() {
    return end.isDone();
  }

  @Override
  public void close() {
    if (socket != null) {
      socket.abort();
    }
    client.shutdownNow();
    try {
      tunnel.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        messages.add(text.toString());
        text.setLength(0);
      }
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
      end.complete("closed " + status);
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      end.complete(error.toString());
    }
  }

  /// One CONNECT, to the port whatever it asks for.
  private void tunnel(int port) {
    try (Socket from = tunnel.accept();
        Socket to = new Socket(InetAddress.getLoopbackAddress(), port)) {
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        head.append((char) from.getInputStream().read());
      }
      from.getOutputStream().write("HTTP/1.1 200 Connected\r\n\r\n".getBytes(ISO_8859_1));
      Thread.ofVirtual().start(() -> pass(from, to));
      pass(to, from);
    } catch (IOException closed) {
      end.complete(closed.toString());
    }
  }

  private static void pass(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException closed) {
      // The other direction ends it.
    }
  }
}
