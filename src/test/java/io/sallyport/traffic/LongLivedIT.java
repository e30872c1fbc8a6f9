package io.sallyport.traffic;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.AccessMode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// WebSockets and a download that are older than a hundred reloads.
class LongLivedIT {
  @AutoClose private static final Installation INSTALLATION = Installation.of(LongLivedIT.class);

  private static final int RELOADS = 100;
  private static final int EVERY = 10;
  private static final Path NOTES = Path.of("target", "traffic", "notes");
  private static final Nginx EDGE = INSTALLATION.proxy("edge");

  @Test
  void outliveReloads() throws IOException {
    Nginx chat =
        INSTALLATION
            .backend("chat", "hostname", "chat", "websocket_endpoint", "/")
            .running(WebSocketEcho.class);
    Nginx files =
        INSTALLATION
            .backend("files", "hostname", "files")
            .running(SlowServer.class, "GRACEFUL", "files")
            .sharing(Files.createDirectories(NOTES), SlowServer.NOTES, AccessMode.rw);
    Nginx other = INSTALLATION.backend("other", "hostname", "other");
    INSTALLATION.serve(List.of("ReloadInterval = \"0s\""), EDGE, chat, files, other);
    EDGE.await("http://files.local/", files);
    EDGE.await("http://other.local/", other);

    // Not in the common pool, whose only thread WebSockets may need.
    CompletableFuture<List<String>> download = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> download.complete(download()));
    List<Conversation> conversations = new ArrayList<>();
    try {
      long before = EDGE.reloads();
      boolean paused = false;
      note(0);
      for (long done = 0; done < RELOADS; done = EDGE.reloads() - before) {
        if (done >= (long) conversations.size() * EVERY) {
          conversations.add(begin());
        }
        long reloads = EDGE.reloads();
        if (paused) {
          other.unpause();
        } else {
          other.pause();
        }
        paused = !paused;
        Eventually.holds(() -> assertThat(EDGE.reloads()).isGreaterThan(reloads));
      }
      note(RELOADS);
      for (Conversation each : conversations) {
        each.say("still there?");
        assertThat(each.heard()).isEqualTo("still there?");
      }
      assertThat(download).isNotDone();
      EDGE.await("http://files.local/finish", files);
      List<String> lines = download.join();
      assertThat(lines.getLast()).isEqualTo("end");
      assertThat(lines.subList(0, lines.size() - 1))
          .containsExactlyElementsOf(
              IntStream.range(1, lines.size()).mapToObj(Integer::toString).toList());
    } finally {
      conversations.forEach(Conversation::close);
    }
    // Who holds nothing ends.
    Eventually.holds(() -> assertThat(ProxyUse.of(EDGE).processes()).isEqualTo(1 + Nginx.WORKERS));
    note(RELOADS);
  }

  private static Conversation begin() {
    Conversation conversation =
        Eventually.is(
            () -> Conversation.begin(EDGE, "ws://chat.local/"),
            begun -> assertThat(begun.refusal()).isEmpty());
    assertThat(conversation.heard()).isEqualTo("GET / HTTP/1.1");
    return conversation;
  }

  /// By HTTP/1.0, which ends where the connection does.
  private static List<String> download() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), EDGE.publishedPort(80))) {
      String request = "GET /download HTTP/1.0\r\nHost: files.local\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      String answer = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
      return answer.substring(answer.indexOf("\r\n\r\n") + 4).lines().toList();
    } catch (IOException failure) {
      return List.of(failure.toString());
    }
  }

  private static void note(int reloads) {
    System.out.printf("LONG-LIVED after %d reloads: %s%n", reloads, ProxyUse.of(EDGE));
  }
}
