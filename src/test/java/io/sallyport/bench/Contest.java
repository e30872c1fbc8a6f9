package io.sallyport.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The subject and the floor beside each other, among so many other containers.
final class Contest implements AutoCloseable {
  /// Longer than any `ReloadInterval`.
  static final Duration GAP = Duration.ofMillis(700);

  static final String RELOADS = "(SIGHUP) received";
  private static final Duration SILENCE = Duration.ofMillis(200);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final Stage stage;
  private final int size;
  private final String proxy;
  private final String controller;
  private final Floor floor;
  private final Map<String, Long> signals = new ConcurrentHashMap<>();
  private final Closeable events;

  /// One side.
  ///
  /// @param port of its proxy on this machine
  record Side(String who, String proxy, int port, @Nullable Floor floor, String prefix) {
    /// Its own name for a host.
    String host(String name) {
      return prefix + name + ".bench";
    }
  }

  /// Starts both, and waits until they serve the crowd.
  Contest(Stage stage, int size) {
    this.stage = stage;
    this.size = size;
    stage.crowd(size);
    Subject subject = stage.subject();
    proxy = stage.run("bench-proxy", subject.proxy(), subject.port());
    controller =
        subject.controlled() ? stage.run("bench-controller", subject.controller(), 0) : proxy;
    floor = new Floor(stage);
    events =
        stage
            .api()
            .events(
                "{\"type\":[\"container\"],\"event\":[\"kill\"],\"label\":[\"%s\"]}"
                    .formatted(Stage.MARK),
                this::signalled);
    for (Side side : sides()) {
      awaitServed(side.port(), "c%03d.bench".formatted(size - 1));
    }
  }

  private void signalled(JsonNode event) {
    signals.put(event.path("Actor").path("ID").asText(), System.nanoTime());
  }

  Stage stage() {
    return stage;
  }

  int size() {
    return size;
  }

  String controller() {
    return controller;
  }

  Side subject() {
    Subject subject = stage.subject();
    return new Side(subject.name(), proxy, stage.published(proxy, subject.port()), null, "");
  }

  /// The subject first.
  List<Side> sides() {
    return List.of(
        subject(),
        new Side(Report.FLOOR, floor.proxy(), stage.published(floor.proxy(), 80), floor, "floor-"));
  }

  /// A server of a host of this side, not started yet.
  String server(Side side, String host, int number) {
    String name = host + "--" + number;
    Floor other = side.floor();
    return other == null ? stage.served(name, host) : other.server(name, host);
  }

  /// Two servers of one host on each side in turns, of which one comes and goes.
  ///
  /// @param condition what goes on meanwhile, in words
  List<Result> duel(int rounds, String condition) throws IOException {
    List<Result> results = new ArrayList<>();
    List<Duel> duels = new ArrayList<>();
    for (Side side : sides()) {
      duels.add(new Duel(side));
    }
    for (int round = 0; round < rounds; round++) {
      for (Duel duel : duels) {
        duel.round();
      }
      progress(condition, round + 1, rounds);
    }
    for (Duel duel : duels) {
      duel.close();
      String who = duel.side.who();
      results.add(new Result("Event to served", size, condition, who, "ms", duel.served));
      results.add(new Result("Stop to drained", size, condition, who, "ms", duel.drained));
      results.add(new Result("Stop to HUP", size, condition, who, "ms", duel.told));
    }
    return results.stream().filter(each -> !each.samples().isEmpty()).toList();
  }

  private final class Duel {
    private final Side side;
    private final String host;
    private final String staying;
    private final String moving;
    private final List<Double> served = new ArrayList<>();
    private final List<Double> drained = new ArrayList<>();
    private final List<Double> told = new ArrayList<>();
    private final NavigableSet<Long> reloads = new ConcurrentSkipListSet<>();
    private final Closeable log;

    Duel(Side side) {
      this.side = side;
      host = side.host("duel");
      staying = server(side, host, 1);
      moving = server(side, host, 2);
      log = stage.listen(side.proxy(), RELOADS, reloads::add);
      stage.start(staying);
      awaitServed(side.port(), host);
    }

    void round() {
      try (Poller poller = Poller.of(side.port(), host)) {
        poller.first(host + "--1");
        pause(GAP);
        stage.start(moving);
        long started = System.nanoTime();
        served.add(millis(poller.first(host + "--2") - started));
        pause(GAP);
        signals.remove(moving);
        stage.signal(moving, "TERM");
        long signalled = await(() -> signals.get(moving));
        drained.add(millis(poller.last(host + "--2", signalled, SILENCE) - signalled));
        Long reload = reloads.higher(signalled - Duration.ofMillis(5).toNanos());
        if (reload != null) {
          told.add(millis(reload - signalled));
        }
      }
      stage.signal(moving, "KILL");
      stage.awaitEnd(moving);
    }

    void close() throws IOException {
      log.close();
      stage.removeContainer(staying);
      stage.removeContainer(moving);
    }
  }

  static void awaitServed(int port, String host) {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (Poller.answer(port, host).isEmpty()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(host + " is not served within " + LONGEST);
      }
      pause(Duration.ofMillis(1));
    }
  }

  /// Something that another thread will find.
  private interface Found {
    @Nullable Long now();
  }

  private static long await(Found found) {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (System.nanoTime() < end) {
      Long now = found.now();
      if (now != null) {
        return now;
      }
      LockSupport.parkNanos(100_000);
    }
    throw new IllegalStateException("the engine says nothing of a signal");
  }

  static void pause(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  static double millis(long nanos) {
    return Math.round(nanos / 10_000.0) / 100.0;
  }

  void progress(String what, int done, int of) {
    System.err.printf("%s, %d containers: %d of %d%n", what, size, done, of);
  }

  @Override
  public void close() throws IOException {
    events.close();
    floor.close();
    stage.removeContainer(controller);
    if (!controller.equals(proxy)) {
      stage.removeContainer(proxy);
    }
    stage.removeContainer(floor.proxy());
  }
}
