package io.sallyport.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.history.ProxyStatus;
import io.sallyport.history.Status;
import io.sallyport.source.Container;
import io.sallyport.source.ContainerBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class OverdueProxiesTest {
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
  private static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final Instant LATE = NOON.plusSeconds(36);
  private static final Container EDGE = ContainerBuilder.named("edge").build();

  private final OverdueProxies overdue = new OverdueProxies();

  @Test
  void whoDoesNotAnswerIsSaidOnceTheTimeIsOver() {
    overdue.offered(EDGE, INTERVAL, NOON);
    overdue.offered(EDGE, INTERVAL, NOON.plusSeconds(30));
    assertThat(edge(NOON.plusSeconds(35)).current()).isTrue();

    ProxyStatus late = edge(LATE);
    assertThat(late.current()).isFalse();
    assertThat(late.reason())
        .isEqualTo("it has not taken its newest configuration for 35 s, and does not say why");
    assertThat(late.failingSince()).contains(NOON);
  }

  private ProxyStatus edge(Instant now) {
    return Objects.requireNonNull(overdue.in(status(), now).proxies().get("edge"));
  }

  @Test
  void whoAnswersOrIsGoneIsNotOverdue() {
    overdue.offered(EDGE, INTERVAL, NOON);
    overdue.answered("edge");
    assertThat(overdue.in(status(), LATE)).isEqualTo(status());

    overdue.offered(EDGE, INTERVAL, NOON);
    overdue.keepOnly(Set.of("other"));
    assertThat(overdue.in(status(), LATE)).isEqualTo(status());
  }

  @Test
  void anotherContainerOfTheNameIsAnother() {
    overdue.offered(ContainerBuilder.named("other").build(), INTERVAL, NOON);
    assertThat(overdue.in(status(), LATE)).isEqualTo(status());
  }

  private static Status status() {
    TreeMap<String, ProxyStatus> proxies = new TreeMap<>();
    proxies.put("edge", new ProxyStatus(EDGE.id(), "v1", "v1", NOON, "", List.of()));
    return Status.starting(NOON).beaten(NOON, true).seen(NOON, 0, List.of(), proxies, List.of());
  }

  @Test
  void theNextContainerOfTheNameHasItsOwnTime() {
    Container another = ContainerBuilder.recreated("edge").build();
    overdue.offered(another, INTERVAL, NOON);
    overdue.offered(EDGE, INTERVAL, NOON.plusSeconds(60));
    assertThat(edge(NOON.plusSeconds(90)).current()).isTrue();
    assertThat(edge(NOON.plusSeconds(96)).current()).isFalse();
  }
}
