package io.sallyport.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The short form of `bench/event-to-served`: fails only where Sallyport, which tests and verifies,
/// is clearly slower than a bare copy and HUP on the same machine in the same minute.
class SpeedIT {
  private static final int ROUNDS = 7;
  private static final int NEIGHBOURS = 3;
  private static final double MARGIN = 1.5;

  @Test
  void followsEventsAboutAsFastAsWhatTestsNothing() throws IOException {
    Subject subject =
        Subject.read(Path.of("bench", "subjects", "sallyport.properties"))
            .controlledBy("sallyport:test");
    EngineApi engine = new EngineApi(Path.of("/var/run/docker.sock"));
    try (Stage stage = new Stage(engine, subject, "sallyport-bench-server", "10.211", false);
        Contest contest = new Contest(stage, NEIGHBOURS)) {
      Report report = Report.in(Path.of("target", "speed"));
      List<Result> results = contest.duel(ROUNDS, "quiet");
      report.add(results);
      System.out.println(report.table());

      assertThat(ratio(results, "Event to served")).isLessThan(MARGIN);
      assertThat(ratio(results, "Stop to drained")).isLessThan(MARGIN);
    }
  }

  private static double ratio(List<Result> results, String scenario) {
    Result own = of(results, scenario, "sallyport");
    Result floor = of(results, scenario, Report.FLOOR);
    assertThat(own.samples()).hasSize(ROUNDS);
    assertThat(floor.samples()).hasSize(ROUNDS);
    return own.median() / floor.median();
  }

  private static Result of(List<Result> results, String scenario, String who) {
    return results.stream()
        .filter(each -> each.scenario().equals(scenario) && each.who().equals(who))
        .findFirst()
        .orElseThrow();
  }
}
