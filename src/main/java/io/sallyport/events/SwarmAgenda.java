package io.sallyport.events;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What is to be asked of a Swarm manager next, and when. An event only says what to ask about: any
/// number of them makes one question.
///
/// After an event come three questions about the same: at once, after 0.4 s and after 2 s, since a
/// manager decides about a service's other tasks only once one of them runs or has ended.
final class SwarmAgenda {
  private static final List<Duration> ASKED =
      List.of(Duration.ZERO, Duration.ofMillis(400), Duration.ofSeconds(2));

  /// More services at a time are asked for in one question about all tasks.
  private static final int MOST_SINGLE = 4;

  private static final String SERVICES = "/services";
  private static final String TASKS = "/tasks";
  private static final String NODES = "/nodes";

  private final Map<String, Deque<Instant>> due = new HashMap<>();

  /// Questions to be asked now.
  ///
  /// @param tasksOf services, by identifier or name, whose tasks are asked for; none where all are
  record Questions(boolean services, boolean tasks, boolean nodes, Set<String> tasksOf) {
    boolean none() {
      return !services && !tasks && !nodes && tasksOf.isEmpty();
    }
  }

  /// A task of the service has started or ended.
  ///
  /// @param service its identifier
  synchronized void task(String service, Instant now) {
    ask(service, ASKED, now);
  }

  /// The service has come, changed or gone.
  ///
  /// @param service its identifier or name
  synchronized void service(String service, Instant now) {
    ask(SERVICES, List.of(Duration.ZERO), now);
    if (service.isEmpty()) {
      ask(TASKS, ASKED, now);
    } else {
      ask(service, ASKED, now);
    }
  }

  /// Anything may have changed.
  synchronized void everything(Instant now) {
    ask(SERVICES, List.of(Duration.ZERO), now);
    ask(TASKS, List.of(Duration.ZERO), now);
    ask(NODES, List.of(Duration.ZERO), now);
  }

  /// A node has come, changed or gone: all that ran there may move.
  synchronized void node(Instant now) {
    ask(NODES, List.of(Duration.ZERO), now);
    ask(TASKS, ASKED, now);
  }

  /// A question that failed is asked again after a pause.
  synchronized void again(Questions failed, Instant at) {
    failed.tasksOf().forEach(service -> first(service, at));
    if (failed.services()) {
      first(SERVICES, at);
    }
    if (failed.tasks()) {
      first(TASKS, at);
    }
    if (failed.nodes()) {
      first(NODES, at);
    }
  }

  /// When the next question is due; empty where there is none.
  synchronized Optional<Instant> next() {
    return due.values().stream().map(Deque::getFirst).min(Comparator.naturalOrder());
  }

  /// What is due.
  synchronized Questions take(Instant now) {
    Set<String> taken = new HashSet<>();
    due.forEach((about, times) -> {
      while (!times.isEmpty() && !now.isBefore(times.getFirst())) {
        times.removeFirst();
        taken.add(about);
      }
    });
    due.values().removeIf(Deque::isEmpty);
    boolean services = taken.remove(SERVICES);
    boolean nodes = taken.remove(NODES);
    boolean tasks = taken.remove(TASKS) || taken.size() > MOST_SINGLE;
    return new Questions(services, tasks, nodes, tasks ? Set.of() : Set.copyOf(taken));
  }

  private void first(String about, Instant at) {
    due.computeIfAbsent(about, any -> new ArrayDeque<>()).addFirst(at);
  }

  private void ask(String about, List<Duration> after, Instant now) {
    Deque<Instant> times = new ArrayDeque<>();
    after.forEach(pause -> times.add(now.plus(pause)));
    due.put(about, times);
  }
}
