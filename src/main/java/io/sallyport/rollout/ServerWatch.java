package io.sallyport.rollout;

import io.sallyport.proxy.AttemptLog;
import io.sallyport.proxy.Connections;
import io.sallyport.proxy.ProxyDriver;
import io.sallyport.source.Container;
import io.sallyport.source.ContainerAccess;
import io.sallyport.source.ContainerAccess.ExecResult;
import io.sallyport.source.EngineException;
import io.sallyport.traffic.FailingServer;
import io.sallyport.traffic.FailureBook;
import io.sallyport.traffic.FailureBook.FailureCount;
import io.sallyport.traffic.FailureBook.Trial;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads every two seconds which servers one proxy has noted as failing, on a thread of its own. It
/// never delays a rollout: it asks the open shell only while that has nothing to do, and runs a
/// command beside it only where there is no shell, and rarely.
final class ServerWatch implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(ServerWatch.class);

  private static final Duration PAUSE = Duration.ofSeconds(2);

  /// Without a shell, and after a failure.
  private static final Duration LONG_PAUSE = Duration.ofSeconds(10);

  /// After a command that was to try connections failed.
  private static final Duration TRIAL_PAUSE = Duration.ofMinutes(1);

  private static final Duration COMMAND_LIMIT = Duration.ofSeconds(5);

  private final String containerId;
  private final String proxy;
  private final ContainerAccess access;
  private final ProxyDriver driver;
  private final InstantSource clock;
  private final Notices notices;
  private final FailureBook book;
  private final AtomicReference<@Nullable ProxyWork> running = new AtomicReference<>();
  private final CountDownLatch end = new CountDownLatch(1);
  private @Nullable ProxyWork known;
  private Instant read = Instant.MIN;
  private Instant notBefore = Instant.MIN;
  private Instant noTrialBefore = Instant.MIN;
  private @Nullable List<FailingServer> said;

  /// Take what was noticed.
  ///
  /// @param failing the servers that fail, by the proxy's name
  /// @param failed each server that failed since the last time
  record Notices(BiConsumer<String, List<FailingServer>> failing, Consumer<FailureCount> failed) {}

  ServerWatch(
      Container proxy,
      ContainerAccess access,
      ProxyDriver driver,
      InstantSource clock,
      Notices notices) {
    containerId = proxy.id();
    this.proxy = proxy.name();
    this.access = access;
    this.driver = driver;
    this.clock = clock;
    this.notices = notices;
    book = new FailureBook(proxy.name());
  }

  /// The proxy runs this now.
  void runs(ProxyWork work) {
    running.set(work);
  }

  void finish() {
    end.countDown();
  }

  /// Runs until its thread is interrupted, or it is to finish.
  @Override
  public void run() {
    try {
      while (!end.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
        ProxyWork work = running.get();
        if (work != null && !clock.instant().isBefore(notBefore)) {
          lookAlone(work);
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /// What is not foreseen costs what this proxy notices, and is tried again.
  private void lookAlone(ProxyWork work) {
    try {
      look(work);
    } catch (EngineException failure) {
      LOG.debug("Proxy {}: cannot read which servers fail: {}", proxy, failure.getMessage());
      notBefore = clock.instant().plus(LONG_PAUSE);
    } catch (RuntimeException unforeseen) {
      LOG.error("Proxy {}: unforeseen failure to read which servers fail", proxy, unforeseen);
      notBefore = clock.instant().plus(LONG_PAUSE);
    }
  }

  private void look(ProxyWork work) {
    if (!work.equals(known)) {
      book.serves(ServedServers.of(work));
      known = work;
    }
    Optional<String> noted = driver.attemptLog(work.wanted().can()).flatMap(this::noted);
    noted.ifPresent(
        text -> book.note(driver.attempts(text), clock.instant()).forEach(notices.failed()));
    List<Trial> trials =
        clock.instant().isBefore(noTrialBefore) ? List.of() : book.trials(clock.instant());
    if (!trials.isEmpty()) {
      if (trials.stream().noneMatch(Trial::handshake)) { // By which a failure gets its right name.
        say(book.failing(clock.instant()));
      }
      tryAll(trials);
    }
    say(book.failing(clock.instant()));
  }

  /// What earlier connections showed stays known where none can be tried.
  private void tryAll(List<Trial> trials) {
    try {
      Connections.tried(access, containerId, trials)
          .forEach((trial, shown) -> book.learned(trial, shown, clock.instant()));
    } catch (EngineException failure) {
      LOG.debug("Proxy {}: cannot try connections: {}", proxy, failure.getMessage());
      noTrialBefore = clock.instant().plus(TRIAL_PAUSE);
    }
  }

  private Optional<String> noted(AttemptLog log) {
    Instant now = clock.instant();
    Optional<ExecResult> quiet = access.ask(containerId, log.quiet());
    if (quiet.isPresent()) {
      read = now;
      return quiet.get().exitCode() == 0
          ? Optional.empty()
          : access.ask(containerId, log.take()).map(ExecResult::output);
    }
    if (now.isBefore(read.plus(LONG_PAUSE))) {
      return Optional.empty();
    }
    read = now;
    return Optional.of(access.exec(containerId, log.take(), COMMAND_LIMIT).output());
  }

  /// Numbers alone are said anew once they count other attempts; the first time, what another
  /// Sallyport's settings had noticed is replaced.
  private void say(List<FailingServer> failing) {
    List<FailingServer> before = said;
    boolean same =
        before != null
            && failing.size() == before.size()
            && IntStream.range(0, failing.size())
                .allMatch(i -> before.get(i).sameAs(failing.get(i)));
    if (!same) {
      said = failing;
      notices.failing().accept(proxy, failing);
    }
  }
}
