package io.sallyport.docker;

import static io.sallyport.docker.ScriptedEngine.VERSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.docker.json.EngineSamples;
import io.sallyport.source.EngineEvent;
import io.sallyport.source.Source.Subscription;
import io.sallyport.source.Source.Subscription.Pulse;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A stream that is open, and what the engine remembers of what it should have said.
@Timeout(60)
class EventPulseTest {
  /// Noon, and the engine's clock is not ours.
  private static final long NOON = 1_600_000_000L;

  private static final String DATE = "Date: Sun, 13 Sep 2020 12:26:40 GMT\r\n";
  private static final String LATER = "Date: Sun, 13 Sep 2020 12:26:46 GMT\r\n";
  private static final String HOUR_EARLIER = "Date: Sun, 13 Sep 2020 11:26:40 GMT\r\n";
  private static final String FIVE = event(5);
  private static final String SIX = event(6);

  private final List<EngineEvent> events = new CopyOnWriteArrayList<>();
  private final CountDownLatch asked = new CountDownLatch(1);

  /// What one connection says.
  private interface Answer {
    void to(ScriptedEngine.Connection connection) throws IOException;
  }

  @Test
  void isLiveWhenTheEngineRemembersNothingNewer() throws IOException {
    assertThat(pulse(says(FIVE), remembers(""))).isEqualTo(Pulse.LIVE);
  }

  @Test
  void isSilentWhenTheEngineRemembersWhatWasNotSaid() throws IOException {
    assertThat(pulse(says(FIVE), remembers(SIX))).isEqualTo(Pulse.SILENT);
  }

  @Test
  void waitsForWhatIsOnItsWay() throws IOException {
    Answer late =
        connection -> {
          says(FIVE).to(connection);
          awaitAsked();
          connection.chunk(SIX);
        };
    assertThat(pulse(late, remembers(SIX))).isEqualTo(Pulse.LIVE);
  }

  @Test
  void asksInTheEnginesOwnTimeAndForNoMoreThanTheStreamIsToSay() throws IOException {
    try (ScriptedEngine scripted = engine(says(FIVE), remembers(""))) {
      pulse(scripted);
      List<String> requests =
          scripted.requests().stream()
              .map(request -> URLDecoder.decode(request, StandardCharsets.UTF_8))
              .toList();
      assertThat(requests.getLast())
          .startsWith(requests.get(requests.size() - 2))
          .contains("&since=1600000005.000000001&until=16000000");
    }
  }

  @Test
  void isUnknownWhenTheEngineDoesNotSay() throws IOException {
    assertThat(pulse(says(FIVE), connection -> connection.reply(500, "no")))
        .isEqualTo(Pulse.UNKNOWN);
    assertThat(pulse(says(FIVE), connection -> connection.hang())).isEqualTo(Pulse.UNKNOWN);
    assertThat(pulse(says(FIVE), connection -> connection.json("{\"Type\": 7}")))
        .as("no date")
        .isEqualTo(Pulse.UNKNOWN);
  }

  /// Its answer would end in an hour.
  @Test
  void isSilentWhenTheEnginesClockWasSetBack() throws IOException {
    Answer endless =
        connection -> {
          connection.write(head(HOUR_EARLIER));
          connection.hang();
        };
    assertThat(pulse(says(FIVE), endless)).isEqualTo(Pulse.SILENT);
  }

  @Test
  void isUnknownOfAClassicSwarmManagerWhichIsNotAsked() throws IOException {
    String swarm = EngineSamples.body("classicswarm/version.json").toString();
    try (ScriptedEngine scripted = engine(swarm, says(FIVE), remembers(SIX))) {
      assertThat(pulse(scripted)).isEqualTo(Pulse.UNKNOWN);
      assertThat(scripted.requests()).noneMatch(request -> request.contains("since="));
    }
  }

  private Pulse pulse(Answer stream, Answer memory) throws IOException {
    try (ScriptedEngine scripted = engine(stream, memory)) {
      return pulse(scripted);
    }
  }

  private Pulse pulse(ScriptedEngine scripted) {
    events.clear();
    try (DockerEngine engine = new DockerEngine(scripted.connection());
        Subscription stream = engine.source().subscribe(events::add, end -> {})) {
      await().until(() -> !events.isEmpty());
      return stream.pulse();
    }
  }

  private ScriptedEngine engine(Answer stream, Answer memory) {
    return engine(VERSION, stream, memory);
  }

  private ScriptedEngine engine(String version, Answer stream, Answer memory) {
    return new ScriptedEngine((request, connection) -> {
      if (request.equals("GET /version")) {
        connection.json(version);
      } else if (request.contains("until=")) {
        memory.to(connection);
        asked.countDown();
      } else {
        stream.to(connection);
        connection.hang();
      }
    });
  }

  private static Answer says(String event) {
    return connection -> {
      connection.write(head(DATE));
      connection.chunk(event);
    };
  }

  private static Answer remembers(String event) {
    return connection -> {
      connection.write(head(LATER));
      if (!event.isEmpty()) {
        connection.chunk(event);
      }
      connection.write("0\r\n\r\n");
    };
  }

  private static String head(String date) {
    return "HTTP/1.1 200 OK\r\n" + date + "Transfer-Encoding: chunked\r\n\r\n";
  }

  private static String event(int second) {
    return "{\"Type\":\"container\",\"Action\":\"start\",\"Actor\":{\"ID\":\"c1\"},\"timeNano\":%d}"
        .formatted((NOON + second) * 1_000_000_000L);
  }

  private void awaitAsked() {
    try {
      asked.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
