package io.sallyport.bench;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Another host's container that starts and stops every second and a half.
final class Churn implements AutoCloseable {
  private static final Duration HALF = Duration.ofMillis(750);

  private final Stage stage;
  private final String container;
  private final Thread thread = Thread.ofPlatform().name("churn").unstarted(this::turn);
  private volatile boolean stopping;

  private Churn(Stage stage) {
    this.stage = stage;
    container = stage.served("churn.bench--1", "churn.bench");
  }

  static Churn begin(Stage stage) {
    Churn churn = new Churn(stage);
    churn.thread.start();
    return churn;
  }

  private void turn() {
    long due = System.nanoTime();
    for (boolean up = false; !stopping || up; up = !up) {
      if (up) {
        stage.stop(container, 0);
      } else {
        stage.start(container);
      }
      due += HALF.toNanos();
      while (System.nanoTime() < due && !stopping) {
        LockSupport.parkNanos(Math.min(due - System.nanoTime(), 50_000_000));
      }
    }
  }

  @Override
  public void close() {
    stopping = true;
    try {
      thread.join();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    stage.removeContainer(container);
  }
}
