package io.sallyport.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.sallyport.docker.Endpoint;
import io.sallyport.history.ProxyStatus;
import io.sallyport.history.Status;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ProgressTest {
  private static final String ERASE = "\r\u001b[K";
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

  private final PrintStream before = System.err;
  private final ByteArrayOutputStream screen = new ByteArrayOutputStream();

  @AfterEach
  void restore() {
    System.setErr(before);
  }

  private String shown() {
    return screen.toString(UTF_8);
  }

  @Test
  void aLineOfOthersStandsWhereTheStatusWas() {
    StatusLine line = StatusLine.over(screen, UTF_8);
    line.show("… one");
    line.println("a line of the log");
    line.show("… two");
    line.show("… two");
    line.show("");
    assertThat(shown())
        .isEqualTo(ERASE + "… one" + ERASE + "a line of the log\n" + ERASE + "… two" + ERASE);
  }

  @Test
  void doesNotTearALineApart() {
    StatusLine line = StatusLine.over(screen, UTF_8);
    line.print("half ");
    line.show("… one");
    line.println("a line");
    assertThat(shown()).isEqualTo("half a line\n");
  }

  /// One that wraps could not be taken away again.
  @Test
  void aStatusIsNarrowerThanATerminal() {
    StatusLine.over(screen, UTF_8).show("x".repeat(200));
    assertThat(shown()).isEqualTo(ERASE + "x".repeat(79));
  }

  @Test
  void isTakenAwayAtTheEnd() {
    System.setErr(StatusLine.over(screen, UTF_8));
    try (Progress _ = Progress.of(() -> Optional.of("reading"))) {
      await().untilAsserted(() -> assertThat(shown()).contains("… reading, 0 s"));
      await().untilAsserted(() -> assertThat(shown()).contains("… reading, 1 s"));
    }
    assertThat(shown()).endsWith("s" + ERASE);
  }

  @Test
  void endsByItselfWhenThereIsNothingMoreToTell() {
    System.setErr(StatusLine.over(screen, UTF_8));
    AtomicReference<Optional<String>> doing = new AtomicReference<>(Optional.of("reading"));
    try (Progress _ = Progress.of(doing::get)) {
      await().untilAsserted(() -> assertThat(shown()).contains("… reading"));
      doing.set(Optional.empty());
      await().untilAsserted(() -> assertThat(shown()).endsWith(ERASE));
    }
  }

  @Test
  void whatIsQuickSaysNothing() {
    System.setErr(StatusLine.over(screen, UTF_8));
    try (Progress _ = Progress.of(() -> Optional.of("reading"))) {
      assertThat(shown()).isEmpty();
    }
    assertThat(shown()).isEmpty();
  }

  /// Less and less often: nobody reads a file of it.
  @Test
  void isALineOfTheLogWhereNoTerminalIs() {
    Logger logger = (Logger) LoggerFactory.getLogger(Progress.class);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    logger.addAppender(log);
    logger.setLevel(Level.INFO);
    try (Progress _ = Progress.of(() -> Optional.of("reading"), Duration.ofSeconds(1))) {
      await().until(() -> log.list.size() == 2);
    } finally {
      logger.detachAppender(log);
    }
    assertThat(log.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .allMatch(line -> line.matches("Still reading, for [1-9]\\d* s now"));
  }

  @Test
  void namesTheCallThatIsWaitedFor() {
    EngineCallProgress calls = new EngineCallProgress();
    assertThat(calls.words()).isEqualTo("reading the engine");
    calls.begun(Endpoint.EVENTS);
    calls.begun(Endpoint.CONTAINERS);
    calls.ended(Endpoint.EVENTS, Duration.ZERO, false);
    assertThat(calls.words()).isEqualTo("reading the engine: GET /containers/json");
    calls.counted(120, 300);
    assertThat(calls.words()).isEqualTo("reading the engine: 120 of 300 containers");
    calls.counted(300, 300);
    calls.ended(Endpoint.CONTAINERS, Duration.ZERO, true);
    assertThat(calls.words()).isEqualTo("reading the engine");
  }

  @Test
  void goesFromTheEngineToTheProxies() {
    EngineCallProgress calls = new EngineCallProgress();
    Status status = Status.starting(NOON);
    assertThat(StartupProgress.words(status, calls)).contains("reading the engine");
    assertThat(StartupProgress.words(status.unseen("no socket"), calls))
        .contains("waiting for the engine to answer");
    Status seen =
        status.seen(
            NOON,
            1,
            List.of(),
            new TreeMap<>(
                Map.of(
                    "edge-1", ProxyStatus.found("a", NOON),
                    "edge-2", ProxyStatus.found("b", NOON))),
            List.of());
    assertThat(StartupProgress.words(seen, calls))
        .contains("configuring proxies: 0 of 2, next edge-1, edge-2");
    Status one = seen.dealtWith("edge-1", new ProxyStatus("a", "v1", "v1", NOON, "", List.of()));
    assertThat(StartupProgress.words(one, calls))
        .contains("configuring proxies: 1 of 2, next edge-2");
    assertThat(
            StartupProgress.words(
                one.dealtWith(
                    "edge-2", new ProxyStatus("b", "v1", "", NOON, "it refused", List.of())),
                calls))
        .isEmpty();
  }
}
