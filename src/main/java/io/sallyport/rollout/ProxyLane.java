package io.sallyport.rollout;

import io.github.resilience4j.core.IntervalFunction;
import io.sallyport.finding.Finding;
import io.sallyport.proxy.RolloutResult;
import io.sallyport.proxy.RolloutResult.Failed;
import io.sallyport.proxy.RolloutResult.Unchanged;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One proxy's rollouts, on a thread of its own: a proxy that hangs or fails delays only itself.
///
/// Holds the newest work only. Work that the proxy fulfils already costs nothing; the first change
/// after a quiet time goes at once, later ones keep [Pacing]; what fails is tried again after
/// growing waits, or at once when newer work comes. What never came to a test, as on a full disk,
/// is no slower than a poll; what the proxy itself did not take may be.
public final class ProxyLane implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(ProxyLane.class);
  private static final Duration FIRST_RETRY = Duration.ofMillis(250);
  private static final Duration LONGEST_RETRY = Duration.ofSeconds(60);
  private static final double GROWTH = 2;
  private static final double JITTER = 0.2;

  private final ProxyLife life;
  private final QuarantiningRollout sifting;
  private final ProxyNetworks networks;
  private final KeyTrust keys;
  private final Pacing pacing;
  private final KnownProxy known;
  private final ProxyWatch watch;
  private final LaneRollout rollouts;
  private final InstantSource clock;
  private final Consumer<LaneReport> reports;
  private final Duration poll;
  private final IntervalFunction retries =
      IntervalFunction.ofExponentialRandomBackoff(FIRST_RETRY, GROWTH, JITTER, LONGEST_RETRY);

  private final WorkSlot slot;
  private @Nullable ProxyWork done;

  /// As the loop gave it: with all certificates, and for any dialect.
  private @Nullable ProxyWork newest;

  /// What was reported last.
  private List<Finding> said = List.of();

  /// It runs what it should, though there may be other problems.
  private boolean current;

  /// What became of one piece of work.
  ///
  /// @param work without what the proxy is known to refuse: what it runs, if the result is a
  ///   success
  /// @param problems why that is not all, in words: networks that could not be joined, and what it
  ///   refuses apart from hosts
  /// @param findings hosts that the proxy refuses, and what else only its lane can tell
  public record LaneReport(
      ProxyWork work, RolloutResult result, List<String> problems, List<Finding> findings) {}

  /// @param poll within which a proxy that can be reached again is to be right
  ProxyLane(
      ProxyLife life,
      QuarantiningRollout sifting,
      ProxyNetworks networks,
      KeyTrust keys,
      Pacing pacing,
      KnownProxy known,
      ProxyWatch watch,
      InstantSource clock,
      Duration poll,
      Consumer<LaneReport> reports) {
    this.life = life;
    this.poll = poll;
    this.sifting = sifting;
    this.networks = networks;
    this.keys = keys;
    this.pacing = pacing;
    this.known = known;
    this.watch = watch;
    this.clock = clock;
    rollouts = new LaneRollout(sifting, networks, pacing, known, watch, clock);
    slot = new WorkSlot(clock);
    this.reports = reports;
  }

  /// Replaces whatever was waiting. Never waits itself.
  void offer(ProxyWork work) {
    slot.offer(work);
  }

  /// Lets it end what it has begun, and begin nothing more.
  void finish() {
    slot.finish();
  }

  /// Runs until its thread is interrupted, or it is to finish.
  @Override
  public void run() {
    try {
      int failures = 0;
      ProxyWork work = slot.next();
      done = work;
      while (true) {
        newest = work;
        RolloutResult result = fulfilAlone(work);
        failures = result.successful() ? 0 : failures + 1;
        work = failures == 0 ? next() : retry(pause(result, failures));
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /// New work; the same again where somebody has changed the proxy's configuration by hand, or
  /// where there is something else to say of it, as when a finding has had its time.
  private ProxyWork next() throws InterruptedException {
    watch.begin(clock.instant());
    while (true) {
      Optional<ProxyWork> next = slot.within(watch.pause(clock.instant()));
      if (next.isPresent()) {
        return next.get();
      } else if (isChangedByHand() || !findings().equals(said)) {
        return Objects.requireNonNull(newest);
      }
    }
  }

  /// A proxy that lacks a network alone is looked at like any other.
  private ProxyWork retry(Duration pause) throws InterruptedException {
    if (current && watch.pause(clock.instant()).isZero()) {
      watch.begin(clock.instant());
      isChangedByHand();
    }
    return slot.otherThan(Objects.requireNonNull(newest), pause);
  }

  /// Looks at the proxy. What another goes on configuring is left to the passes.
  private boolean isChangedByHand() {
    boolean changed =
        !watch.look(Objects.requireNonNull(done), clock.instant()) && !known.contested();
    if (changed) {
      known.recordDoubt();
    }
    return changed;
  }

  /// What is not foreseen costs this proxy alone, and is tried again like any other failure.
  private RolloutResult fulfilAlone(ProxyWork work) throws InterruptedException {
    current = false;
    try {
      return fulfil(work);
    } catch (RuntimeException | Error unforeseen) {
      LOG.error("Proxy {}: unforeseen failure", work.proxy().name(), unforeseen);
      known.markUnknown();
      Failed failed = new Failed("unforeseen failure, see the log: " + unforeseen);
      reports.accept(new LaneReport(work, failed, List.of(), said));
      return failed;
    }
  }

  private Duration pause(RolloutResult result, int failures) {
    Duration growing = Duration.ofMillis(retries.apply(failures));
    return result instanceof Failed && growing.compareTo(poll) > 0 ? poll : growing;
  }

  /// Networks first: they need no reload, and a server must be reachable before it is named.
  private RolloutResult fulfil(ProxyWork offeredWork) throws InterruptedException {
    ProxyWork work = keys.trusted(offeredWork);
    List<String> problems = networks.join(work);
    Optional<String> unable = begin(work);
    while (unable.isEmpty()) {
      work = life.adapted(work);
      Duration wait = wait(sift(work));
      if (wait.isZero()) {
        break;
      }
      ProxyWork offered = slot.newest(Objects.requireNonNull(newest), wait);
      newest = offered;
      ProxyWork trusted = keys.trusted(offered);
      if (!life.adapted(trusted).sameAs(work)) {
        pacing.joined();
      }
      work = trusted;
      problems = networks.join(work);
      unable = begin(work);
    }
    if (unable.isPresent()) {
      return unable(work, unable.get(), problems);
    }
    RolloutResult result = isRunning(sift(work)) ? new Unchanged() : rollouts.run(work);
    done = sift(work); // Before it leaves networks, by which its lives are told apart.
    current = result.successful();
    if (current) {
      networks.leave(work);
    }
    said = findings();
    if (Thread.interrupted()) {
      throw new InterruptedException("the proxy is gone");
    }
    problems.addAll(rollouts.problems());
    reports.accept(new LaneReport(done, result, problems, said));
    return problems.isEmpty() ? result : new Failed(String.join("; ", problems));
  }

  private Optional<String> begin(ProxyWork work) {
    return life.begin(work.incarnation(networks.ours())).or(() -> life.objection(work));
  }

  private RolloutResult unable(ProxyWork work, String why, List<String> problems) {
    RolloutResult result = new Failed(why);
    reports.accept(new LaneReport(work, result, problems, said));
    return result;
  }

  private List<Finding> findings() {
    ProxyWork work = Objects.requireNonNull(done);
    return Stream.of(sifting.findings(work), networks.findings(work), rollouts.findings(work))
        .flatMap(List::stream)
        .toList();
  }

  private ProxyWork sift(ProxyWork work) {
    return rollouts.sift(work);
  }

  /// What needs no reload need not wait for one.
  private Duration wait(ProxyWork work) {
    boolean reloads = known.doubted() || sifting.plan(work).reloads();
    return isRunning(work) || !reloads ? Duration.ZERO : pacing.wait(clock.instant());
  }

  private boolean isRunning(ProxyWork work) {
    return known.runs(work, networks.ours(), clock.instant());
  }
}
