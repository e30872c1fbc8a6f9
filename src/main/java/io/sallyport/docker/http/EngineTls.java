package io.sallyport.docker.http;

import io.sallyport.source.EngineException;
import io.sallyport.tls.NodeIdentity;
import io.sallyport.tls.SwarmCertificates;
import io.sallyport.tls.SwarmCertificates.NodeTls;
import java.io.IOException;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/// TLS towards the engine: one that is known by its address, or by its node in a Swarm.
final class EngineTls {
  private final DockerConnection to;

  /// Of our own node; what is shown now may have been renewed since the last connection.
  private final Supplier<Optional<NodeTls>> swarm;

  private final Supplier<SSLContext> context;

  private EngineTls(
      DockerConnection to, Supplier<Optional<NodeTls>> swarm, Supplier<SSLContext> context) {
    this.to = to;
    this.swarm = swarm;
    this.context = context;
  }

  /// @throws EngineException when a file is missing or cannot be used
  static EngineTls towards(DockerConnection to) {
    try {
      if (to.node().isEmpty()) {
        SSLContext fixed = to.files().context(to.allowInsecure());
        return new EngineTls(to, Optional::empty, () -> fixed);
      }
      SwarmCertificates own = new SwarmCertificates(to.files());
      return new EngineTls(to, () -> Optional.of(own.current()), () -> own.current().context());
    } catch (IOException e) {
      throw new EngineException("engine %s: %s".formatted(to.url(), e.getMessage()), e);
    }
  }

  Socket handshake(Socket tcp) throws IOException {
    SSLSocket socket =
        (SSLSocket) context.get().getSocketFactory().createSocket(tcp, to.peer(), to.port(), true);
    if (!to.allowInsecure()) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
    }
    socket.startHandshake();
    Optional<NodeTls> own = swarm.get();
    if (own.isPresent()) {
      sameCluster(socket, own.get().identity());
    }
    return socket;
  }

  /// A root CA may have signed for more than one Swarm.
  private static void sameCluster(SSLSocket socket, NodeIdentity own) throws IOException {
    try {
      X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      if (!NodeIdentity.of(shown).cluster().equals(own.cluster())) {
        throw new SSLException("its certificate is of another Swarm");
      }
    } catch (CertificateException foreign) {
      throw new SSLException(foreign.getMessage(), foreign);
    }
  }
}
