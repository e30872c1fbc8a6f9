package io.sallyport.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sallyport.tls.TlsFiles;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Against Consul's documented exchange, not against Consul: see [ConsulExchange].
class ConsulTest {
  private final ConsulExchange consul;
  private final KeyValueStore store;

  ConsulTest() throws IOException {
    consul = new ConsulExchange();
    store = KeyValueStore.open(consul.address());
  }

  @AfterEach
  void close() {
    store.close();
    consul.close();
  }

  @Test
  void readsTheKey() throws Exception {
    consul.put("ListenAddr = \":1\" # ä\n");

    assertThat(store.read()).isEqualTo(new Reading(Optional.of("ListenAddr = \":1\" # ä\n"), 8));
    assertThat(consul.requests()).containsExactly("GET /v1/kv/interlock/v1/config");
  }

  @Test
  void tellsAKeyThatIsMissingFromOneThatIsEmpty() throws Exception {
    assertThat(store.read().text()).isEmpty();
    consul.put("");
    assertThat(store.read().text()).contains("");
  }

  @Test
  void waitsForAChange() throws Exception {
    Reading missing = store.read();
    CompletableFuture<Reading> next = waitingAfter(missing);
    await().until(() -> consul.requests().size() == 2);
    assertThat(next).isNotDone();

    consul.put("new");

    assertThat(next.get().text()).contains("new");
    assertThat(consul.requests().getLast())
        .isEqualTo("GET /v1/kv/interlock/v1/config?index=7&wait=60s");
  }

  @Test
  void beginsAnewWhenTheIndexWentBack() throws Exception {
    consul.put("old");
    Reading old = store.read();

    consul.restore("restored");
    Reading restored = store.after(old);

    assertThat(restored).isEqualTo(new Reading(Optional.of("restored"), 0));
    assertThat(store.after(restored)).isEqualTo(new Reading(Optional.of("restored"), 2));
    assertThat(consul.requests().getLast()).doesNotContain("index");
  }

  @Test
  void saysWhatTheStoreSays() {
    consul.fails("No cluster leader\n");
    assertThatThrownBy(store::read)
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "consul at 127.0.0.1:%d: answers 500: No cluster leader".formatted(consul.port()));
  }

  @Test
  void knowsWhatIsNotConsul() {
    consul.namesIndex(false);
    assertThatThrownBy(store::read)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("is not Consul, which gives an X-Consul-Index");
  }

  @Test
  void asksTheNextEndpointWhenOneIsDown() throws Exception {
    consul.put("here");
    StoreAddress both =
        StoreAddress.parse(
            "consul://127.0.0.1:1,127.0.0.1:" + consul.port(), new TlsFiles("", "", ""));
    try (KeyValueStore cluster = KeyValueStore.open(both)) {
      assertThat(cluster.read().text()).contains("here");
      consul.fails("down too");
      assertThatThrownBy(cluster::read)
          .hasMessage(
              "consul at 127.0.0.1:%d: answers 500: down too; consul at 127.0.0.1:1: no connection: connection refused"
                  .formatted(consul.port()));
    }
  }

  @Test
  void givesUpWaitingWhenInterrupted() throws Exception {
    Reading seen = store.read();
    Thread waiter =
        Thread.ofVirtual()
            .start(() ->
                assertThatThrownBy(() -> store.after(seen))
                    .isInstanceOf(InterruptedException.class));
    await().until(() -> consul.requests().size() == 2);
    waiter.interrupt();
    await().until(() -> !waiter.isAlive());
  }

  private CompletableFuture<Reading> waitingAfter(Reading seen) {
    CompletableFuture<Reading> next = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            next.complete(store.after(seen));
          } catch (InterruptedException | RuntimeException failure) {
            next.completeExceptionally(failure);
          }
        });
    return next;
  }
}
