package io.sallyport.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.Patience;
import io.sallyport.reconcile.Trigger.Reason;
import java.time.Duration;
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
}
