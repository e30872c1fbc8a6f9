package io.sallyport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.api.Documents.Counts;
import io.sallyport.api.Documents.EngineState;
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
    SystemState state =
        new SystemState(
            "x-1",
            "1.0.0",
            new SettingsInUse("built-in defaults", "0123456789ab"),
            "2026-06-01T08:48:00.5Z",
            "2026-06-01T12:00:12Z",
            true,
            true,
            engine,
            new Counts(20, 14, 18, proxies.length),
            found,
            new Revisions(1, 1, 1, 1));
    return new StatusSummary(state, List.of(proxies), List.of());
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
            Findings: 0 errors, 0 warnings, 1 notes; `sallyport check` lists them
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
  void hasAtMostTenLines() {
    Proxy[] many =
        Stream.of("a", "b", "c", "d", "e").map(n -> proxy(n, "", "x")).toArray(Proxy[]::new);
    assertThat(summary(ENGINE, new Severities(1, 2, 3), many).text().lines().count())
        .isLessThanOrEqualTo(10);
  }
}
