package io.sallyport.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecentChangesTest {
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

  private final RecentChanges changes = new RecentChanges(Duration.ofSeconds(4));

  @Test
  void looksAtEverythingWhereNothingIsKnown() {
    assertThat(changes.scope(NOW)).isEmpty();
  }

  @Test
  void remembersForAWhile() {
    changes.add(Set.of("a"), NOW);
    changes.add(Set.of("b"), NOW.plusSeconds(3));
    assertThat(changes.scope(NOW.plusSeconds(4))).isEqualTo(Optional.of(Set.of("a", "b")));
    assertThat(changes.scope(NOW.plusSeconds(5))).isEqualTo(Optional.of(Set.of("b")));
    assertThat(changes.scope(NOW.plusSeconds(8))).isEmpty();
  }

  @Test
  void everythingIsMoreThanSomething() {
    changes.addEverything(NOW);
    changes.add(Set.of("a"), NOW.plusSeconds(3));
    assertThat(changes.scope(NOW.plusSeconds(3))).isEmpty();
    assertThat(changes.scope(NOW.plusSeconds(5))).isEqualTo(Optional.of(Set.of("a")));
  }
}
