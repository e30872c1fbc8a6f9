package io.sallyport.events;

import io.sallyport.finding.Finding;
import io.sallyport.finding.Subject;
import io.sallyport.source.Container;
import io.sallyport.source.Container.State;
import io.sallyport.source.ContainerExit;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/// Which proxies restart over and over. Only an engine's restart policy makes a container wait for
/// its next start, after it has ended by itself: who restarts one by hand is not counted.
public final class ProxyRestarts {
  private static final Duration REMEMBERED = Duration.ofMinutes(10);
  private static final int FREE = 3;

  private final InstantSource clock;
  private final Map<String, Deque<Instant>> restarts = new HashMap<>();
  private final Map<String, OptionalInt> exits = new HashMap<>();
  private Set<String> waiting = Set.of();

  public ProxyRestarts(InstantSource clock) {
    this.clock = clock;
  }

  /// What a look shows.
  ///
  /// @param proxies running or not
  /// @return what is to be said of those that restart over and over
  public List<Finding> findings(List<Container> proxies) {
    Instant now = clock.instant();
    Set<String> waitingNow = new HashSet<>();
    List<Finding> findings = new ArrayList<>();
    Set<String> present = new HashSet<>();
    for (Container proxy : proxies) {
      present.add(proxy.id());
      Deque<Instant> times = restarts.computeIfAbsent(proxy.id(), _ -> new ArrayDeque<>());
      if (proxy.state() == State.RESTARTING) {
        waitingNow.add(proxy.id());
        exits.put(proxy.id(), proxy.exitCode());
        if (!waiting.contains(proxy.id())) {
          times.addLast(now);
        }
      }
      while (!times.isEmpty() && !now.isBefore(times.getFirst().plus(REMEMBERED))) {
        times.removeFirst();
      }
      if (times.size() > FREE) {
        findings.add(finding(proxy, exits.getOrDefault(proxy.id(), OptionalInt.empty())));
      }
    }
    waiting = Set.copyOf(waitingNow);
    restarts.keySet().retainAll(present);
    exits.keySet().retainAll(present);
    return findings;
  }

  private static Finding finding(Container proxy, OptionalInt exit) {
    return new Finding(
        Finding.Code.PROXY_RESTARTS,
        Subject.proxy(proxy.id(), proxy.name()),
        "keeps restarting: it exited by itself%s more than three times in ten minutes"
            .formatted(exit.isPresent() ? " with " + ContainerExit.words(exit.getAsInt()) : ""),
        "see why: docker logs " + proxy.name());
  }
}
