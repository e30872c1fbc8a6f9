package io.sallyport.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sallyport.history.EventHistory;
import io.sallyport.history.Status;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Server-sent events over real connections.
@Timeout(60)
class ChangeStreamTest {
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

  private final EventHistory history = new EventHistory(() -> NOON);
  private final List<AutoCloseable> open = new ArrayList<>();
  private StatusServer server;

  @SuppressWarnings("NullAway.Init")
  ChangeStreamTest() {}

  @BeforeEach
  void listen() throws Exception {
    server =
        new StatusServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            () -> Status.starting(NOON),
            history,
            "1.0",
            Duration.ofMinutes(2),
            () -> NOON,
            Optional.empty());
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
    server.close();
  }

  private record Message(String event, String id, JsonNode data) {}

  @Test
  void beginsWithTheStateAndTellsEachChange() throws Exception {
    BufferedReader reader = read("");
    Message first = next(reader);
    assertThat(first.event()).isEqualTo("state");
    valid("State", first);

    history.event("shop", "container start");
    Message entry = next(reader);
    assertThat(entry.event()).isEqualTo("entry");
    assertThat(entry.data().path("subject").asText()).isEqualTo("shop");
    valid("Entry", entry);
    Message state = next(reader);
    assertThat(state.event()).isEqualTo("state");
    assertThat(state.id()).isEqualTo(entry.id()).isEqualTo(state.data().path("id").asText());
  }

  @Test
  void tellsOneThatComesBackWhatItMissed() throws Exception {
    history.event("one", "container start");
    String seen = next(read("")).id();
    history.event("two", "container start");
    history.event("three", "container start");

    BufferedReader again = read(seen);
    assertThat(next(again).data().path("subject").asText()).isEqualTo("two");
    assertThat(next(again).data().path("subject").asText()).isEqualTo("three");
    assertThat(next(again).event()).isEqualTo("state");
  }

  /// Numbers of a former run, and what is none.
  @Test
  void tellsOthersWhatIsNow() throws Exception {
    history.event("one", "container start");
    for (String odd : List.of("other-0", "x", "-1", "9".repeat(100))) {
      assertThat(next(read(odd)).event()).as(odd).isEqualTo("state");
    }
  }

  @Test
  void hasSecurityHeadersAndIsNotKept() throws Exception {
    HttpURLConnection connection = open("");
    assertThat(connection.getContentType()).isEqualTo("text/event-stream");
    assertThat(connection.getHeaderField("Cache-Control")).isEqualTo("no-store");
    assertThat(connection.getHeaderField("X-Content-Type-Options")).isEqualTo("nosniff");
  }

  @Test
  void areLimitedInNumberAndFreeAgain() throws Exception {
    List<HttpURLConnection> readers = new ArrayList<>();
    for (int i = 0; i < ChangeStream.MOST; i++) {
      HttpURLConnection each = open("");
      assertThat(each.getResponseCode()).isEqualTo(200);
      readers.add(each);
    }
    assertThat(open("").getResponseCode()).isEqualTo(503);
    readers.getFirst().disconnect();
    await()
        .untilAsserted(() -> {
          history.event("shop", "container start"); // A writer finds out that its reader is gone.
          assertThat(open("").getResponseCode()).isEqualTo(200);
        });
  }

  /// It neither holds up whoever tells something nor keeps its place.
  @Test
  void oneThatDoesNotReadIsDropped() throws Exception {
    for (int i = 0; i < ChangeStream.MOST; i++) {
      Socket each = new Socket();
      each.setReceiveBufferSize(4096);
      each.connect(server.address());
      open.add(each);
      each.getOutputStream()
          .write("GET /api/v1/stream HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      assertThat(each.getInputStream().read()).isEqualTo('H');
    }
    assertThat(open("").getResponseCode()).isEqualTo(503);
    await()
        .untilAsserted(() -> {
          long begun = System.nanoTime();
          for (int i = 0; i < 2000; i++) {
            history.event("shop", "x".repeat(900));
          }
          assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
          assertThat(open("").getResponseCode()).isEqualTo(200);
        });
  }

  private static void valid(String schema, Message message) throws Exception {
    assertThat(
            ApiTest.problems(
                new JsonMapper().readTree("{\"$ref\": \"#/components/schemas/" + schema + "\"}"),
                message.data().toString()))
        .isEmpty();
  }

  private BufferedReader read(String lastSeen) throws IOException {
    return new BufferedReader(
        new InputStreamReader(open(lastSeen).getInputStream(), StandardCharsets.UTF_8));
  }

  private HttpURLConnection open(String lastSeen) throws IOException {
    URI uri = URI.create("http://127.0.0.1:" + server.address().getPort() + "/api/v1/stream");
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
    if (!lastSeen.isEmpty()) {
      connection.setRequestProperty("Last-Event-ID", lastSeen);
    }
    open.add(connection::disconnect);
    return connection;
  }

  private static Message next(BufferedReader reader) throws IOException {
    String event = "";
    String id = "";
    String data = "";
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      if (line.startsWith("event: ")) {
        event = line.substring("event: ".length());
      } else if (line.startsWith("id: ")) {
        id = line.substring("id: ".length());
      } else if (line.startsWith("data: ")) {
        data = line.substring("data: ".length());
      } else if (line.isEmpty() && !data.isEmpty()) {
        return new Message(event, id, new JsonMapper().readTree(data));
      }
    }
    throw new IOException("the stream has ended");
  }
}
