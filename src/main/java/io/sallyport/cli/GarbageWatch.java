package io.sallyport.cli;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/// Has Java look for garbage among old objects where it would not before the heap is at its limit.
///
/// The serial collector enlarges the room for old objects rather than to look through it: what a
/// busy minute leaves there would stay resident up to -Xmx, as if it leaked. A look holds
/// everything up for some 20 ms, so there is one only where it is worth it
/// (docs/decisions/0011-footprint.md).
final class GarbageWatch {
  private static final Duration EVERY = Duration.ofSeconds(5);

  /// More than the room for new objects, which is looked through all the time.
  private static final long LEAST = 2 * 1024 * 1024;

  private final LongSupplier used;
  private final Runnable collection;
  private long kept;

  /// @param used how much of the heap is, in bytes
  /// @param collection looks for garbage everywhere
  GarbageWatch(LongSupplier used, Runnable collection) {
    this.used = used;
    this.collection = collection;
  }

  /// Watches this process until it ends.
  static void begin() {
    Runtime runtime = Runtime.getRuntime();
    GarbageWatch watch =
        new GarbageWatch(() -> runtime.totalMemory() - runtime.freeMemory(), System::gc);
    Thread.ofVirtual().name("garbage-watch").start(watch::run);
  }

  private void run() {
    while (true) {
      LockSupport.parkNanos(EVERY.toNanos());
      look();
    }
  }

  void look() {
    if (used.getAsLong() - kept >= Math.max(LEAST, kept / 2)) {
      collection.run();
      kept = used.getAsLong();
    }
  }
}
