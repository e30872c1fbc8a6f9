package io.sallyport.swarm;

import io.sallyport.source.EngineEvent;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// The events of all engines for the one who listens, one at a time; and on which node each
/// container is that they are about, since no look may have shown it yet.
final class NodeEvents {
  private static final int MOST_RECENT = 4096;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, String> recent =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
          return size() > MOST_RECENT;
        }
      };
  private Consumer<EngineEvent> listener = any -> {};

  /// From now on all is told to this one.
  void listen(Consumer<EngineEvent> next) {
    lock.lock();
    try {
      listener = next;
    } finally {
      lock.unlock();
    }
  }

  /// @param node its identifier
  void heard(String node, EngineEvent event) {
    lock.lock();
    try {
      if (!event.containerId().isEmpty()) {
        recent.put(event.containerId(), node);
      }
      listener.accept(event);
    } finally {
      lock.unlock();
    }
  }

  /// Something is to be looked at that no engine tells: `engine_connect` and the like.
  ///
  /// @param name of the node
  void changed(String action, String name) {
    TreeMap<String, String> attributes = new TreeMap<>(Map.of("name", name));
    lock.lock();
    try {
      listener.accept(
          new EngineEvent(
              "swarm", action, "", "", "", 0, Collections.unmodifiableSortedMap(attributes)));
    } finally {
      lock.unlock();
    }
  }

  /// The node that told of this container of late.
  Optional<String> nodeOf(String containerId) {
    lock.lock();
    try {
      return Optional.ofNullable(recent.get(containerId));
    } finally {
      lock.unlock();
    }
  }
}
