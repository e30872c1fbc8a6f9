package io.sallyport.engine;

import io.sallyport.engine.Engine.Subscription;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// An event stream of a [FakeEngine], with a thread of its own as the port promises.
final class FakeStream implements Subscription {
  private final BlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
  private final AtomicBoolean over = new AtomicBoolean();
  private final Consumer<EngineEvent> onEvent;
  private final Consumer<EngineException> onEnd;
  private final Consumer<FakeStream> onClose;

  FakeStream(
      Consumer<EngineEvent> onEvent,
      Consumer<EngineException> onEnd,
      Consumer<FakeStream> onClose) {
    this.onEvent = onEvent;
    this.onEnd = onEnd;
    this.onClose = onClose;
    Thread.ofVirtual().name("fake-engine-events").start(this::run);
  }

  void offer(EngineEvent event) {
    queue.add(() -> onEvent.accept(event));
  }

  void cut(EngineException failure) {
    queue.add(() -> {
      if (over.compareAndSet(false, true)) {
        onEnd.accept(failure);
      }
    });
  }

  @Override
  public void close() {
    over.set(true);
    onClose.accept(this);
    queue.add(() -> {}); // Wakes the thread, which then sees that it is over.
  }

  private void run() {
    try {
      while (!over.get()) {
        Runnable next = queue.take();
        if (!over.get()) {
          next.run();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
