package io.sallyport.events;

import io.sallyport.events.Trigger.Reason;
import io.sallyport.source.Container;
import io.sallyport.source.Observation;
import io.sallyport.source.PartialLookException;
import io.sallyport.source.Swarm;
import io.sallyport.source.SwarmRole;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// What a Swarm manager told last, for the passes; nothing that it says or does not say delays one,
/// but the first.
final class KnownSwarm {
  /// So long the first pass waits for the first answer.
  private static final Duration FIRST_ANSWER = Duration.ofSeconds(4);

  private final Trigger trigger;
  private final CountDownLatch shown = new CountDownLatch(1);
  private final CountDownLatch told = new CountDownLatch(1);
  private volatile Optional<Swarm> known = Optional.empty();
  private volatile Present present = new Present(Set.of(), Set.of(), false);

  /// Of the newest look.
  ///
  /// @param services that running containers belong to
  /// @param tasks that running containers are
  /// @param ours whether any of them has labels of ours
  private record Present(Set<String> services, Set<String> tasks, boolean ours) {
    static Present of(Observation look) {
      Set<String> services = new HashSet<>();
      Set<String> tasks = new HashSet<>();
      boolean ours = false;
      for (Container container : look.containers()) {
        if (container.running() && container.swarmTask()) {
          services.add(container.serviceId());
          tasks.add(container.taskId());
          ours |= container.hasOurLabels();
        }
      }
      return new Present(services, tasks, ours);
    }
  }

  KnownSwarm(Trigger trigger) {
    this.trigger = trigger;
  }

  /// Waits until a look shows a Swarm.
  void awaitShown() throws InterruptedException {
    shown.await();
  }

  Optional<Swarm> now() {
    return known;
  }

  /// Whether a service or a container has labels of ours, so that tasks matter.
  boolean serves() {
    return present.ours()
        || known.stream()
            .flatMap(swarm -> swarm.services().values().stream())
            .anyMatch(service -> service.hasOurLabels());
  }

  /// A look, with what was told last.
  ///
  /// @throws PartialLookException while nothing has ever been told: which labels count is not known
  ///   then
  Observation complete(Observation look) {
    boolean begins = shown.getCount() > 0;
    boolean agent = look.swarm().role() == SwarmRole.AGENT;
    if (agent || (begins && !look.showsSwarm())) {
      return look;
    }
    present = Present.of(look);
    if (begins) {
      shown.countDown();
      awaitFirst();
    }
    return look.with(
        known.orElseThrow(() ->
            new PartialLookException(
                "the Swarm manager has not told its services and tasks yet, so nothing is"
                    + " changed")));
  }

  private void awaitFirst() {
    try {
      told.await(FIRST_ANSWER.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /// What is known from now on, beside what running containers still need of what was known before.
  void becomes(Swarm next) {
    Optional<Swarm> before = known;
    Present needs = present;
    Swarm now = before.map(was -> next.keeping(was, needs.services(), needs.tasks())).orElse(next);
    known = Optional.of(now);
    told.countDown();
    if (before.isEmpty()) {
      trigger.ask(Reason.SWARM);
    } else if (!now.equals(before.get())) {
      SwarmChange.between(before.get(), now).ask(trigger);
    }
  }
}
