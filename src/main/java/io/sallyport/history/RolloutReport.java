package io.sallyport.history;

import io.sallyport.explain.Explanation;
import io.sallyport.history.ProxyRecord.LastRollout;
import io.sallyport.model.RoutingTable;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// What became of one rollout.
///
/// @param text the configuration that was rolled out
/// @param table what it serves
/// @param took nothing where nothing was done
/// @param problem why the proxy is not as it should be; empty when it is
public record RolloutReport(
    String proxy,
    String containerId,
    String version,
    String text,
    RoutingTable table,
    Result result,
    Duration took,
    String problem) {

  /// How it ended.
  public enum Result {
    UNCHANGED,
    APPLIED,
    REFUSED,
    ROLLED_BACK,
    FAILED
  }

  boolean successful() {
    return result == Result.UNCHANGED || result == Result.APPLIED;
  }

  /// A proxy that goes on as it was is none.
  boolean news() {
    return result != Result.UNCHANGED;
  }

  String word() {
    return Explanation.lower(result);
  }

  LastRollout last(Instant now) {
    return new LastRollout(
        now.truncatedTo(ChronoUnit.MILLIS).toString(), word(), version, took.toMillis(), problem);
  }
}
