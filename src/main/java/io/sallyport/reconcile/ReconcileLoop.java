package io.sallyport.reconcile;

import io.github.resilience4j.core.IntervalFunction;
import io.sallyport.config.ProxySettings;
import io.sallyport.config.Setting;
import io.sallyport.config.Settings;
import io.sallyport.events.Cause;
import io.sallyport.events.Damping;
import io.sallyport.events.DrainTracker;
import io.sallyport.events.EventFeed;
import io.sallyport.events.EventFeed.StreamState;
import io.sallyport.events.RecentChanges;
import io.sallyport.events.SelfCausedEvents;
import io.sallyport.events.Trigger;
import io.sallyport.events.Trigger.Reason;
import io.sallyport.history.EventHistory;
import io.sallyport.history.Status;
import io.sallyport.journal.Journal;
import io.sallyport.metrics.Metrics;
import io.sallyport.rollout.KnownCapabilities;
import io.sallyport.rollout.ProxyLanes;
import io.sallyport.routing.Router;
import io.sallyport.source.ContainerAccess;
import io.sallyport.source.EngineException;
import io.sallyport.source.Source;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
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
  private static final Duration FILE_CHECK = Duration.ofSeconds(1);
  private static final Duration FIRST_RETRY = Duration.ofMillis(250);
  private static final double GROWTH = 2;
  private static final double JITTER = 0.2;

  /// An engine announces some changes before its lists show them, and says nothing more: `die`,
  /// `pause` and `unpause` up to 100 ms before (measured on 20.10). Hence more looks, so much
  /// later.
  private static final List<Duration> LOOKS_AGAIN =
      List.of(Duration.ofMillis(100), Duration.ofMillis(400), Duration.ofSeconds(2));

  /// The last of them, and some more.
  private static final Duration LATE = Duration.ofSeconds(4);

  private final Trigger trigger = new Trigger();
  private final Settings settings;
  private final InstantSource clock;
  private final Templates templates;
  private final CertificateSources certificates;
  private final Journal journal;
  private final DrainTracker drains;
  private final Damping damping;
  private final NameMemory names;
  private final EventFeed feed;
  private final ProxyLanes lanes;
  private final KnownCapabilities capabilities;
  private final Reconciler reconciler;
  private final IntervalFunction retries;
  private final boolean watchesFiles;

  private final RecentChanges changes = new RecentChanges(LATE);
  private int looksAgain = LOOKS_AGAIN.size();
  private Cause cause = Cause.DUE;
  private int failures;

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
    this.templates = templates;
    certificates = new CertificateSources(settings);
    this.clock = clock;
    SelfCausedEvents own = new SelfCausedEvents(clock);
    this.journal = journal;
    Router router = new Router(settings);
    drains = new DrainTracker(source, trigger, clock, router::isWorkload);
    Duration poll = settings.get(Setting.POLL_INTERVAL);
    damping = new Damping(drains, clock, router::isWorkload);
    names = new NameMemory(clock);
    feed =
        new EventFeed(source, trigger, own, drains, journal::heard, clock, poll, journal.metrics());
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
            journal::reported,
            journal::rolledOut,
            journal.files()::certificatesCopied);
    reconciler =
        new Reconciler(
            source,
            router,
            drains,
            damping,
            names,
            new ServedNames(access, templates.drivers(), clock),
            templates,
            certificates,
            capabilities,
            lanes,
            journal);
    retries = IntervalFunction.ofExponentialRandomBackoff(FIRST_RETRY, GROWTH, JITTER, poll);
    watchesFiles =
        certificates.any() || settings.proxies().stream().anyMatch(ReconcileLoop::hasOwnTemplate);
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

  private static boolean hasOwnTemplate(ProxySettings extension) {
    return extension.find(Setting.TEMPLATE_PATH).isPresent();
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
    Thread events = Thread.ofVirtual().name(FEED).start(feed);
    try {
      Instant due = clock.instant().plus(settings.get(Setting.POLL_INTERVAL));
      while (true) {
        Set<Reason> reasons = trigger.take(untilNext(due));
        journal.beat(feed.state() == StreamState.LIVE);
        boolean replaced = watchesFiles && refresh();
        if (reasons.isEmpty() && !replaced && clock.instant().isBefore(due)) {
          continue;
        }
        LOG.debug("pass reasons={}", reasons.isEmpty() ? "due" : reasons);
        cause = cause(reasons, replaced);
        if (!reasons.isEmpty()) {
          looksAgain = 0;
        }
        due = clock.instant().plus(passThenPause());
        due = drains.nextEnd().filter(due::isAfter).orElse(due);
        due = damping.nextEnd().filter(due::isAfter).orElse(due);
        due = names.nextEnd().filter(due::isAfter).orElse(due);
      }
    } catch (InterruptedException stopped) {
      LOG.debug("The loop was stopped");
    } finally {
      events.interrupt();
    }
  }

  /// Looks again are for the same change, which may show itself later only.
  private Cause cause(Set<Reason> reasons, boolean replaced) {
    if (!reasons.isEmpty()) {
      return trigger.cause();
    } else if (replaced) {
      return Cause.FILES;
    }
    return looksAgain > 0 && looksAgain < LOOKS_AGAIN.size() ? cause.again() : Cause.DUE;
  }

  /// What to look at: single containers are enough where it is known that nothing else has changed.
  private Optional<Set<String>> scope() {
    Instant now = clock.instant();
    if (cause.equals(Cause.DUE) || cause.equals(Cause.FILES)) {
      return Optional.empty();
    } else if (feed.reliable() && !cause.containers().isEmpty()) {
      changes.add(cause.containers(), now);
    } else {
      changes.addEverything(now);
    }
    return changes.scope(now);
  }

  /// True when a template or certificates have changed on disk.
  private boolean refresh() {
    boolean template = templates.refresh(journal.files());
    return certificates.refresh(journal.files()) || template;
  }

  /// How long to wait for a reason: the loop shows that it turns, and looks at files, more often
  /// than it has a pass to make.
  private Duration untilNext(Instant due) {
    Duration left = Duration.between(clock.instant(), due);
    Duration longest = watchesFiles ? FILE_CHECK : HEARTBEAT;
    return left.compareTo(longest) > 0 ? longest : left;
  }

  /// Runs a pass; gives the time until the next one that needs no reason.
  private Duration passThenPause() {
    Instant begun = clock.instant();
    try {
      boolean complete = reconciler.pass(cause, scope());
      journal.passEnded(cause, begun, "");
      failures = 0;
      if (looksAgain < LOOKS_AGAIN.size()) {
        return LOOKS_AGAIN.get(looksAgain++);
      }
      // A Swarm node that comes back brings containers whose events were never heard.
      boolean all = complete && feed.reliable();
      return settings.get(all ? Setting.RESYNC_INTERVAL : Setting.POLL_INTERVAL);
    } catch (EngineException failure) {
      return failed(failure, begun);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError unforeseen) {
      // What one container says must not end everything: begin anew, without what was recalled.
      LOG.error("Unforeseen failure of a pass", unforeseen);
      reconciler.forget();
      return failed(
          new EngineException("unforeseen failure, see the log: " + unforeseen, unforeseen), begun);
    }
  }

  private Duration failed(EngineException failure, Instant begun) {
    if (Thread.currentThread().isInterrupted()) {
      return Duration.ZERO; // Not the engine's failure; the next wait ends the loop.
    }
    failures++;
    changes.addEverything(clock.instant());
    journal.lookFailed(cause, failure);
    journal.passEnded(cause, begun, String.valueOf(failure.getMessage()));
    return Duration.ofMillis(retries.apply(failures));
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
