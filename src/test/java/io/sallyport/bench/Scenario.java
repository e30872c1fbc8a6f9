package io.sallyport.bench;

import static io.sallyport.bench.Contest.millis;
import static io.sallyport.bench.Contest.pause;

import io.sallyport.bench.Contest.Side;
import io.sallyport.traffic.Load;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What can be measured, and how.
enum Scenario {
  /// From `start` returning to the new server's first answer; from the stop signal to the old one's
  /// last.
  SERVED {
    @Override
    List<Result> run(Contest contest, int rounds) throws IOException {
      List<Result> results = new ArrayList<>(contest.duel(rounds, "quiet"));
      try (Churn _ = Churn.begin(contest.stage())) {
        results.addAll(contest.duel(rounds, "churn"));
      }
      return results;
    }
  },

  /// Thirty hosts at once.
  BURST {
    private static final int HOSTS = 30;
    private static final int AT_A_TIME = 10;

    @Override
    List<Result> run(Contest contest, int rounds) {
      List<Result> results = new ArrayList<>();
      for (Side side : contest.sides()) {
        List<Double> times = new ArrayList<>();
        List<Double> reloads = new ArrayList<>();
        List<String> servers = new ArrayList<>();
        for (int i = 0; i < HOSTS; i++) {
          servers.add(contest.server(side, side.host("burst%02d".formatted(i)), 1));
        }
        for (int round = 0; round < Math.max(2, rounds / QUARTER); round++) {
          pause(Contest.GAP);
          int before = contest.stage().said(side.proxy(), Contest.RELOADS);
          Stage.together(
              AT_A_TIME,
              servers.stream().<Runnable>map(id -> () -> contest.stage().start(id)).toList());
          long started = System.nanoTime();
          for (int i = 0; i < HOSTS; i++) {
            Contest.awaitServed(side.port(), side.host("burst%02d".formatted(i)));
          }
          times.add(millis(System.nanoTime() - started));
          pause(Contest.GAP);
          reloads.add((double) contest.stage().said(side.proxy(), Contest.RELOADS) - before);
          Stage.together(
              AT_A_TIME,
              servers.stream().<Runnable>map(id -> () -> contest.stage().stop(id, 0)).toList());
        }
        servers.forEach(contest.stage()::removeContainer);
        results.add(new Result("Burst of 30", contest.size(), "quiet", side.who(), "ms", times));
        results.add(
            new Result("Burst of 30", contest.size(), "quiet", side.who(), "reloads", reloads));
      }
      return results;
    }
  },

  /// Three servers exchanged one after another, each successor before its predecessor stops.
  ROLLING {
    private static final int SERVERS = 3;
    private static final int PER_SECOND = 200;

    @Override
    List<Result> run(Contest contest, int rounds) {
      List<Result> results = new ArrayList<>();
      for (Side side : contest.sides()) {
        String host = side.host("rolling");
        List<String> servers = new ArrayList<>();
        for (int i = 0; i < 2 * SERVERS; i++) {
          servers.add(contest.server(side, host, i));
        }
        servers.subList(0, SERVERS).forEach(contest.stage()::start);
        Contest.awaitServed(side.port(), host);
        pause(Contest.GAP);
        long begun = System.nanoTime();
        Load.Report report;
        try (Load load = Load.get(side.port(), host, "/", PER_SECOND)) {
          for (int i = 0; i < SERVERS; i++) {
            contest.stage().start(servers.get(SERVERS + i));
            try (Poller poller = Poller.of(side.port(), host)) {
              poller.first(host + "--" + (SERVERS + i));
            }
            contest.stage().stop(servers.get(i), 1);
          }
          pause(Contest.GAP);
          report = load.stop();
        }
        double took = millis(System.nanoTime() - begun);
        servers.forEach(contest.stage()::removeContainer);
        String who = side.who();
        String name = "Rolling replacement";
        String at = PER_SECOND + " requests/s";
        results.add(Result.of(name, contest.size(), at, who, "requests", report.requests()));
        results.add(Result.of(name, contest.size(), at, who, "failed", report.failures()));
        results.add(
            Result.of(
                name, contest.size(), at, who, "ms at most", millis(report.slowest().toNanos())));
        results.add(Result.of(name, contest.size(), at, who, "ms in all", took));
      }
      return results;
    }
  },

  /// From the start of what watches the engine to the first answer that follows from it.
  BOOT {
    @Override
    List<Result> run(Contest contest, int rounds) {
      Stage stage = contest.stage();
      Side side = contest.subject();
      List<Double> commanded = new ArrayList<>();
      List<Double> returned = new ArrayList<>();
      String host = side.host("boot");
      String server = contest.server(side, host, 1);
      for (int round = 0;
          round < Math.max(2, rounds / QUARTER) && stage.subject().controlled();
          round++) {
        stage.stop(contest.controller(), 10);
        stage.start(server);
        pause(Contest.GAP);
        long begun = System.nanoTime();
        stage.start(contest.controller());
        long started = System.nanoTime();
        Contest.awaitServed(side.port(), host);
        long now = System.nanoTime();
        commanded.add(millis(now - begun));
        returned.add(millis(now - started));
        stage.stop(server, 0);
        pause(Contest.GAP);
      }
      stage.removeContainer(server);
      return commanded.isEmpty()
          ? List.of()
          : List.of(
              new Result("Boot", contest.size(), "from the command", side.who(), "ms", commanded),
              new Result("Boot", contest.size(), "from its return", side.who(), "ms", returned));
    }
  },

  /// Processor time and memory, idle and in churn; the engine's too, with the subject and without.
  FOOTPRINT {
    private static final Duration WINDOW = Duration.ofSeconds(12);

    @Override
    List<Result> run(Contest contest, int rounds) {
      List<Result> results = new ArrayList<>();
      String who = contest.subject().who();
      measure(contest, "idle", who, results);
      try (Churn _ = Churn.begin(contest.stage())) {
        pause(Contest.GAP);
        measure(contest, "churn", who, results);
        if (contest.stage().subject().controlled()) {
          contest.stage().stop(contest.controller(), 10);
          Usage before = Usage.of(Usage.engine());
          pause(WINDOW);
          results.add(cpu(contest, "churn", "engine alone", before, Usage.of(Usage.engine())));
          contest.stage().start(contest.controller());
        }
      }
      return results;
    }

    private static void measure(
        Contest contest, String condition, String who, List<Result> results) {
      List<Long> processes = contest.stage().processes(contest.controller());
      Usage own = Usage.of(processes);
      Usage engine = Usage.of(Usage.engine());
      pause(WINDOW);
      Usage after = Usage.of(processes);
      results.add(cpu(contest, condition, who, own, after));
      results.add(
          cpu(contest, condition, "engine beside " + who, engine, Usage.of(Usage.engine())));
      results.add(
          Result.of("Memory", contest.size(), condition, who, "MiB", Math.rint(after.mebibytes())));
    }

    private static Result cpu(
        Contest contest, String condition, String who, Usage before, Usage after) {
      double used = (after.jiffies() - before.jiffies()) * 10.0 / WINDOW.toMillis() * 100;
      return Result.of(
          "Processor", contest.size(), condition, who, "% of a core", Math.rint(used * 10) / 10);
    }
  };

  private static final int QUARTER = 4;

  /// Runs it so often, or a part of that where a round takes long.
  abstract List<Result> run(Contest contest, int rounds) throws IOException;
}
