package io.sallyport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.api.Documents.Counts;
import io.sallyport.api.Documents.EngineState;
import io.sallyport.api.Documents.FindingDocument;
import io.sallyport.api.Documents.Idle;
import io.sallyport.api.Documents.Proxy;
import io.sallyport.api.Documents.Severities;
import io.sallyport.api.Documents.SystemState;
import io.sallyport.history.HistorySnapshot.Revisions;
import io.sallyport.history.ProxyRecord.LastRollout;
import io.sallyport.history.SettingsInUse;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StatusSummaryTest {
  private static final EngineState ENGINE =
      new EngineState("20.10.24", "1.41", false, true, "2026-06-01T12:00:00Z", "");
  private static final Severities NONE = new Severities(0, 0, 0);

  private static StatusSummary summary(EngineState engine, Severities found, Proxy... proxies) {
    return summary("", engine, found, List.of(), List.of(), proxies);
  }

  private static StatusSummary summary(
      String outage,
      EngineState engine,
      Severities found,
      List<Idle> stopped,
      List<FindingDocument> findings,
      Proxy... proxies) {
    SystemState state =
        new SystemState(
            "x-1",
            "1.0.0",
            new SettingsInUse("built-in defaults", "0123456789ab"),
            "2026-06-01T08:48:00.5Z",
            "2026-06-01T12:00:12Z",
            true,
            outage.isEmpty(),
            outage.isEmpty() ? "ready" : "no_proxy",
            outage,
            outage,
            engine,
            new Counts(20, 14, 18, proxies.length),
            found,
            new Revisions(1, 1, 1, 1));
    return new StatusSummary(state, List.of(proxies), stopped, findings);
  }

  private static Proxy proxy(String name, String running, String problem) {
    return new Proxy(
        name,
        name,
        running.equals("8a41") && problem.isEmpty(),
        running,
        "8a41",
        "",
        "2026-06-01T12:00:00Z",
        problem,
        "",
        14,
        new LastRollout("", "none", "", 0, ""));
  }

  @Test
  void isShortWhereAllIsWell() {
    StatusSummary well = summary(ENGINE, new Severities(0, 0, 1), proxy("edge", "8a41", ""));
    assertThat(well.well()).isTrue();
    assertThat(well.text())
        .isEqualTo(
            """
            Sallyport 1.0.0, up 3 h 12 min, since 2026-06-01T08:48:00Z
            Engine: 20.10.24, API 1.41; seen 12 s ago, events live
            Proxies: 1 of 1 current
            Hosts: 14, servers: 18
            Findings: 0 errors, 0 warnings, 1 note; `sallyport check` lists them
            """);
  }

  @Test
  void saysWhichProxiesAreNotCurrent() {
    StatusSummary behind =
        summary(ENGINE, NONE, proxy("edge", "3f9c", "no space\u001b[2J"), proxy("new", "", ""));
    assertThat(behind.well()).isFalse();
    assertThat(behind.text())
        .contains("Proxies: 0 of 2 current\n")
        .contains("  edge runs 3f9c, should run 8a41: no space?[2J\n")
        .contains("  new runs its own configuration, should run 8a41\n");
  }

  @Test
  void saysThatTheEngineCannotBeRead() {
    EngineState lost =
        new EngineState("20.10.24", "1.41", false, false, "2026-06-01T11:00:12Z", "no socket");
    StatusSummary summary = summary(lost, NONE, proxy("edge", "8a41", ""));
    assertThat(summary.well()).isFalse();
    assertThat(summary.text())
        .contains("Engine: no socket; seen 1 h 0 min ago, no events: polling");
  }

  @Test
  void saysAnOutageFirst() {
    StatusSummary summary =
        summary(
            "no proxy is running: edge exited with code 1, 3 minutes ago",
            ENGINE,
            new Severities(1, 0, 0),
            List.of(new Idle("edge", "a1", "exited with code 1", "", "")),
            List.of());
    assertThat(summary.well()).isFalse();
    assertThat(summary.text())
        .startsWith("OUTAGE: no proxy is running: edge exited with code 1, 3 minutes ago\n")
        .contains("Proxies: 0 of 0 current; stopped: edge exited with code 1\n");
  }

  @Test
  void namesServersThatFail() {
    FindingDocument refuses =
        new FindingDocument(
            "error", "server_refuses", "container", "shop-2", "shop-2", "b2", "", "refuses", "");
    FindingDocument other =
        new FindingDocument(
            "error", "no_port", "container", "odd", "odd", "c3", "", "has no port", "");
    StatusSummary summary =
        summary("", ENGINE, new Severities(2, 0, 0), List.of(), List.of(refuses, other));
    assertThat(summary.failing()).containsExactly(refuses);
    assertThat(summary.text()).contains("Failing: shop-2; `sallyport explain` says how\n");
  }

  @Test
  void hasAtMostTenLines() {
    Proxy[] many =
        Stream.of("a", "b", "c", "d", "e").map(n -> proxy(n, "", "x")).toArray(Proxy[]::new);
    assertThat(summary(ENGINE, new Severities(1, 2, 3), many).text().lines().count())
        .isLessThanOrEqualTo(10);
  }
}
