package io.sallyport.history;

import io.sallyport.finding.Finding;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How one proxy is.
///
/// @param wanted the version that it should run
/// @param running the version that it was last seen to run; empty before the first time
/// @param since when it was last dealt with
/// @param problem why it is not as it should be; empty when it is
/// @param quarantined hosts that it refuses, and what else its lane finds
/// @param failed whether it does not run what it should
/// @param failingSince since when it has had a problem
/// @param overdue it has not answered for long; empty where it has
public record ProxyStatus(
    String containerId,
    String wanted,
    String running,
    Instant since,
    String problem,
    List<Finding> quarantined,
    boolean failed,
    Optional<Instant> failingSince,
    String overdue) {
  public ProxyStatus {
    quarantined = List.copyOf(quarantined);
  }

  /// One that answers.
  public ProxyStatus(
      String containerId,
      String wanted,
      String running,
      Instant since,
      String problem,
      List<Finding> quarantined) {
    this(
        containerId,
        wanted,
        running,
        since,
        problem,
        quarantined,
        !problem.isEmpty() && !wanted.equals(running),
        problem.isEmpty() ? Optional.empty() : Optional.of(since),
        "");
  }

  /// One that has just been found.
  public static ProxyStatus found(String containerId, Instant now) {
    return new ProxyStatus(containerId, "not rendered yet", "", now, "", List.of());
  }

  /// The same after its lane has dealt with work.
  ///
  /// @param version of that work
  /// @param runs whether it was seen to run that
  /// @param why it is not as it should be; empty when it is
  /// @param findings hosts that it refuses, and what else its lane finds
  public ProxyStatus dealtWith(
      String version, boolean runs, String why, List<Finding> findings, Instant now) {
    return new ProxyStatus(
        containerId,
        version,
        runs ? version : running,
        now,
        why,
        findings,
        !runs,
        why.isEmpty() ? Optional.empty() : failingSince.or(() -> Optional.of(now)),
        "");
  }

  /// The same, for which nothing can be rendered.
  public ProxyStatus unrendered(String why, Instant now) {
    return dealtWith(wanted, false, why, quarantined, now);
  }

  /// The same, which does not answer.
  public ProxyStatus overdue(String why, Instant since) {
    return new ProxyStatus(
        containerId,
        wanted,
        running,
        this.since,
        problem,
        quarantined,
        failed,
        failingSince.or(() -> Optional.of(since)),
        why);
  }

  /// True once it has what it should, or it is known why not.
  public boolean settled() {
    return wanted.equals(running) || !reason().isEmpty();
  }

  /// Whether it runs what it should; it may lack something else, such as a network.
  public boolean serving() {
    return wanted.equals(running) && !failed && overdue.isEmpty();
  }

  /// Why it is not as it should be; empty when it is.
  public String reason() {
    return problem.isEmpty() ? overdue : problem;
  }

  /// Whether it is as it should be.
  public boolean current() {
    return serving() && problem.isEmpty();
  }
}
