package io.sallyport.events;

import io.sallyport.source.Container;
import io.sallyport.source.Container.Health;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// One container of a name, and what became of it.
final class DampedContainer {
  private static final Duration REMEMBERED = Duration.ofMinutes(10);
  private static final int FREE = 3;
  private static final Duration FIRST_HOLD = Duration.ofSeconds(5);
  private static final Duration LONGEST_HOLD = Duration.ofMinutes(5);

  /// One that has ended for good gives 502 for so long, where 503 would be right.
  private static final Duration LONGEST_ABSENCE = Duration.ofSeconds(30);

  final Deque<Instant> ends = new ArrayDeque<>();
  boolean serving;
  private Instant changed;
  @Nullable Container lastServing;
  private @Nullable Container original;
  private @Nullable Container shown;
  OptionalInt lastExit = OptionalInt.empty();

  DampedContainer(boolean serving, Instant now) {
    this.serving = serving;
    this.changed = now;
  }

  void becomes(boolean serves, boolean byItself, Instant now) {
    if (serving != serves) {
      if (serving && byItself) {
        ends.add(now);
      }
      serving = serves;
      changed = now;
    }
    while (!ends.isEmpty() && !now.isBefore(ends.getFirst().plus(REMEMBERED))) {
      ends.removeFirst();
    }
  }

  /// How long it has to be well; a clock that was set back ends it.
  Duration hold() {
    int over = ends.size() - FREE;
    if (over <= 0) {
      return Duration.ZERO;
    }
    Duration hold = FIRST_HOLD.multipliedBy(1L << Math.min(over - 1, 10));
    return hold.compareTo(LONGEST_HOLD) < 0 ? hold : LONGEST_HOLD;
  }

  boolean failsOften() {
    return ends.size() > FREE;
  }

  boolean isHeld(Instant now) {
    return now.isBefore(end()) && !now.isBefore(changed);
  }

  Instant end() {
    Duration hold = hold();
    return changed.plus(serving || hold.compareTo(LONGEST_ABSENCE) < 0 ? hold : LONGEST_ABSENCE);
  }

  /// The same object for the same container, so that what was worked out from it still holds.
  @SuppressWarnings("ReferenceEquality")
  Container unhealthy(Container container) {
    if (shown == null || original != container) {
      original = container;
      shown = container.with(Health.UNHEALTHY);
    }
    return Objects.requireNonNull(shown);
  }
}
