package io.sallyport.swarm;

import io.sallyport.source.EngineException;
import io.sallyport.source.SwarmNode;
import io.sallyport.source.SwarmSource;
import io.sallyport.source.SwarmTask;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where the other nodes' agents listen: those of the service that this Sallyport is a task of, at
/// their tasks' addresses on the network that it shares with them. A Sallyport that is no task of a
/// service looks for them at the nodes' own addresses.
final class AgentAddresses {
  private static final Logger LOG = LoggerFactory.getLogger(AgentAddresses.class);

  /// What was told less than this ago is new enough.
  private static final Duration NEW = Duration.ofSeconds(2);

  private final SwarmSource manager;
  private final Supplier<Set<String>> ownAddresses;
  private final int port;
  private final ReentrantLock lock = new ReentrantLock();
  private List<SwarmTask> tasks = List.of();
  private Optional<Own> known = Optional.empty();
  private long told = System.nanoTime() - NEW.toNanos();

  /// What this Sallyport is a task of, and the network that counts.
  private record Own(String service, String network) {}

  /// @param ownAddresses those of this process
  /// @param port where agents listen
  AgentAddresses(SwarmSource manager, Supplier<Set<String>> ownAddresses, int port) {
    this.manager = manager;
    this.ownAddresses = ownAddresses;
    this.port = port;
  }

  /// All tasks, as the manager lists them now.
  void told(List<SwarmTask> all) {
    lock.lock();
    try {
      tasks = List.copyOf(all);
      told = System.nanoTime();
    } finally {
      lock.unlock();
    }
  }

  /// `HOST:PORT` of a node's agent, by the newest that can be known.
  ///
  /// @param ownNode this node's identifier
  /// @throws EngineException where there is none
  String of(SwarmNode node, String ownNode) {
    lock.lock();
    try {
      if (System.nanoTime() - told > NEW.toNanos()) {
        ask();
      }
      known = own(ownNode).or(() -> known);
      return known.isPresent() ? ofTask(known.get(), node) : ofNode(node);
    } finally {
      lock.unlock();
    }
  }

  /// A manager that does not answer now: the address may be as it was.
  private void ask() {
    try {
      told(manager.tasks().items());
    } catch (EngineException silent) {
      told = System.nanoTime();
      LOG.debug("No tasks: {}", silent.getMessage());
    }
  }

  private Optional<Own> own(String ownNode) {
    Set<String> addresses = ownAddresses.get();
    return tasks.stream()
        .filter(task -> task.nodeId().equals(ownNode))
        .flatMap(task ->
            task.addresses().entrySet().stream()
                .filter(at -> addresses.contains(at.getValue()))
                .map(Map.Entry::getKey)
                .sorted()
                .map(network -> new Own(task.serviceId(), network)))
        .findFirst();
  }

  private String ofTask(Own own, SwarmNode node) {
    return tasks.stream()
        .filter(task -> task.serviceId().equals(own.service()) && task.nodeId().equals(node.id()))
        .filter(task -> task.addresses().containsKey(own.network()))
        .min(Comparator.comparing(SwarmTask::leaving).thenComparing(task -> !task.running()))
        .map(task -> joined(task.addresses().getOrDefault(own.network(), "")))
        .orElseThrow(() ->
            new EngineException("Sallyport does not run there: its service has no task on it"));
  }

  private String ofNode(SwarmNode node) {
    if (!node.hasAddress()) {
      throw new EngineException("the manager does not say its address");
    }
    return joined(node.address());
  }

  private String joined(String host) {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
