package io.sallyport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class GarbageWatchTest {
  private static final long MIB = 1024 * 1024;

  private final AtomicLong used = new AtomicLong();
  private final AtomicInteger collections = new AtomicInteger();
  private final GarbageWatch watch =
      new GarbageWatch(
          used::get,
          () -> {
            collections.incrementAndGet();
            used.set(5 * MIB);
          });

  private int collectionsAt(long mib) {
    used.set(mib * MIB);
    watch.look();
    return collections.get();
  }

  @Test
  void collectsOnceMuchHasGathered() {
    assertThat(collectionsAt(1)).isZero();
    assertThat(collectionsAt(8)).isOne(); // What the start has left.
    assertThat(collectionsAt(6)).isOne();
    assertThat(collectionsAt(7)).isOne();
    assertThat(collectionsAt(8)).isEqualTo(2);
    assertThat(collectionsAt(7)).isEqualTo(2);
  }

  /// A large fleet is no garbage.
  @Test
  void leavesAloneWhatIsStillInUse() {
    GarbageWatch full = new GarbageWatch(() -> 100 * MIB, collections::incrementAndGet);

    full.look();
    full.look();

    assertThat(collections).hasValue(1);
  }
}
