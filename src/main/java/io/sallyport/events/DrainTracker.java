package io.sallyport.events;

import io.sallyport.events.Trigger.Reason;
import io.sallyport.source.Container;
import io.sallyport.source.EngineEvent;
import io.sallyport.source.EngineException;
import io.sallyport.source.Observation;
import io.sallyport.source.Source;
import io.sallyport.source.StopPolicy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which servers are about to end though lists still show them running: they have got their stop
/// signal, or the engine has announced their end. One that is alive after its stop timeout has
/// outlived the signal and counts as running again.
///
/// An event says only which container is about to go. Whether that is a workload, [#leaving] knows
/// from what was observed. So the signal of a container that no look has shown yet is kept until
/// one does, or until it has expired; only what a look has shown to be something else is not
/// tracked.
///
/// Events come on the stream's thread, [#leaving] is the loop's: all that both use is concurrent.
public final class DrainTracker {
  private static final Logger LOG = LoggerFactory.getLogger(DrainTracker.class);

  private static final int HANGUP = 1;
  private static final int KILL = 9;

  /// INT, QUIT and TERM: every program ends on them, or has arranged to end on them in order.
  private static final Set<Integer> ENDING = Set.of(2, 3, 15);

  /// An engine takes so long from the timeout to SIGKILL and the end, and some more.
  private static final Duration GRACE = Duration.ofSeconds(2);

  /// Lists show an end up to 100 ms after its event.
  private static final Duration UNTIL_LISTED = Duration.ofSeconds(2);

  /// So long what was heard of a container is kept that no look has shown as a workload.
  private static final Duration UNSEEN = Duration.ofSeconds(10);

  private final Source source;
  private final Trigger trigger;
  private final InstantSource clock;
  private final Predicate<Container> isWorkload;
  private final Map<String, Departure> leaving = new ConcurrentHashMap<>();
  private final Map<String, Departure> signalled = new ConcurrentHashMap<>();
  private final Map<String, StopPolicy> policies = new ConcurrentHashMap<>();
  private final Map<String, Object> asking = new ConcurrentHashMap<>();
  private volatile Observed observed = new Observed(Set.of(), Set.of());

  /// The containers of the newest look, by identifier.
  private record Observed(Set<String> workloads, Set<String> others) {}

  private record Departure(Instant since, Instant until) {
    boolean over(Instant now) {
      return !now.isBefore(until);
    }
  }

  /// @param isWorkload whether a container asks to be a server
  public DrainTracker(
      Source source, Trigger trigger, InstantSource clock, Predicate<Container> isWorkload) {
    this.source = source;
    this.trigger = trigger;
    this.clock = clock;
    this.isWorkload = isWorkload;
  }

  /// Called on the event stream's thread, before the event becomes a reason to look.
  void heard(EngineEvent event) {
    String id = event.containerId();
    if (!event.type().equals("container") || observed.others().contains(id)) {
      return;
    }
    switch (event.action()) {
      case "kill" -> event.signal().ifPresent(signal -> signalled(id, signal));
      case "die", "pause" -> leaves(id, UNTIL_LISTED);
      case "start", "unpause" -> {
        leaving.remove(id);
        asking.remove(id); // The answer is about a signal that is over.
      }
      case "destroy" -> {
        leaving.remove(id);
        policies.remove(id);
      }
      default -> {}
    }
  }

  /// Nothing can be said while no events arrive.
  void forget() {
    leaving.clear();
    signalled.clear();
  }

  /// Whether somebody has told the container to end, within its stop timeout: an end that is seen
  /// now is no accident.
  boolean signalled(String id) {
    Departure told = signalled.get(id);
    return told != null && !told.over(clock.instant());
  }

  /// The servers of this look that are about to end, by identifier, in the order of their signals;
  /// then the tasks that a Swarm manager is about to stop.
  public List<String> leaving(Observation seen) {
    observe(seen);
    Instant now = clock.instant();
    leaving.values().removeIf(departure -> departure.over(now));
    signalled.values().removeIf(told -> told.over(now));
    dropUnseen(leaving, now);
    dropUnseen(signalled, now);
    Stream<String> signalledFirst =
        leaving.entrySet().stream()
            .filter(entry -> observed.workloads().contains(entry.getKey()))
            .sorted(
                Map.Entry.comparingByValue(
                    Comparator.comparing(Departure::since).thenComparing(Departure::until)))
            .map(Map.Entry::getKey);
    Stream<String> tasks = seen.leavingTasks().stream().filter(observed.workloads()::contains);
    return Stream.concat(signalledFirst, tasks).distinct().toList();
  }

  /// Containers that come and go in great numbers cost no more than those of a few seconds.
  private void dropUnseen(Map<String, Departure> heard, Instant now) {
    heard
        .entrySet()
        .removeIf(entry ->
            !observed.workloads().contains(entry.getKey())
                && !now.isBefore(entry.getValue().since().plus(UNSEEN)));
  }

  private void observe(Observation seen) {
    Set<String> workloads = new HashSet<>();
    Set<String> others = new HashSet<>();
    seen.containers().forEach(each -> (isWorkload.test(each) ? workloads : others).add(each.id()));
    observed = new Observed(workloads, others);
    // What a look does not show any more is gone, and has no use for its policy.
    policies.keySet().retainAll(workloads);
    leaving.keySet().removeAll(others);
    signalled.keySet().removeAll(others);
  }

  /// When the next of the servers that the newest look showed will have outlived its signal.
  public Optional<Instant> nextEnd() {
    Set<String> workloads = observed.workloads();
    return leaving.entrySet().stream()
        .filter(entry -> workloads.contains(entry.getKey()))
        .map(entry -> entry.getValue().until())
        .min(Comparator.naturalOrder());
  }

  private void signalled(String id, int signal) {
    if (signal == HANGUP) {
      return;
    }
    StopPolicy policy = policies.get(id);
    signalled(id, signal, policy == null ? StopPolicy.DEFAULT : policy);
    // Last: what the answer says must not be overwritten.
    if (policy == null && signal != KILL) {
      ask(id, signal);
    }
  }

  private void signalled(String id, int signal, StopPolicy known) {
    if (signal == KILL || ENDING.contains(signal) || signal == known.signal()) {
      Duration within = (signal == KILL ? Duration.ZERO : known.timeout()).plus(GRACE);
      Instant now = clock.instant();
      signalled.put(id, new Departure(now, now.plus(within)));
      leaves(id, within);
    }
  }

  private void leaves(String id, Duration within) {
    Instant now = clock.instant();
    leaving.merge(
        id,
        new Departure(now, now.plus(within)),
        (before, after) -> before.over(now) ? after : new Departure(before.since(), after.until()));
  }

  /// What the container's own stop signal and timeout are, which only inspecting tells; once in its
  /// life, and not on the thread of events.
  private void ask(String id, int signal) {
    Object question = new Object();
    if (asking.putIfAbsent(id, question) == null) {
      Thread.ofVirtual()
          .name("stop-policy-" + id)
          .start(() -> {
            try {
              StopPolicy policy = source.stopPolicy(id);
              policies.put(id, policy);
              boolean known = leaving.containsKey(id);
              if (asking.remove(id, question)) {
                signalled(id, signal, policy);
              }
              if (!known && leaving.containsKey(id)) {
                trigger.ask(Reason.EVENT, id);
              }
            } catch (EngineException failure) {
              LOG.debug("No stop policy of {}: {}", id, failure.getMessage());
            } finally {
              asking.remove(id, question);
            }
          });
    }
  }
}
