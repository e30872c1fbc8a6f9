package io.sallyport.history;

import io.sallyport.explain.ProxyState;
import java.time.Instant;
import java.util.Optional;

/// What one proxy has done of late.
///
/// @param containerId a new container of the same name is another proxy
/// @param running what it was last verified to run
/// @param wanted what it is to run
/// @param since when it was first seen to run that; empty before it was
/// @param rollout the last one that did something, or failed to
public record ProxyRecord(
    String containerId,
    ConfigText running,
    ConfigText wanted,
    Optional<Instant> since,
    ProxyState served,
    LastRollout rollout) {

  /// A configuration and its version; both empty where there is none.
  public record ConfigText(String version, String text) {
    static final ConfigText NONE = new ConfigText("", "");
  }

  /// As it is sent.
  ///
  /// @param at as in RFC 3339; empty before the first one
  /// @param result `none`, `applied`, `refused`, `rolled_back` or `failed`
  /// @param message why, where it did not succeed
  public record LastRollout(String at, String result, String version, long millis, String message) {
    static final LastRollout NONE = new LastRollout("", "none", "", 0, "");

    /// Whether this is another attempt at the same, to the same end.
    boolean failsAs(LastRollout before) {
      return !result.equals("applied")
          && result.equals(before.result)
          && version.equals(before.version)
          && message.equals(before.message);
    }
  }

  public static ProxyRecord found(String containerId) {
    return new ProxyRecord(
        containerId,
        ConfigText.NONE,
        ConfigText.NONE,
        Optional.empty(),
        ProxyState.NOTHING,
        LastRollout.NONE);
  }

  /// A rollout has ended.
  ProxyRecord reported(RolloutReport report, Instant now) {
    ConfigText given = new ConfigText(report.version(), report.text());
    LastRollout last = report.news() ? report.last(now) : rollout;
    return report.successful()
        ? new ProxyRecord(
            containerId,
            given,
            given,
            running.version().equals(given.version()) ? since : Optional.of(now),
            served.running(report.table(), now).failing(report.problem()),
            last)
        : new ProxyRecord(
            containerId, running, given, since, served.failing(report.problem()), last);
  }
}
