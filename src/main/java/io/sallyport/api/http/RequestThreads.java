package io.sallyport.api.http;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Executor;

/// Runs each request on a virtual thread, and bounds how many are being read: where too many
/// clients send theirs slowly, the one that has taken the longest is ended, so that a probe, which
/// sends its own at once, is always answered.
///
/// A thread that is interrupted while it reads from a channel loses the connection, as in
/// [WriteDeadline].
public final class RequestThreads implements Executor {
  /// Each has buffers of some 20 KiB.
  static final int MOST_READ = 100;

  /// The threads that read a request's head, the oldest first.
  private final Set<Thread> reading = new LinkedHashSet<>();

  private final String name;

  /// @param name of its threads
  public RequestThreads(String name) {
    this.name = name;
  }

  @Override
  public void execute(Runnable request) {
    Thread.ofVirtual().name(name).start(() -> run(request));
  }

  private void run(Runnable request) {
    begin();
    try {
      request.run();
    } finally {
      hasRead();
    }
  }

  private synchronized void begin() {
    reading.add(Thread.currentThread());
    if (reading.size() > MOST_READ) {
      Thread slowest = reading.iterator().next();
      reading.remove(slowest);
      slowest.interrupt();
    }
  }

  /// The request of this thread has been read: nothing ends it for that any more.
  public synchronized void hasRead() {
    if (!reading.remove(Thread.currentThread())) {
      Thread.interrupted(); // It was about to be ended, and has read all of it just now.
    }
  }
}
