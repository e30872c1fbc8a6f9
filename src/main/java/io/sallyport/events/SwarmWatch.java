package io.sallyport.events;

import io.sallyport.events.SwarmAgenda.Questions;
import io.sallyport.source.EngineEvent;
import io.sallyport.source.EngineException;
import io.sallyport.source.NotAllowedException;
import io.sallyport.source.Observation;
import io.sallyport.source.Swarm;
import io.sallyport.source.SwarmRole;
import io.sallyport.source.SwarmService;
import io.sallyport.source.SwarmSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps what a Swarm manager knows of services, tasks and nodes, on a thread of its own: a pass
/// takes what is known, and waits for nothing. A manager that hangs, refuses or answers nonsense
/// changes nothing: what it told last stays.
///
/// It begins once a look shows a Swarm; an engine that is in none is asked nothing.
public final class SwarmWatch implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(SwarmWatch.class);

  /// The name of the thread that runs it.
  public static final String THREAD = "swarm";

  private static final String SERVICE_ID = "com.docker.swarm.service.id";

  /// How often an engine is asked what it is, while it is no manager.
  private static final Duration ROLE_AGAIN = Duration.ofSeconds(10);

  private static final Duration AGAIN = Duration.ofMillis(500);
  private static final int LONGEST_AGAIN = 10;

  /// With nobody to serve, services are read more seldom.
  private static final int IDLE = 3;

  private static final int NODES_EVERY = 10;

  /// So many questions fail in a row before it is said, and asked anew what the engine is.
  private static final int FAILURES_UNTOLD = 2;

  private final SwarmSource manager;
  private final InstantSource clock;
  private final Duration poll;
  private final SwarmAgenda agenda = new SwarmAgenda();
  private final Alarm alarm;
  private final SwarmEvents events;
  private final KnownSwarm known;
  private Instant due = Instant.MIN;
  private int failures;
  private int polls;

  /// @param poll how often to read all tasks
  public SwarmWatch(SwarmSource manager, Trigger trigger, InstantSource clock, Duration poll) {
    this.manager = manager;
    this.clock = clock;
    this.poll = poll;
    alarm = new Alarm(clock);
    events = new SwarmEvents(manager, agenda, alarm, clock);
    known = new KnownSwarm(trigger);
  }

  /// A look, with what the manager told last. The first one waits a moment for it.
  ///
  /// @throws io.sallyport.source.PartialLookException while the manager has never told anything:
  ///   which labels count is not known then
  public Observation complete(Observation look) {
    return known.complete(look);
  }

  /// Called for each event of the engine, on its stream's thread: of a task that starts or ends,
  /// the manager decides what becomes of the others.
  public void heard(EngineEvent event) {
    String service = event.attributes().getOrDefault(SERVICE_ID, "");
    boolean turns = event.action().equals("start") || event.action().equals("die");
    if (turns && !service.isEmpty() && event.type().equals("container")) {
      agenda.task(service, clock.instant());
      alarm.ring();
    }
  }

  /// Runs until its thread is interrupted.
  @Override
  public void run() {
    try (events) {
      known.awaitShown();
      while (true) {
        turn();
      }
    } catch (InterruptedException stopped) {
      LOG.debug("The watch of the Swarm was stopped");
    }
  }

  /// What one answer holds must not end everything.
  private void turn() throws InterruptedException {
    try {
      Optional<Swarm> before = known.now();
      if (before.isEmpty()
          || before.get().role() != SwarmRole.MANAGER
          || failures > FAILURES_UNTOLD) {
        alarm.await(due);
        if (!clock.instant().isBefore(due)) {
          begin();
        }
      } else {
        goOn(before.get());
      }
    } catch (RuntimeException unforeseen) {
      LOG.error("Unforeseen failure of a look at the Swarm", unforeseen);
      failed(new EngineException("unforeseen failure, see the log: " + unforeseen, unforeseen));
    }
  }

  private void goOn(Swarm before) throws InterruptedException {
    events.listen();
    alarm.await(agenda.next().filter(due::isAfter).orElse(due));
    Instant now = clock.instant();
    Questions questions = agenda.take(now);
    if (!now.isBefore(due)) {
      questions = polled(questions);
      due = now.plus(known.serves() ? poll : poll.multipliedBy(IDLE));
    }
    if (!questions.none()) {
      ask(before, questions);
    }
  }

  private Questions polled(Questions asked) {
    boolean tasks = asked.tasks() || known.serves();
    boolean nodes = asked.nodes() || polls++ % NODES_EVERY == 0;
    return new Questions(true, tasks, nodes, asked.tasksOf());
  }

  /// Asks what the engine is, and then for everything.
  private void begin() {
    Optional<Swarm> before = known.now();
    try {
      SwarmRole role = manager.role();
      if (role == SwarmRole.MANAGER) {
        events.listen();
        known.becomes(Swarm.read(manager));
        due = clock.instant().plus(poll);
      } else {
        known.becomes(
            before
                .filter(was -> was.role() == SwarmRole.MANAGER && role == SwarmRole.WORKER)
                .map(was -> was.inTrouble("the engine is no manager of its Swarm any more"))
                .orElseGet(() -> Swarm.empty(role, "")));
        due = clock.instant().plus(ROLE_AGAIN);
      }
      failures = 0;
    } catch (NotAllowedException kept) {
      known.becomes(before.orElseGet(() -> Swarm.empty(SwarmRole.WORKER, "")).inTrouble(why(kept)));
      due = clock.instant().plus(ROLE_AGAIN);
    } catch (EngineException silent) {
      failed(silent);
    }
  }

  private void ask(Swarm before, Questions questions) {
    Swarm now = before;
    try {
      if (questions.services()) {
        now = now.withServices(manager.services());
      }
      if (questions.nodes()) {
        now = now.withNodes(manager.nodes());
      }
      if (questions.tasks()) {
        now = now.withTasks(manager.tasks());
      } else {
        for (String service : questions.tasksOf()) {
          String id = identifier(service, before, now);
          now = now.withTasksOf(id, manager.tasks(id));
        }
      }
      failures = 0;
      known.becomes(now);
    } catch (EngineException silent) {
      known.becomes(now.inTrouble(before.trouble())); // What was told counts nevertheless.
      agenda.again(questions, clock.instant().plus(AGAIN));
      failed(silent);
    }
  }

  /// Events say names; one that is gone is known from before.
  private static String identifier(String service, Swarm before, Swarm now) {
    return Optional.of(service)
        .filter(id -> !now.services().containsKey(id))
        .flatMap(name ->
            Stream.of(now, before)
                .flatMap(swarm -> swarm.services().values().stream())
                .filter(each -> each.name().equals(name))
                .map(SwarmService::id)
                .findFirst())
        .orElse(service);
  }

  private void failed(EngineException failure) {
    failures++;
    LOG.debug("The Swarm manager does not answer: {}", failure.getMessage());
    due = clock.instant().plus(AGAIN.multipliedBy(Math.min(failures, LONGEST_AGAIN)));
    if (failures >= FAILURES_UNTOLD) {
      known
          .now()
          .filter(was -> was.trouble().isEmpty())
          .ifPresent(was -> known.becomes(was.inTrouble(why(failure))));
    }
  }

  private static String why(EngineException failure) {
    return String.valueOf(failure.getMessage());
  }
}
