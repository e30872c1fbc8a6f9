package io.sallyport.swarm;

import io.sallyport.source.EngineException;
import io.sallyport.source.Observation;
import io.sallyport.source.Source;
import io.sallyport.source.Source.Subscription;
import io.sallyport.source.SwarmNode;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Another node: its agent is connected to, its events are listened to, and what runs on it is
/// remembered. A thread of its own opens the stream again for as long as the node is a member; a
/// pass asks it only while that stream is live, so that a node that is lost delays none.
final class Member {
  private static final Logger LOG = LoggerFactory.getLogger(Member.class);

  /// What one look at a node may take from a pass.
  static final Duration LOOK = Duration.ofSeconds(2);

  private static final Duration BETWEEN_PULSES = Duration.ofSeconds(3);
  private static final Duration FIRST_WAIT = Duration.ofMillis(200);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(3);

  /// A stream that lived this long was a good one: the waits begin anew.
  private static final Duration GOOD_LIFE = Duration.ofSeconds(10);

  private static final String UNTRIED = "it has not been reached yet";

  private final Function<SwarmNode, String> address;
  private final NodeEngine.Dialer dialer;
  private final NodeEvents events;
  private final CountDownLatch met = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread thread;
  private volatile SwarmNode node;
  private volatile String name;
  private volatile Optional<Connected> connected = Optional.empty();
  private volatile Optional<Observation> seen = Optional.empty();
  private volatile Optional<String> trouble = Optional.of(UNTRIED);
  private volatile CompletableFuture<EngineException> broken = new CompletableFuture<>();

  private record Connected(String address, NodeEngine engine) {}

  /// Connects at once.
  ///
  /// @param name that people know the node by
  /// @param address of its agent; fails where there is none
  Member(
      SwarmNode node,
      String name,
      Function<SwarmNode, String> address,
      NodeEngine.Dialer dialer,
      NodeEvents events) {
    this.node = node;
    this.name = name;
    this.address = address;
    this.dialer = dialer;
    this.events = events;
    thread = Thread.ofVirtual().name("node-" + node.id()).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /// As the manager lists it now.
  void become(SwarmNode now, String itsName) {
    node = now;
    name = itsName;
  }

  SwarmNode node() {
    return node;
  }

  String name() {
    return name;
  }

  /// Why nothing can be said of it now; empty while it is followed.
  Optional<String> trouble() {
    return trouble;
  }

  /// What ran on it when it was last seen; empty before the first time.
  Optional<Observation> seen() {
    return seen;
  }

  /// Its engine, also while its events are lost: a command may still get through.
  ///
  /// @throws EngineException where it was never connected to
  NodeEngine engine() {
    return connected
        .map(Connected::engine)
        .orElseThrow(() -> new EngineException("node %s: %s".formatted(name, trouble.orElse(""))));
  }

  /// Waits until it has been seen once, or until then.
  ///
  /// @param end as [System#nanoTime]
  void awaitMet(long end) throws InterruptedException {
    met.await(end - System.nanoTime(), TimeUnit.NANOSECONDS);
  }

  /// Begins a look at it.
  ///
  /// @param only containers to look at; empty for all
  BoundedWork<Observation> look(Optional<Set<String>> only) {
    Source source = engine().source();
    Optional<Observation> before = seen;
    return BoundedWork.begin(
        LOOK,
        () ->
            before
                .map(seenBefore ->
                    only.map(ids -> source.observe(seenBefore, ids))
                        .orElseGet(() -> source.observe(seenBefore)))
                .orElseGet(source::observe));
  }

  /// Takes the outcome of a look. One that failed ends the connection, and what was seen stays.
  void looked(BoundedWork<Observation> look) {
    try {
      seen = Optional.of(look.get());
    } catch (EngineException failed) {
      if (!Thread.currentThread().isInterrupted()) {
        lost(failed);
        broken.complete(failed);
      }
    }
  }

  void end() {
    ended.countDown();
    thread.interrupt();
    connected.ifPresent(was -> was.engine().end().run());
  }

  private void run() {
    try {
      Duration wait = FIRST_WAIT;
      do {
        long begun = System.nanoTime();
        EngineException why = oneStream();
        boolean good = System.nanoTime() - begun > GOOD_LIFE.toNanos();
        wait = good ? FIRST_WAIT : min(wait.multipliedBy(2), LONGEST_WAIT);
        lost(why);
      } while (!ended.await(wait.toNanos(), TimeUnit.NANOSECONDS));
    } catch (InterruptedException over) {
      LOG.debug("Node {} is no member any more", name);
    } finally {
      connected.ifPresent(was -> was.engine().end().run());
    }
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /// Connects, looks, and listens until that ends.
  private EngineException oneStream() throws InterruptedException {
    CompletableFuture<EngineException> end = new CompletableFuture<>();
    broken = end;
    try {
      String to = address.apply(node);
      Source source = at(to).source();
      try (Subscription stream =
          source.subscribe(event -> events.heard(node.id(), event), end::complete)) {
        Optional<Observation> before = seen;
        seen =
            Optional.of(
                BoundedWork.begin(
                        LOOK, () -> before.map(source::observe).orElseGet(source::observe))
                    .get());
        live();
        return listen(stream, to, end);
      }
    } catch (EngineException failed) {
      return failed;
    } catch (RuntimeException unforeseen) { // An engine may say anything.
      LOG.warn("Unforeseen failure at node {}", name, unforeseen);
      return new EngineException("unforeseen failure, see the log: " + unforeseen, unforeseen);
    }
  }

  private EngineException listen(
      Subscription stream, String to, CompletableFuture<EngineException> end)
      throws InterruptedException {
    while (true) {
      try {
        return end.get(BETWEEN_PULSES.toNanos(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException quiet) {
        if (!address.apply(node).equals(to)) {
          return new EngineException("its agent has moved");
        }
        switch (stream.pulse()) {
          case LIVE -> {}
          case SILENT -> {
            return new EngineException("its stream of events was open but missed some");
          }
          case UNKNOWN -> {
            return new EngineException("it does not say what has happened");
          }
        }
      } catch (ExecutionException impossible) {
        throw new IllegalStateException(impossible);
      }
    }
  }

  private NodeEngine at(String to) {
    Optional<Connected> before = connected;
    if (before.filter(was -> was.address().equals(to)).isPresent()) {
      return before.get().engine();
    }
    NodeEngine engine = dialer.dial(node.id(), to);
    connected = Optional.of(new Connected(to, engine));
    before.ifPresent(was -> was.engine().end().run());
    return engine;
  }

  private void live() {
    trouble = Optional.empty();
    met.countDown();
    LOG.info("Node {} is followed", name);
    events.changed("engine_connect", name);
  }

  private void lost(EngineException why) {
    boolean wasLive = trouble.isEmpty();
    trouble = Optional.of(why.getMessage());
    LOG.debug("Node {} is not reached: {}", name, why.getMessage());
    if (wasLive) {
      LOG.warn("Node {} is lost, what is known of it stays: {}", name, why.getMessage());
      events.changed("engine_disconnect", name);
    }
  }
}
