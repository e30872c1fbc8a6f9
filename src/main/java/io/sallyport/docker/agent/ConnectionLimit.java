package io.sallyport.docker.agent;

import java.util.HashMap;
import java.util.Map;

/// How many connections the agent has: each costs two buffers of TLS and a thread, and one client
/// leaves room for the others. A brain needs one for each proxy of the node and a few more.
final class ConnectionLimit {
  static final int MOST_OF_ONE = 100;
  static final int MOST = 400;

  private static final int UNAVAILABLE = 503;

  private final Map<String, Integer> connections = new HashMap<>();

  /// @param node whose client it is
  synchronized void begin(String node) throws RefusedCallException {
    int all = connections.values().stream().mapToInt(Integer::intValue).sum();
    if (all >= MOST || connections.getOrDefault(node, 0) >= MOST_OF_ONE) {
      throw new RefusedCallException(UNAVAILABLE, "the agent has too many connections");
    }
    connections.merge(node, 1, Integer::sum);
  }

  synchronized void end(String node) {
    connections.computeIfPresent(node, (_, count) -> count == 1 ? null : count - 1);
  }
}
