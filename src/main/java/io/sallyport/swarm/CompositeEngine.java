package io.sallyport.swarm;

import io.sallyport.source.ContainerAccess;
import io.sallyport.source.EngineException;
import io.sallyport.source.Source;
import io.sallyport.source.SwarmRole;
import io.sallyport.source.SwarmSource;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The engines of a Swarm's nodes as one. What the own engine is decides what there is to see, also
/// when that changes: all nodes on a manager, nothing on a worker, itself outside of a Swarm.
public final class CompositeEngine implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CompositeEngine.class);

  /// How often an engine that is no manager is asked whether it is one now.
  private static final Duration BETWEEN_QUESTIONS = Duration.ofSeconds(5);

  private static final Duration FIRST = Duration.ofSeconds(5);

  private final FollowedSwarm manager;
  private final Members members;
  private final CompositeSource source;
  private final CompositeAccess access;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread watch;

  /// Connects to other nodes once a look shows that there are any.
  ///
  /// @param own this node's engine
  /// @param manager what it says of the Swarm
  /// @param ownAddresses those of this process
  /// @param port where agents listen
  public CompositeEngine(
      NodeEngine own,
      SwarmSource manager,
      NodeEngine.Dialer dialer,
      Supplier<Set<String>> ownAddresses,
      int port) {
    this(own, manager, dialer, ownAddresses, port, FIRST);
  }

  /// @param first how long the first look waits for nodes that are ready
  CompositeEngine(
      NodeEngine own,
      SwarmSource manager,
      NodeEngine.Dialer dialer,
      Supplier<Set<String>> ownAddresses,
      int port,
      Duration first) {
    NodeEvents events = new NodeEvents();
    AgentAddresses addresses = new AgentAddresses(manager, ownAddresses, port);
    members =
        new Members(node ->
            new Member(
                node,
                node.hostname(),
                to -> addresses.of(to, this.manager().known().node()),
                dialer,
                events));
    this.manager = new FollowedSwarm(manager, members, addresses, events);
    source = new CompositeSource(own.source(), this.manager, members, events, first);
    access = new CompositeAccess(own.access(), source, members);
    watch = Thread.ofVirtual().name("swarm-role").start(this::watch);
  }

  private FollowedSwarm manager() {
    return manager;
  }

  /// What runs on all nodes.
  public Source source() {
    return source;
  }

  /// Their running containers.
  public ContainerAccess access() {
    return access;
  }

  /// While it is a manager, whoever asks it for services notices when it is none any more.
  private void watch() {
    try {
      while (!closed.await(BETWEEN_QUESTIONS.toNanos(), TimeUnit.NANOSECONDS)) {
        ask();
      }
    } catch (InterruptedException over) {
      LOG.debug("The role is not watched any more");
    }
  }

  private void ask() {
    try {
      if (manager.known().role() != SwarmRole.MANAGER) {
        manager.place();
      }
    } catch (EngineException silent) {
      LOG.debug("The engine does not say what it is: {}", silent.getMessage());
    }
  }

  @Override
  public void close() {
    closed.countDown();
    watch.interrupt();
    members.end();
  }
}
