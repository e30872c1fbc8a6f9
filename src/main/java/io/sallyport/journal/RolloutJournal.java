package io.sallyport.journal;

import io.sallyport.config.Setting;
import io.sallyport.history.RolloutReport;
import io.sallyport.metrics.Metric;
import io.sallyport.metrics.Metrics;
import io.sallyport.proxy.RolloutResult;
import io.sallyport.proxy.RolloutResult.Applied;
import io.sallyport.proxy.RolloutResult.Failed;
import io.sallyport.proxy.RolloutResult.Refused;
import io.sallyport.proxy.RolloutResult.RolledBack;
import io.sallyport.proxy.RolloutResult.Unchanged;
import io.sallyport.rollout.ProxyLane.LaneReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Counts rollouts, and puts their ends into words.
final class RolloutJournal {
  private static final String REFUSED = "it refused the new configuration";

  private final Metrics metrics;

  RolloutJournal(Metrics metrics) {
    this.metrics = metrics;
  }

  /// @param problem what is wrong with the proxy now; empty when nothing is
  static RolloutReport told(LaneReport report, String problem) {
    return new RolloutReport(
        report.work().proxy().name(),
        report.work().proxy().id(),
        report.work().config().version(),
        report.work().config().rendered().text(),
        report.work().wanted().table(),
        result(report.result()),
        report.result() instanceof Applied applied ? applied.took() : Duration.ZERO,
        problem);
  }

  void measure(LaneReport report) {
    if (report.result() instanceof Applied applied) {
      metrics.rolledOut(applied.took());
      applied
          .reload()
          .ifPresent(reload -> {
            metrics.observe(Metric.RELOAD_TO_VERIFIED, reload.verified());
            report
                .work()
                .asked()
                .heard()
                .map(heard -> Duration.between(heard, reload.signalled()))
                .map(took -> took.isNegative() ? Duration.ZERO : took)
                .ifPresent(took -> metrics.observe(Metric.EVENT_TO_RELOAD, took));
          });
    }
  }

  /// One attempt has ended. Called on lanes' threads.
  void ended(String proxy, RolloutResult result) {
    String word = result(result).name().toLowerCase(Locale.ROOT);
    metrics.count(Metric.ROLLOUTS, proxy, word);
  }

  /// Everything that is wrong after a rollout; empty when nothing is.
  static String problem(LaneReport report) {
    List<String> problems = new ArrayList<>();
    report.problems().forEach(problem -> problems.add(withText(report, problem)));
    switch (report.result()) {
      case Unchanged _, Applied _ -> {}
      case Refused refused -> problems.add(withText(report, REFUSED + ": " + refused.message()));
      case RolledBack back -> problems.add("the reload did not take effect: " + back.message());
      case Failed failed -> problems.add(failed.message());
    }
    return String.join("; ", problems);
  }

  /// A proxy does not keep what it refused, so that its line is found nowhere in it.
  private static String withText(LaneReport report, String problem) {
    if (!problem.startsWith(REFUSED)) {
      return problem;
    }
    String path = report.work().wanted().extension().get(Setting.CONFIG_PATH);
    String where =
        " (of what `sallyport render --proxy %s` prints; the proxy does not keep it)"
            .formatted(report.work().proxy().name());
    return Pattern.compile(" in " + Pattern.quote(path) + ":\\d+")
        .matcher(problem)
        .replaceFirst(line -> Matcher.quoteReplacement(line.group() + where));
  }

  private static RolloutReport.Result result(RolloutResult result) {
    return switch (result) {
      case Unchanged _ -> RolloutReport.Result.UNCHANGED;
      case Applied _ -> RolloutReport.Result.APPLIED;
      case Refused _ -> RolloutReport.Result.REFUSED;
      case RolledBack _ -> RolloutReport.Result.ROLLED_BACK;
      case Failed _ -> RolloutReport.Result.FAILED;
    };
  }
}
