package io.sallyport.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/// A [FollowedKey] on a thread of its own: what it gave, and what it logged at level INFO and
/// above.
final class Follower implements AutoCloseable {
  private final FollowedKey key;
  private final List<String> given = new CopyOnWriteArrayList<>();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(FollowedKey.class);
  private final Thread thread;

  Follower(StoreAddress address) {
    log.list = new CopyOnWriteArrayList<>();
    log.start();
    logger.addAppender(log);
    logger.setLevel(Level.INFO); // Whatever tests log otherwise.
    key = FollowedKey.open(address);
    thread = Thread.ofVirtual().start(this::follow);
  }

  private void follow() {
    try {
      while (true) {
        given.add(key.next());
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  void awaitGiven(String... texts) {
    await().untilAsserted(() -> assertThat(given).containsExactly(texts));
  }

  /// Waits until it has logged this many lines; they are all that it has logged.
  void awaitLog(String... parts) {
    await().until(() -> lines().size() >= parts.length);
    assertThat(lines()).hasSameSizeAs(parts);
    for (int i = 0; i < parts.length; i++) {
      assertThat(lines().get(i)).contains(parts[i]);
    }
  }

  private List<String> lines() {
    return log.list.stream()
        .filter(event -> event.getLevel().isGreaterOrEqual(Level.INFO))
        .map(event -> event.getLevel() + " " + event.getFormattedMessage())
        .toList();
  }

  @Override
  public void close() {
    logger.detachAppender(log);
    logger.setLevel(null);
    thread.interrupt();
    await().until(() -> !thread.isAlive());
    key.close();
  }
}
