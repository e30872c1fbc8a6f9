package io.sallyport.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Clients that keep their connections and never send a request twice, over reloads, where Nginx
/// knows `keepalive_min_timeout`.
class KeptConnectionsIT {
  @AutoClose
  private static final Installation INSTALLATION = Installation.of(KeptConnectionsIT.class);

  private static final Nginx EDGE = INSTALLATION.proxy("edge", "mainline");
  private static final String REQUEST = "GET / HTTP/1.1\r\nHost: kept.traffic.example\r\n\r\n";
  private static final int CONNECTIONS = 60;
  private static final int RELOADS = 6;

  @Test
  void loseNoRequest() throws IOException {
    INSTALLATION.serve(EDGE, INSTALLATION.backend("kept", "hostname", "kept.traffic.example"));
    EDGE.await(
        "http://kept.traffic.example",
        Client.ANYBODY,
        answer -> assertThat(answer.server()).isEqualTo("kept"));

    List<RawClient> kept = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      kept.add(open());
    }
    long asked = 0;
    long lost = 0;
    long before = EDGE.reloads();
    // While one connection is asked, the others are idle: a reload finds them so.
    for (int reloads = 0; reloads < RELOADS; reloads++) {
      EDGE.exec("nginx -s reload");
      for (int round = 0; round < 10 || EDGE.reloads() - before <= reloads; round++) {
        for (int i = 0; i < CONNECTIONS; i++) {
          asked++;
          String head = ask(kept.get(i));
          lost += head.startsWith("HTTP/1.1 200") ? 0 : 1;
          if (!head.startsWith("HTTP/1.1 200") || head.contains("Connection: close")) {
            kept.get(i).close();
            kept.set(i, open());
          }
        }
      }
    }
    for (RawClient client : kept) {
      client.close();
    }
    System.out.printf("KEPT %d requests over %d reloads, %d lost%n", asked, RELOADS, lost);
    assertThat(EDGE.reloads() - before).isGreaterThanOrEqualTo(RELOADS);
    assertThat(lost).isZero();
  }

  private static RawClient open() throws IOException {
    return RawClient.plain(EDGE.publishedPort(80));
  }

  /// The head of the answer; empty where there is none.
  private static String ask(RawClient client) {
    try {
      String head = client.write(REQUEST).readUntil("\r\n\r\n");
      int length = Integer.parseInt(Answer.parse(head, "").header("Content-Length"));
      client.in().readNBytes(length);
      return head;
    } catch (IOException | NumberFormatException none) {
      return "";
    }
  }
}
