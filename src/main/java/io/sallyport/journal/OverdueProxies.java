package io.sallyport.journal;

import io.sallyport.history.ProxyStatus;
import io.sallyport.history.Status;
import io.sallyport.source.Container;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Which proxies have not dealt with their newest work for too long: nobody reports one that hangs.
final class OverdueProxies {
  /// A test alone may take 40 s of a proxy with 10,000 hosts on a busy machine, and is said then.
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final Map<String, Wait> waits = new ConcurrentHashMap<>();

  private record Wait(String containerId, Instant since, Instant until) {}

  /// @param interval between its reloads
  /// @param now when the proxy was given the work
  void offered(Container proxy, Duration interval, Instant now) {
    Wait wait = new Wait(proxy.id(), now, now.plus(LONGEST).plus(interval));
    waits.merge(
        proxy.name(), wait, (before, _) -> before.containerId().equals(proxy.id()) ? before : wait);
  }

  /// It has done something: what is newer is offered again by the next pass.
  void answered(String proxy) {
    waits.remove(proxy);
  }

  void keepOnly(Set<String> running) {
    waits.keySet().retainAll(running);
  }

  /// The status with those that are overdue.
  Status in(Status status, Instant now) {
    Status result = status;
    for (Map.Entry<String, Wait> each : waits.entrySet()) {
      Wait wait = each.getValue();
      ProxyStatus proxy = status.proxies().get(each.getKey());
      if (proxy != null
          && proxy.containerId().equals(wait.containerId())
          && proxy.reason().isEmpty()
          && now.isAfter(wait.until())) {
        result =
            result.dealtWith(
                each.getKey(),
                proxy.overdue(
                    "it has not taken its newest configuration for %d s, and does not say why"
                        .formatted(Duration.between(wait.since(), wait.until()).toSeconds()),
                    wait.since()));
      }
    }
    return result;
  }
}
