package io.sallyport.status;

import io.sallyport.routing.Finding;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What Sallyport knows at one moment.
///
/// @param beat when the loop last turned
/// @param lastLook when the engine was last seen completely; empty before the first time
/// @param engineProblem why the newest look failed; empty when it did not
/// @param hosts number of virtual hosts routed
/// @param proxies by container name
public record Status(
    Instant started,
    Instant beat,
    boolean eventsLive,
    Optional<Instant> lastLook,
    String engineProblem,
    int hosts,
    List<Finding> findings,
    SortedMap<String, ProxyStatus> proxies) {

  public Status {
    findings = List.copyOf(findings);
    proxies = Collections.unmodifiableSortedMap(new TreeMap<>(proxies));
  }

  public static Status starting(Instant now) {
    return new Status(now, now, false, Optional.empty(), "", 0, List.of(), new TreeMap<>());
  }

  /// True once the engine has been seen and every proxy has been given its configuration, or has
  /// been found unable to take it.
  public boolean ready() {
    return lastLook.isPresent() && proxies.values().stream().allMatch(ProxyStatus::settled);
  }

  /// One proxy.
  ///
  /// @param wanted the version that it should run
  /// @param running the version that it was last seen to run; empty before the first time
  /// @param problem why it does not run what it should; empty when it does
  public record ProxyStatus(
      String containerId, String wanted, String running, Instant since, String problem) {
    boolean settled() {
      return wanted.equals(running) || !problem.isEmpty();
    }
  }
}
