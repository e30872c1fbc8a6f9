package io.sallyport.source;

import io.sallyport.source.Source.Subscription;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// An event stream of a [FakeEngine], with a thread of its own as the port promises.
final class FakeStream implements Subscription {
  private final BlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
  private final AtomicBoolean over = new AtomicBoolean();
  private final Consumer<EngineEvent> onEvent;
  private final Consumer<EngineException> onEnd;
  private final Consumer<FakeStream> onClose;
  private final UnaryOperator<Pulse> pulse;
  private volatile boolean missing;

  /// @param pulse what the engine says of a stream's pulse
  FakeStream(
      Consumer<EngineEvent> onEvent,
      Consumer<EngineException> onEnd,
      Consumer<FakeStream> onClose,
      UnaryOperator<Pulse> pulse) {
    this.pulse = pulse;
    this.onEvent = onEvent;
    this.onEnd = onEnd;
    this.onClose = onClose;
    Thread.ofVirtual().name("fake-engine-events").start(this::run);
  }

  /// Something happens that it does not say.
  void miss() {
    missing = true;
  }

  void offer(EngineEvent event) {
    missing = false;
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
  public Pulse pulse() {
    return pulse.apply(missing ? Pulse.SILENT : Pulse.LIVE);
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
