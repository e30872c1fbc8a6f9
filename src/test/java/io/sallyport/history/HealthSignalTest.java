package io.sallyport.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.finding.Finding;
import io.sallyport.finding.Finding.Code;
import io.sallyport.source.Container;
import io.sallyport.source.Container.State;
import io.sallyport.source.ContainerBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Each state of readiness: a row of the table in `docs/monitoring.md`.
class HealthSignalTest {
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
  private static final Instant LATER = NOON.plus(Duration.ofMinutes(3));
  private static final ProxyStatus WELL = new ProxyStatus("c1", "v1", "v1", NOON, "", List.of());
  private static final ProxyStatus FULL =
      new ProxyStatus("c2", "v2", "v1", NOON, "no space left on device", List.of());

  @Test
  void starting() {
    Status status = Status.starting(NOON);
    expect(
        status,
        Readiness.STARTING,
        "the engine has not been seen yet, the first look is under way");
    assertThat(status.health(NOON).outage()).as("it only starts").isEmpty();

    Status denied = status.unseen("permission denied");
    expect(denied, Readiness.STARTING, "the engine has not been reached yet: permission denied");
    assertThat(denied.health(NOON).outage()).isPresent();
  }

  @Test
  void engineUnreadable() {
    Status status = seen("edge", WELL).unseen("no socket");
    expect(
        status,
        Readiness.ENGINE_UNREADABLE,
        "changes are not detected, the engine cannot be read: no socket");
    assertThat(status.beaten(LATER, true).health(LATER).outage())
        .as("events alone show no change")
        .isPresent();
  }

  @Test
  void waiting() {
    Status status = seen("edge", ProxyStatus.found("c1", NOON));
    expect(status, Readiness.WAITING, "proxy edge waits for its first configuration");
    assertThat(status.health(LATER).outage()).isEmpty();
    assertThat(codes(status)).isEmpty();
  }

  @Test
  void noProxy() {
    Status status = running(new TreeMap<>());
    expect(status, Readiness.NO_PROXY, "no proxy is running, and no container is accepted as one");
    assertThat(status.health(LATER).outage()).isPresent();
    assertThat(codes(status)).containsExactly(Code.NO_PROXY);
  }

  @Test
  void theOnlyProxyStopped() {
    Container edge = ContainerBuilder.named("edge").state(State.EXITED).build().exited(1);
    Status status = seen("edge", WELL).seen(NOON, 0, List.of(), new TreeMap<>(), List.of(edge));
    status = status.seen(LATER, 0, List.of(), new TreeMap<>(), List.of(edge));

    expect(
        status, Readiness.NO_PROXY, "no proxy is running: edge exited with code 1, 3 minutes ago");
    assertThat(status.allFindings().toString())
        .contains(
            "error: no proxy is running: edge exited with code 1 at 2026-06-01T12:00:00Z; see why:"
                + " docker logs edge; then docker start edge");
  }

  @Test
  void sinceWhenIsNotKnownOfWhatWasSoBefore() {
    Container edge = ContainerBuilder.named("edge").state(State.PAUSED).build();
    Status status = Status.starting(NOON).seen(NOON, 0, List.of(), new TreeMap<>(), List.of(edge));
    expect(status, Readiness.NO_PROXY, "no proxy is running: edge is paused");
    assertThat(status.allFindings().toString()).contains("docker unpause edge");
  }

  @Test
  void noneCurrent() {
    Status status = seen("edge", FULL);
    expect(
        status,
        Readiness.NONE_CURRENT,
        "proxy edge has not run what it should for 3 minutes: no space left on device");
    assertThat(status.health(LATER).outage()).isPresent();
    assertThat(status.allFindings().toString())
        .contains(
            "error: proxy edge keeps its current configuration: no space left on device (version"
                + " v1, since 2026-06-01T12:00:00Z); free space in it: docker exec edge df -h");
  }

