package io.sallyport.events;

import io.sallyport.finding.Finding;
import io.sallyport.source.Container;
import io.sallyport.source.Container.Attachment;
import io.sallyport.source.Container.Health;
import io.sallyport.source.Container.State;
import io.sallyport.source.ContainerExit;
import io.sallyport.source.Observation;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Keeps a container that comes and goes over and over from reloading every proxy each time: its
/// neighbours would wait for `ReloadInterval`, and old workers would pile up.
///
/// A container that has stopped serving by itself more than three times within ten minutes counts
/// as unhealthy until it has been well for 5 s, twice as long each further time, up to 5 min. So it
/// gets no requests, unless its host has no other server; then it stays in, also through the
/// moments in which it does not run. By itself: it has ended without a signal from the engine, or
/// its health check has failed. Who stops, pauses or makes anew a container means it, however
/// often. Containers are known by name: one that is made anew keeps its past.
public final class Damping {
  private final DrainTracker drains;
  private final InstantSource clock;
  private final Predicate<Container> isWorkload;
  private final Map<String, DampedContainer> watched = new HashMap<>();
  private Optional<Instant> nextEnd = Optional.empty();
  private List<Finding> findings = List.of();
  private Set<String> held = Set.of();
  private @Nullable Observation lastSeen;
  private @Nullable Observation lastSteady;

  /// @param isWorkload whether a container asks to be a server
  public Damping(DrainTracker drains, InstantSource clock, Predicate<Container> isWorkload) {
    this.drains = drains;
    this.clock = clock;
    this.isWorkload = isWorkload;
  }

  /// The look as it is to be routed; the very same one where nothing is held.
  @SuppressWarnings("ReferenceEquality") // Observation.recognizing gives the same object.
  public Observation steady(Observation seen) {
    Instant now = clock.instant();
    List<Container> shown = new ArrayList<>();
    List<Finding> said = new ArrayList<>();
    Set<String> kept = new HashSet<>();
    Set<String> present = new HashSet<>();
    nextEnd = Optional.empty();
    boolean other = false;
    for (Container container : seen.containers()) {
      Container steady = container;
      if (isWorkload.test(container) && present.add(container.name())) {
        DampedContainer watch = watch(container, seen, now);
        if (watch.isHeld(now)) {
          steady = held(watch, container, seen);
          kept.add(container.id());
          ends(watch.end());
        }
        if (watch.failsOften()) {
          said.add(finding(container, watch.lastExit));
        }
      }
      other |= steady != container;
      shown.add(steady);
    }
    watched.forEach((name, watch) -> {
      if (!present.contains(name)) {
        watch.becomes(false, endedByItself(watch.lastServing, seen), now);
      }
    });
    watched.values().removeIf(watch -> !watch.serving && watch.ends.isEmpty());
    findings = List.copyOf(said);
    held = Set.copyOf(kept);
    return other ? same(seen, shown) : seen;
  }

  @SuppressWarnings("ReferenceEquality")
  private Observation same(Observation seen, List<Container> shown) {
    Observation steady = seen.with(shown);
    Observation recognized =
        lastSteady != null && lastSeen == seen ? steady.recognizing(lastSteady) : steady;
    lastSeen = seen;
    lastSteady = recognized;
    return recognized;
  }

  private DampedContainer watch(Container container, Observation seen, Instant now) {
    boolean serves =
        container.running()
            && (container.health() == Health.NONE || container.health() == Health.HEALTHY);
    DampedContainer watch =
        watched.computeIfAbsent(container.name(), any -> new DampedContainer(serves, now));
    watch.becomes(serves, endedByItself(watch.lastServing, seen), now);
    if (serves) {
      watch.lastServing = container;
    } else if (container.exitCode().isPresent()) {
      watch.lastExit = container.exitCode();
    }
    return watch;
  }

  /// Whether nobody has told the container to end that served last under a name, has paused it, or
  /// given it another name.
  private boolean endedByItself(@Nullable Container last, Observation seen) {
    return last != null
        && !drains.signalled(last.id())
        && seen.container(last.id())
            .map(now -> now.name().equals(last.name()) && now.state() != State.PAUSED)
            .orElse(true);
  }

  /// One that does not run is shown where it was, as long as nobody else has its address.
  private static Container held(DampedContainer watch, Container container, Observation seen) {
    if (container.running()) {
      return watch.unhealthy(container);
    }
    Container last = watch.lastServing;
    return last == null || !last.id().equals(container.id()) || isTaken(last, seen)
        ? container
        : watch.unhealthy(last);
  }

  private static boolean isTaken(Container last, Observation seen) {
    return seen.containers().stream()
        .filter(container -> !container.id().equals(last.id()))
        .flatMap(container -> container.networks().values().stream())
        .anyMatch(place -> last.networks().values().stream().anyMatch(own -> same(own, place)));
  }

  private static boolean same(Attachment one, Attachment other) {
    return one.networkId().equals(other.networkId())
        && ((!one.address().isEmpty() && one.address().equals(other.address()))
            || (!one.addressV6().isEmpty() && one.addressV6().equals(other.addressV6())));
  }

  private void ends(Instant end) {
    nextEnd = nextEnd.filter(end::isAfter).or(() -> Optional.of(end));
  }

  /// Findings of a pass with those of the containers that are held, which say more than that a
  /// health check fails: they may not even have one.
  public List<Finding> explained(List<Finding> others) {
    if (findings.isEmpty()) {
      return others;
    }
    Stream<Finding> kept =
        others.stream()
            .filter(finding ->
                (finding.code() != Finding.Code.NOT_HEALTHY
                        && finding.code() != Finding.Code.ONLY_UNHEALTHY)
                    || !held.contains(finding.containerId()));
    return Stream.concat(kept, findings.stream()).sorted().toList();
  }

  /// What is to be said of those that failed too often, held now or not: who waits for the next
  /// failure is no better than before.
  public List<Finding> findings() {
    return findings;
  }

  /// When the next one may be let go.
  public Optional<Instant> nextEnd() {
    return nextEnd;
  }

  private static Finding finding(Container container, OptionalInt lastExit) {
    return new Finding(
        Finding.Code.FLAPPING,
        container.id(),
        container.name(),
        "",
        "the container keeps failing (it exited by itself"
            + (lastExit.isPresent()
                ? ", last with " + ContainerExit.words(lastExit.getAsInt()) + ","
                : "")
            + " or its health check failed more than three times in ten minutes), so after each"
            + " failure it gets no requests until it has been stable for a while (5 s to 5 min,"
            + " longer each time), unless its host has no other server",
        "see why: docker logs, and docker inspect for its exit code and health check");
  }
}
