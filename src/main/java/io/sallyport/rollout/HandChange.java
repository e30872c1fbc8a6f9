package io.sallyport.rollout;

import io.sallyport.finding.Finding;
import io.sallyport.finding.Subject;
import io.sallyport.proxy.RolloutResult.Applied;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// That somebody has written a proxy's configuration by hand, and that it was put back: said for an
/// hour.
final class HandChange {
  private static final Duration SAID_FOR = Duration.ofHours(1);

  private Instant last = Instant.MIN;

  /// Whether a rollout of ours may have stopped half-way, and so have written the file.
  private boolean brokenOff;

  /// What was noted as verified is the version that it was given again, or the last one, whose file
  /// was newer: so the file was not ours any more. Another Sallyport would have noted its own
  /// version.
  ///
  /// @param seen the version whose file was seen to be no newer than its note; empty for none
  void applied(ProxyWork work, Applied applied, String seen, Instant now) {
    boolean rewritten = applied.newer() && applied.replaced().equals(seen);
    boolean other = rewritten || applied.replaced().equals(work.config().version());
    if (other && !brokenOff) {
      last = now;
    }
    brokenOff = false;
  }

  /// A rollout failed, at whatever step: what it left is not what a hand wrote.
  void failed() {
    brokenOff = true;
  }

  /// The file is as it should be.
  void confirmed() {
    brokenOff = false;
  }

  Optional<Finding> finding(ProxyWork work, Instant now) {
    if (last.equals(Instant.MIN) || !now.isBefore(last.plus(SAID_FOR))) {
      return Optional.empty();
    }
    return Optional.of(
        new Finding(
            Finding.Code.PROXY_CHANGED,
            Subject.proxy(work.proxy().id(), work.proxy().name()),
            "had its configuration changed by hand; Sallyport put its own back at "
                + last.truncatedTo(ChronoUnit.SECONDS),
            "write your own lines into a template (docs/templates.md); the file as it was changed is"
                + " kept beside it, as *.previous, until the next change"));
  }
}