  @Test
  void oneThatHangsIsNotCurrent() {
    Status status = seen("edge", WELL.overdue("it does not answer", NOON));
    expect(
        status,
        Readiness.NONE_CURRENT,
        "proxy edge has not run what it should for 3 minutes: it does not answer");
    assertThat(codes(status)).containsExactly(Code.PROXY_NOT_CURRENT);
  }

  @Test
  void whoeverIsNewEndsNoOutage() {
    SortedMap<String, ProxyStatus> two = new TreeMap<>();
    two.put("full", FULL);
    two.put("new", ProxyStatus.found("c2", NOON));
    expect(
        running(two),
        Readiness.NONE_CURRENT,
        "proxy full has not run what it should for 3 minutes: no space left on device");
    assertThat(running(two).health(LATER).outage()).isPresent();
  }

  @Test
  void someCurrent() {
    SortedMap<String, ProxyStatus> two = new TreeMap<>();
    two.put("edge", WELL);
    two.put("full", FULL);
    Status status = running(two);
    expect(
        status,
        Readiness.SOME_CURRENT,
        "proxy full has not run what it should for 3 minutes: no space left on device");
    assertThat(status.health(LATER).readiness().ready()).isTrue();
    assertThat(status.health(LATER).outage()).isEmpty();
    assertThat(codes(status)).containsExactly(Code.PROXY_NOT_CURRENT);

    two.put("edge", new ProxyStatus("c1", "v1", "v1", NOON, "network x is gone", List.of()));
    expect(
        running(two),
        Readiness.SOME_CURRENT,
        "proxy full has not run what it should for 3 minutes: no space left on device; proxy edge"
            + " has not run all that it should for 3 minutes: network x is gone");

    two.put("edge", WELL);
    two.put("full", ProxyStatus.found("c2", NOON)); // Whoever is new must not end it.
    expect(running(two), Readiness.SOME_CURRENT, "proxy full waits for its first configuration");
  }

  /// A network of one host, which a label names, is no reason to call the whole not ready.
  @Test
  void ready() {
    expect(seen("edge", WELL), Readiness.READY, "");
    Status status =
        seen("edge", new ProxyStatus("c1", "v1", "v1", NOON, "network x is gone", List.of()));
    expect(
        status,
        Readiness.READY,
        "proxy edge has not run all that it should for 3 minutes: network x is gone");
    assertThat(status.health(LATER).outage()).isEmpty();
    assertThat(status.proxies().values()).noneMatch(ProxyStatus::current);
    assertThat(codes(status)).containsExactly(Code.PROXY_INCOMPLETE);
  }

  @Test
  void manyAreCounted() {
    SortedMap<String, ProxyStatus> many = new TreeMap<>();
    for (int i = 0; i < 9; i++) {
      many.put("edge-" + i, FULL);
    }
    assertThat(running(many).health(LATER).sentence()).endsWith("; and 6 more");
  }

  @Test
  void durationsAreInWords() {
    assertThat(Ago.words(Duration.ofSeconds(-1))).isEqualTo("0 seconds");
    assertThat(Ago.words(Duration.ofSeconds(60))).isEqualTo("1 minute");
    assertThat(Ago.words(Duration.ofHours(47))).isEqualTo("1 day");
    assertThat(Ago.words(Duration.ofHours(2))).isEqualTo("2 hours");
  }

  private static void expect(Status status, Readiness readiness, String sentence) {
    assertThat(status.health(LATER)).isEqualTo(new HealthSignal(readiness, sentence));
  }

  private static List<Code> codes(Status status) {
    return status.allFindings().stream().map(Finding::code).toList();
  }

  private static Status seen(String name, ProxyStatus proxy) {
    SortedMap<String, ProxyStatus> one = new TreeMap<>();
    one.put(name, proxy);
    return running(one);
  }

  private static Status running(SortedMap<String, ProxyStatus> proxies) {
    return Status.starting(NOON).beaten(NOON, true).seen(NOON, 0, List.of(), proxies, List.of());
  }
}
