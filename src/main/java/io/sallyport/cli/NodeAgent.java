package io.sallyport.cli;

import io.sallyport.config.Setting;
import io.sallyport.config.Settings;
import io.sallyport.docker.DockerEngine;
import io.sallyport.docker.agent.AgentServer;
import io.sallyport.source.EngineException;
import io.sallyport.tls.NodeIdentity;
import io.sallyport.tls.SwarmCertificates;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The agent of this node: it listens once the node's certificates can be read and are those of the
/// engine's own node. Until then it looks every few seconds.
final class NodeAgent implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NodeAgent.class);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

  private final Settings settings;
  private final Path directory;
  private final CountDownLatch closed = new CountDownLatch(1);
  private Optional<Listening> listening = Optional.empty();
  private String said = "";

  private record Listening(AgentServer server, SwarmCertificates certificates) {}

  NodeAgent(Settings settings) {
    this.settings = settings;
    this.directory = Path.of(settings.get(Setting.SWARM_CERTIFICATES));
  }

  /// Whether the nodes of a Swarm are to be reached by agents, here and from here.
  static boolean wanted(Settings settings) {
    return settings.get(Setting.SWARM_MODE).equals("auto")
        && Files.isDirectory(Path.of(settings.get(Setting.SWARM_CERTIFICATES)));
  }

  /// One that looks on a thread of its own until it is closed; none where no certificates are
  /// mounted, or Swarm is off.
  static Optional<NodeAgent> start(Settings settings) {
    Optional<NodeAgent> agent =
        wanted(settings) ? Optional.of(new NodeAgent(settings)) : Optional.empty();
    agent.ifPresent(each -> Thread.ofVirtual().name("agent-watch").start(each::watch));
    return agent;
  }

  private void watch() {
    try {
      do {
        look();
      } while (!closed.await(BETWEEN_LOOKS.toNanos(), TimeUnit.NANOSECONDS));
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  /// Where it listens, if it does.
  synchronized Optional<InetSocketAddress> address() {
    return listening.map(each -> each.server().address());
  }

  synchronized void look() {
    if (closed.getCount() == 0) {
      return;
    }
    if (listening.isPresent()) {
      SwarmCertificates used = listening.get().certificates();
      used.current();
      say(used.problem().map(why -> why + "; those from before stay in use").orElse(""));
      return;
    }
    try {
      listen(new SwarmCertificates(SwarmCertificates.in(directory)));
    } catch (IOException | EngineException unusable) {
      say(String.valueOf(unusable.getMessage()));
    }
  }

  /// Another machine's certificates would let its managers reach this engine.
  private void listen(SwarmCertificates certificates) throws IOException {
    NodeIdentity identity = certificates.current().identity();
    String node;
    try (DockerEngine engine = new DockerEngine(Engines.connection(settings))) {
      node = engine.node();
    }
    if (!node.equals(identity.node())) {
      say(
          "the certificates in %s are of node %s, but the engine is %s"
              .formatted(
                  directory, identity.node(), node.isEmpty() ? "in no Swarm" : "node " + node));
      return;
    }
    AgentServer server =
        new AgentServer(
            ListenAddress.parse(settings.get(Setting.AGENT_LISTEN)),
            certificates,
            Engines.connection(settings));
    listening = Optional.of(new Listening(server, certificates));
    said = "";
    LOG.info(
        "Agent: serves the managers of Swarm {} on {}",
        identity.cluster(),
        ListenAddress.text(server.address()));
  }

  /// Once, until something else is the matter.
  private void say(String problem) {
    if (!problem.isEmpty() && !problem.equals(said)) {
      LOG.warn("Agent: {}", problem);
    }
    said = problem;
  }

  @Override
  public void close() {
    closed.countDown();
    synchronized (this) {
      listening.ifPresent(each -> each.server().close());
      listening = Optional.empty();
    }
  }
}
