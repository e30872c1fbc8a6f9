package io.sallyport.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.Patience;
import io.sallyport.events.Trigger.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TriggerTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final Trigger trigger = new Trigger();

  @Test
  void collectsReasonsUntilTheyAreTaken() throws Exception {
    trigger.ask(Reason.EVENT);
    trigger.ask(Reason.EVENT);
    trigger.ask(Reason.STREAM_LOST);

    assertThat(trigger.take(LONG)).containsExactly(Reason.EVENT, Reason.STREAM_LOST);
    assertThat(trigger.take(Duration.ZERO)).isEmpty();
  }

  @Test
  void wakesTheOneWhoWaits() throws Exception {
    CompletableFuture<Object> taken = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            taken.complete(trigger.take(LONG));
          } catch (InterruptedException stopped) {
            taken.completeExceptionally(stopped);
          }
        });

    trigger.ask(Reason.EVENT);

    assertThat(taken.get(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS))
        .isEqualTo(Set.of(Reason.EVENT));
  }

  @Test
  void saysWhatItWasAskedFor() throws Exception {
    Instant noon = Instant.parse("2026-06-01T12:00:00Z");
    trigger.heard("start of shop", noon, "shop");
    trigger.heard("start of app", noon.plusSeconds(1), "app");
    trigger.take(LONG);
    assertThat(trigger.cause().containers()).containsExactlyInAnyOrder("shop", "app");

    trigger.heard("start of shop", noon, "shop");
    trigger.heard("start of app", noon.plusSeconds(1), "app");
    trigger.ask(Reason.STREAM_LIVE);
    trigger.take(LONG);
    assertThat(trigger.cause())
        .isEqualTo(
            new Cause("event", "start of shop and 1 more event", Optional.of(noon), Set.of()));

    trigger.ask(Reason.STREAM_LOST);
    trigger.take(LONG);
    assertThat(trigger.cause().reason()).isEqualTo("stream_lost");
    assertThat(trigger.cause().heard()).isEmpty();

    trigger.take(Duration.ZERO);
    assertThat(trigger.cause()).isEqualTo(Cause.DUE);
  }
}
