package io.sallyport.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.events.SwarmAgenda.Questions;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SwarmAgendaTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final SwarmAgenda agenda = new SwarmAgenda();

  @Test
  void asksAboutATasksServiceAtOnceAndTwiceMore() {
    agenda.task("shop", NOW);

    assertThat(agenda.take(NOW)).isEqualTo(of("shop"));
    assertThat(agenda.next()).hasValue(after(400));
    assertThat(agenda.take(after(399)).none()).isTrue();
    assertThat(agenda.take(after(400))).isEqualTo(of("shop"));
    assertThat(agenda.take(after(2000))).isEqualTo(of("shop"));
    assertThat(agenda.next()).isEmpty();
  }

  /// A new manager tells hundreds of old events.
  @Test
  void anyNumberOfEventsMakesOneQuestion() {
    for (int i = 0; i < 200; i++) {
      agenda.service("shop", NOW);
      agenda.node(NOW);
    }

    assertThat(agenda.take(NOW)).isEqualTo(new Questions(true, true, true, Set.of()));
    assertThat(agenda.take(NOW).none()).isTrue();
  }

  @Test
  void manyServicesAreOneQuestionAboutAllTasks() {
    for (int i = 0; i < 5; i++) {
      agenda.task("shop-" + i, NOW);
    }

    assertThat(agenda.take(NOW)).isEqualTo(new Questions(false, true, false, Set.of()));
  }

  @Test
  void whatFailedIsAskedAgainLater() {
    agenda.again(new Questions(true, false, false, Set.of("shop")), after(500));

    assertThat(agenda.take(NOW).none()).isTrue();
    assertThat(agenda.take(after(500)))
        .isEqualTo(new Questions(true, false, false, Set.of("shop")));
  }

  private static Questions of(String service) {
    return new Questions(false, false, false, Set.of(service));
  }

  private static Instant after(long millis) {
    return NOW.plus(Duration.ofMillis(millis));
  }
}
