package io.sallyport.docker.agent;

import io.sallyport.api.http.RequestThreads;
import io.sallyport.docker.http.DockerConnection;
import io.sallyport.docker.http.KeepAlive;
import io.sallyport.docker.http.SocketHttpClient;
import io.sallyport.docker.http.TimeLimit;
import io.sallyport.finding.Harmless;
import io.sallyport.tls.NodeIdentity;
import io.sallyport.tls.SwarmCertificates;
import io.sallyport.tls.SwarmCertificates.NodeTls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Listens for the managers of this node's Swarm, by TLS 1.3. Whoever shows no certificate of the
/// Swarm's root CA ends in the handshake; a worker, and a node of another Swarm, is told so.
public final class AgentServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AgentServer.class);

  private static final int BACKLOG = 64;
  private static final Duration AFTER_FAILURE = Duration.ofMillis(100);

  private static final Duration BETWEEN_WARNINGS = Duration.ofSeconds(10);

  private final ServerSocket listening;
  private final SwarmCertificates certificates;
  private final SocketHttpClient engine;
  private final AgentFilter filter;
  private final AgentLimits limits;
  private final RequestThreads threads = new RequestThreads("agent-connection");
  private final ConnectionLimit limit = new ConnectionLimit();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicLong said =
      new AtomicLong(System.nanoTime() - BETWEEN_WARNINGS.toNanos() - 1);

  /// Listens at once.
  ///
  /// @param engine the node's own
  /// @throws IOException when the address cannot be listened on
  /// @throws io.sallyport.source.EngineException when the engine's address cannot be used
  public AgentServer(
      InetSocketAddress address, SwarmCertificates certificates, DockerConnection engine)
      throws IOException {
    this(address, certificates, engine, AgentLimits.USUAL);
  }

  AgentServer(
      InetSocketAddress address,
      SwarmCertificates certificates,
      DockerConnection engine,
      AgentLimits limits)
      throws IOException {
    this.limits = limits;
    this.certificates = certificates;
    this.engine = new SocketHttpClient(engine);
    this.filter = new AgentFilter(new AgentEngine(this.engine));
    this.listening = new ServerSocket();
    listening.bind(address, BACKLOG);
    Thread.ofVirtual().name("agent").start(this::accept);
  }

  /// Where it listens, with the port that was given when none was asked for.
  public InetSocketAddress address() {
    return (InetSocketAddress) listening.getLocalSocketAddress();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        threads.execute(() -> serve(client));
      } catch (IOException failed) { // Closed, or too many files are open.
        LockSupport.parkNanos(AFTER_FAILURE.toNanos());
      }
    }
  }

  private void serve(Socket tcp) {
    open.add(tcp);
    try (tcp) {
      KeepAlive.set(tcp);
      NodeTls own = certificates.current();
      try (SSLSocket client =
          (SSLSocket) own.context().getSocketFactory().createSocket(tcp, null, true)) {
        client.setEnabledProtocols(new String[] {"TLSv1.3"});
        client.setNeedClientAuth(true);
        TimeLimit.within(
            limits.handshake(),
            () -> {
              client.startHandshake();
              return true;
            });
        threads.hasRead();
        serve(client, own.identity());
      }
    } catch (IOException | TimeoutException | CertificateException ended) {
      LOG.debug("Agent: a connection ended: {}", ended.toString());
    } finally {
      open.remove(tcp);
    }
  }

  /// A certificate that was good enough for an earlier handshake is looked at again: a session may
  /// have been resumed.
  private void serve(SSLSocket client, NodeIdentity own)
      throws IOException, TimeoutException, CertificateException {
    X509Certificate shown = (X509Certificate) client.getSession().getPeerCertificates()[0];
    shown.checkValidity();
    Duration longest = Duration.between(Instant.now(), shown.getNotAfter().toInstant());
    AgentConnection connection = new AgentConnection(client, filter, limits, longest);
    try {
      NodeIdentity peer = admitted(shown, own);
      limit.begin(peer.node());
      try {
        connection.serve();
      } finally {
        limit.end(peer.node());
      }
    } catch (RefusedCallException refused) {
      say(client, refused);
      connection.refuse(refused);
    }
  }

  /// Not more often than somebody reads it, however often a client tries.
  private void say(Socket client, RefusedCallException refused) {
    long now = System.nanoTime();
    long last = said.get();
    if (now - last > BETWEEN_WARNINGS.toNanos() && said.compareAndSet(last, now)) {
      LOG.warn(
          "Refuses a client at {}: {}",
          client.getRemoteSocketAddress(),
          Harmless.of(refused.getMessage()));
    }
  }

  private static NodeIdentity admitted(X509Certificate shown, NodeIdentity own)
      throws RefusedCallException {
    NodeIdentity peer;
    try {
      peer = NodeIdentity.of(shown);
    } catch (CertificateException foreign) {
      throw RefusedCallException.forbidden(String.valueOf(foreign.getMessage()));
    }
    if (!peer.cluster().equals(own.cluster())) {
      throw RefusedCallException.forbidden("the client's certificate is of another Swarm");
    } else if (!peer.manager()) {
      throw RefusedCallException.forbidden(
          "the client's certificate is a worker's; only managers are served");
    }
    return peer;
  }

  /// Ends all connections.
  @Override
  public void close() {
    closeQuietly(listening);
    open.forEach(AgentServer::closeQuietly);
    engine.close();
  }

  private static void closeQuietly(AutoCloseable closed) {
    try {
      closed.close();
    } catch (Exception gone) {
      LOG.debug("Agent: {}", gone.toString());
    }
  }
}
