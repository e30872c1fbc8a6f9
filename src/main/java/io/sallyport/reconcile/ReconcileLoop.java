package io.sallyport.reconcile;

import io.sallyport.config.Setting;
import io.sallyport.config.Settings;
import io.sallyport.events.Cause;
import io.sallyport.events.Damping;
import io.sallyport.events.DrainTracker;
import io.sallyport.events.EventFeed;
import io.sallyport.events.EventFeed.StreamState;
import io.sallyport.events.ProxyRestarts;
import io.sallyport.events.SelfCausedEvents;
import io.sallyport.events.SwarmWatch;
import io.sallyport.events.Trigger;
import io.sallyport.events.Trigger.Reason;
import io.sallyport.history.EventHistory;
import io.sallyport.history.SettingsInUse;
import io.sallyport.history.Status;
import io.sallyport.journal.Journal;
import io.sallyport.metrics.Metrics;
import io.sallyport.rollout.KnownCapabilities;
import io.sallyport.rollout.ProxyLanes;
import io.sallyport.routing.Router;
import io.sallyport.source.ContainerAccess;
import io.sallyport.source.EngineEvent;
import io.sallyport.source.EngineException;
import io.sallyport.source.Source;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns reasons into passes, one at a time, for as long as Sallyport runs.
///
/// While events can be relied on, a full look is taken for each batch of them and every
/// `ResyncInterval`; while they cannot, every `PollInterval`.
public final class ReconcileLoop implements Runnable, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReconcileLoop.class);

  /// The name of the thread that runs a loop.
  public static final String LOOP = "reconcile";

  private static final String FEED = "events";

  private static final Duration HEARTBEAT = Duration.ofSeconds(5);

  private final Trigger trigger = new Trigger();
  private final Settings settings;
  private final InstantSource clock;
  private final WatchedFiles files;
  private final Journal journal;
  private final DrainTracker drains;
  private final Damping damping;
  private final NameMemory names;
  private final EventFeed feed;
  private final Optional<SwarmWatch> swarm;
  private final ProxyLanes lanes;
  private final KnownCapabilities capabilities;
  private final Reconciler reconciler;

  public ReconcileLoop(
      Source source,
      ContainerAccess access,
      Settings settings,
      Templates templates,
      InstantSource clock) {
    this(source, access, settings, templates, clock, new Metrics("test"));
  }

  /// The first loop, which counts what happens.
  public ReconcileLoop(
      Source source,
      ContainerAccess access,
      Settings settings,
      Templates templates,
      InstantSource clock,
      Metrics metrics) {
    this(
        source,
        access,
        settings,
        templates,
        clock,
        new Journal(clock, metrics),
        new KnownCapabilities());
  }

  private ReconcileLoop(
      Source source,
      ContainerAccess access,
      Settings settings,
      Templates templates,
      InstantSource clock,
      Journal journal,
      KnownCapabilities capabilities) {
    this.capabilities = capabilities;
    this.settings = settings;
    CertificateSources certificates = new CertificateSources(settings);
    files = new WatchedFiles(settings, templates, certificates, journal.files());
    this.clock = clock;
    SelfCausedEvents own = new SelfCausedEvents(clock);
    this.journal = journal;
    Router router = new Router(settings);
    drains = new DrainTracker(source, trigger, clock, router::isWorkload);
    Duration poll = settings.get(Setting.POLL_INTERVAL);
    damping = new Damping(drains, clock, router::isWorkload);
    names = new NameMemory(clock);
    swarm =
        source
            .swarmSource()
            .map(manager ->
                new SwarmWatch(manager, trigger, clock, settings.get(Setting.TASK_POLL_INTERVAL)));
    feed = new EventFeed(source, trigger, own, drains, this::heard, clock, poll, journal.metrics());
    Duration trust = settings.get(Setting.RESYNC_INTERVAL).dividedBy(2);
    lanes =
        new ProxyLanes(
            access,
            templates.drivers(),
            own,
            trust,
            poll,
            clock,
            capabilities,
            news -> trigger.ask(Reason.PROXY, news),
            journal.proxies()::reported,
            journal.proxies()::rolledOut,
            journal.files()::certificatesCopied,
            journal.proxies()::noticed,
            journal.proxies()::failed,
            journal.files()::certificatesUsed);
    reconciler =
        new Reconciler(
            source,
            swarm,
            router,
            drains,
            damping,
            new ProxyRestarts(clock),
            names,
            new ServedNames(access, templates.drivers(), clock),
            templates,
            certificates,
            capabilities,
            lanes,
            journal);
  }

  /// A loop under other settings, to run once this one has ended; what people see goes on.
  public ReconcileLoop successor(
      Source source, ContainerAccess access, Settings next, Templates nextTemplates) {
    return new ReconcileLoop(source, access, next, nextTemplates, clock, journal, capabilities);
  }

  /// Whether Sallyport cannot go on without this thread: the loop's, and that of the event feed.
  public static boolean needs(Thread thread) {
    return thread.getName().equals(LOOP) || thread.getName().equals(FEED);
  }

  /// What is known now; may be asked by any thread.
  public Status status() {
    return journal.status();
  }

  /// What has happened of late; may be asked by any thread.
  public EventHistory history() {
    return journal.history();
  }

  /// Runs until its thread is interrupted. The first pass waits for the event feed's first attempt,
  /// or `PollInterval`, so that no event between look and stream is missed.
  @Override
  public void run() {
    journal.files().begin();
    journal.history().uses(new SettingsInUse(settings.source(), settings.digest()));
    Thread events = Thread.ofVirtual().name(FEED).start(feed);
    Optional<Thread> tasks = swarm.map(Thread.ofVirtual().name(SwarmWatch.THREAD)::start);
    try {
      LookSchedule schedule = new LookSchedule(settings, clock);
      while (true) {
        Set<Reason> reasons = trigger.take(untilNext(schedule));
        journal.beat(feed.state() == StreamState.LIVE);
        boolean replaced = files.replaced();
        if (reasons.isEmpty() && !replaced && !schedule.isDue()) {
          continue;
        }
        LOG.debug("pass reasons={}", reasons.isEmpty() ? "due" : reasons);
        pass(cause(schedule, reasons, replaced), schedule);
        schedule.atLatest(drains.nextEnd());
        schedule.atLatest(damping.nextEnd());
        schedule.atLatest(names.nextEnd());
      }
    } catch (InterruptedException stopped) {
      LOG.debug("The loop was stopped");
    } finally {
      events.interrupt();
      tasks.ifPresent(Thread::interrupt);
    }
  }

  private void heard(EngineEvent event) {
    journal.heard(event);
    swarm.ifPresent(watch -> watch.heard(event));
  }

  private Cause cause(LookSchedule schedule, Set<Reason> reasons, boolean replaced) {
    if (!reasons.isEmpty()) {
      return schedule.because(trigger.cause());
    }
    return replaced ? schedule.becauseOfFiles() : schedule.becauseDue();
  }

  /// How long to wait for a reason: the loop shows that it turns, and looks at files, more often
  /// than it has a pass to make.
  private Duration untilNext(LookSchedule schedule) {
    Duration left = schedule.untilDue();
    Duration longest = files.between().orElse(HEARTBEAT);
    return left.compareTo(longest) > 0 ? longest : left;
  }

  private void pass(Cause cause, LookSchedule schedule) {
    Instant begun = clock.instant();
    try {
      boolean complete = reconciler.pass(cause, schedule.scope(feed.reliable()));
      journal.passEnded(cause, begun, "");
      // A Swarm node that comes back brings containers whose events were never heard.
      schedule.passed(complete && feed.reliable());
    } catch (EngineException failure) {
      failed(cause, failure, begun, schedule);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError unforeseen) {
      // What one container says must not end everything: begin anew, without what was recalled.
      LOG.error("Unforeseen failure of a pass", unforeseen);
      reconciler.forget();
      String why = "unforeseen failure, see the log: " + unforeseen;
      failed(cause, new EngineException(why, unforeseen), begun, schedule);
    }
  }

  private void failed(Cause cause, EngineException failure, Instant begun, LookSchedule schedule) {
    if (Thread.currentThread().isInterrupted()) {
      return; // Not the engine's failure; the next wait ends the loop.
    }
    schedule.failed();
    journal.lookFailed(cause, failure);
    journal.passEnded(cause, begun, String.valueOf(failure.getMessage()));
  }

  /// As [#close], but waits for rollouts under way, so that a successor does not meet them.
  ///
  /// @param limit to wait at most
  public void finish(Duration limit) throws InterruptedException {
    lanes.finish(limit);
  }

  /// Ends the rollouts' threads. What they have begun in a proxy, the proxy finishes.
  @Override
  public void close() {
    lanes.close();
  }
}
